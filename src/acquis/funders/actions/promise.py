"""Conventions complete the price of an enrolment: their part leaves the envelopes and is held for it, all or nothing.

Part of the confirmation of that enrolment, which holds the purses in the same transaction: nothing lies free in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger import actions as ledger
from acquis.ledger.types import Code, Transfer
from acquis.ledger.types import Refusal as LedgerRefusal

from .. import asking, events, permissions
from ..models import AidRequest, Convention, Promise
from ..types import Aid, AidState, ConventionState, Refusal
from ..written import plain_reasons


@act
def promise(*, account_id: UUID, enrolment_id: UUID, aids: Sequence[Aid], by: Actor, at: datetime) -> None:
    """Promise `aids` to an enrolment. Refused when a convention stopped or an envelope ran out meanwhile."""
    # In one order, so that two enrolments that empty the same two envelopes never wait for each other in a circle.
    ordered = sorted(aids, key=lambda aid: aid.drawn_from)
    granted = _granted(ordered)
    wanted = {aid.decision.convention_id for aid in ordered if aid.request_id is None}
    stand = Convention.objects.filter(pk__in=wanted, state=ConventionState.IN_FORCE).count()

    permissions.PROMISE.require_any(by)
    if stand != len(wanted) or any(row.state != AidState.GRANTED for row in granted):
        raise Refused(Refusal.NO_LONGER_PROMISED)

    # After this point the promise must succeed, but for an envelope that ran out: then all of it is undone.
    for aid in ordered:
        accounts.open_promised(
            account_id=account_id,
            purse_id=aid.purse_id,
            kind=PurseKind(aid.decision.kind.value),
            label=aid.decision.funder,
            promised_for=enrolment_id,
            by=by,
            at=at,
        )
        _move(aid, account_id, enrolment_id, by=by, at=at)
    Promise.objects.bulk_create(
        Promise(
            id=aid.purse_id,
            convention_id=aid.decision.convention_id,
            envelope_id=aid.decision.envelope_id,
            account_id=account_id,
            enrolment_id=enrolment_id,
            request_id=aid.request_id,
            amount_cents=aid.amount_cents,
            public=next((each.public for each in aid.decision.reasons if each.public), ""),
            reasons=plain_reasons(aid.decision.reasons),
            promised_at=at,
        )
        for aid in ordered
    )

    for aid in ordered:
        record(
            events.Promised(
                about=aid.purse_id,
                account_id=account_id,
                convention_id=aid.decision.convention_id,
                funder_id=aid.decision.funder_id,
                enrolment_id=enrolment_id,
                amount_cents=aid.amount_cents,
            ),
            by=by,
            at=at,
        )


def _move(aid: Aid, account_id: UUID, enrolment_id: UUID, *, by: Actor, at: datetime) -> None:
    owner = aid.drawn_from
    try:
        drawn = ledger.draw(owner=owner, amount_cents=aid.amount_cents, by=by, at=at)
    except Refused as refused:
        if refused.reason is LedgerRefusal.BALANCE_TOO_LOW:
            raise Refused(Refusal.ENVELOPE_EMPTY) from refused
        raise
    day = day_of(at)
    out = [
        Transfer(
            owner=owner,
            debit=account,
            credit=asking.PASSING,
            amount_cents=cents,
            code=Code.PROMISED,
            effective_on=day,
            reference=f"promise:{aid.purse_id}:from:{rank}",
            about=enrolment_id,
        )
        for rank, (account, cents) in enumerate(drawn)
    ]
    into = Transfer(
        owner=account_id,
        debit=asking.PASSING,
        credit=aid.purse_id,
        amount_cents=aid.amount_cents,
        code=Code.PROMISED,
        effective_on=day,
        reference=f"promise:{aid.purse_id}",
        about=enrolment_id,
    )
    ledger.post(transfers=[*out, into], by=by, at=at)
    if aid.request_id is not None:
        AidRequest.objects.filter(pk=aid.request_id).update(held_cents=F("held_cents") - aid.amount_cents)


def _granted(aids: Sequence[Aid]) -> list[AidRequest]:
    """The requests by which some of these were granted, held until the transaction ends."""
    ids = [aid.request_id for aid in aids if aid.request_id is not None]
    return list(AidRequest.objects.select_for_update().filter(pk__in=ids).order_by("pk")) if ids else []
