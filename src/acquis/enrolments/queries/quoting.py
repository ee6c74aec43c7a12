"""Who would pay what, and the digest by which a proof of identity is bound to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.accounts.types import FundingFacts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferedSession
from acquis.catalogue.types import Refusal as NotForSale
from acquis.kit.actor import ANONYMOUS, Actor
from acquis.kit.refusal import Refused

from .. import completing, permissions, purchase
from ..models import Enrolment
from ..types import (
    Priced,
    Quote,
    Refusal,
)
from .seeing import BY_ID, visible_by_id


def quote(
    account_id: UUID | None,
    session_id: UUID,
    *,
    starts_on: date | None = None,
    by: Actor = ANONYMOUS,
    on: date,
) -> Quote:
    """What a session would cost this account on a day, line by line, or why it could not be bought.

    Without an account the quote is anonymous. Refused when `by` may not see the account.
    """
    offer = catalogue.offered(session_id)
    if offer is None:
        return Quote(session_id=session_id, price_cents=0, refusal=Refusal.OFFER_GONE, anonymous=account_id is None)
    if not offer.by_account:
        return Quote(
            session_id=session_id,
            price_cents=offer.price_cents,
            refusal=NotForSale.NOT_BY_ACCOUNT,
            anonymous=account_id is None,
        )
    law = rules.law_on(on)
    facts = _facts(account_id, by=by, on=on)
    sharing = completing.completed(
        law,
        facts or _enough_for(offer.price_cents),
        purchase.priced(offer),
        lambda: completing.course_offered(offer),
        about=session_id,
        attempt=0,
        starts_on=starts_on or offer.starts_on,
        explained=True,
    )
    refusal = (
        (purchase.refusal_of_account(facts, offer.action_kind) if facts is not None else None)
        or sharing.refusal
        or purchase.refusal_of_offer(offer, on)
        or _refusal_of_start(offer, starts_on, on)
        or (_already(account_id, session_id) if account_id else None)
    )
    return _quote(
        sharing,
        session_id=session_id,
        price_cents=offer.price_cents,
        refusal=refusal,
        starts_on=starts_on or offer.starts_on,
        earliest_start=purchase.earliest_start(on),
        anonymous=account_id is None,
    )


def earliest_start(on: date) -> date:
    """The first day on which a session asked for on that day may start."""
    return purchase.earliest_start(on)


def most_paid(own_cents: int, others_cents: int, *, on: date) -> tuple[int, tuple[tuple[str, int], ...]]:
    """The dearest price that a holder’s money pays, the participation apart: of most kinds of action, and as (kind,
    cents) of those on which the law lets them spend less of their own rights.
    """
    law = rules.law_on(on)
    caps = {action: rules.cap_on_rights(law, action) for action in rules.Action}
    capped = [(kind.value, cap + others_cents) for kind, cap in caps.items() if cap is not None and cap < own_cents]
    return own_cents + others_cents, tuple(capped)


def quotes_for(
    account_id: UUID | None, offers: Sequence[Priced], *, by: Actor = ANONYMOUS, on: date
) -> dict[UUID, Quote]:
    """What each offer of a page of results would cost, by its id: one look at the account, no look at the catalogue.

    Only the law's own refusals, and that of an account not open, are told here; the offer page asks the rest.
    """
    law = rules.law_on(on)
    facts = _facts(account_id, by=by, on=on)
    answers = {}
    for offer in offers:
        sharing = purchase.share_out(law, facts or _enough_for(offer.price_cents), offer)
        answers[offer.id] = _quote(
            sharing,
            session_id=offer.id,
            price_cents=offer.price_cents,
            refusal=(purchase.refusal_of_account(facts, rules.Action(offer.action_kind)) if facts else None)
            or sharing.refusal,
            anonymous=account_id is None,
        )
    return answers


def quotes(
    account_id: UUID | None, session_ids: Iterable[UUID], *, by: Actor = ANONYMOUS, on: date
) -> dict[UUID, Quote]:
    """`quotes_for` by the ids of sessions, prices looked up in the catalogue; unknown ids are left out.

    So is what the account does not pay for.
    """
    offers = catalogue.offered_many(session_ids).values()
    return quotes_for(account_id, [purchase.priced(offer) for offer in offers if offer.by_account], by=by, on=on)


def _facts(account_id: UUID | None, *, by: Actor, on: date) -> FundingFacts | None:
    if account_id is None:
        return None
    permissions.require_account(by, account_id, permissions.QUOTE)
    facts = accounts.funding_facts(account_id, on=on)
    if facts is None:
        raise Refused(Refusal.ACCOUNT_NOT_OPEN)
    return facts


def _enough_for(price_cents: int) -> FundingFacts:
    """The facts of nobody in particular: rights enough for the price, so that what remains is what all must pay."""
    return purchase.anybody(price_cents)


def _refusal_of_start(offer: OfferedSession, starts_on: date | None, on: date) -> StrEnum | None:
    # On the offer page of a permanent entry no day is chosen yet: that is a question to come, not a refusal.
    refusal = purchase.refusal_of_start(offer, starts_on, on)
    return None if refusal is Refusal.START_REQUIRED else refusal


def _already(account_id: UUID, session_id: UUID) -> Refusal | None:
    exists = Enrolment.objects.live().filter(account_id=account_id, session_id=session_id).exists()
    return Refusal.ALREADY_REQUESTED if exists else None


def _quote(sharing: purchase.Sharing, **facts: Any) -> Quote:
    return Quote(
        lines=sharing.shares,
        rights_cents=sharing.rights_cents,
        third_party_cents=sharing.third_party_cents,
        holder_pays_cents=sharing.holder_pays_cents,
        card_cents=sharing.card_cents,
        participation_cents=sharing.split.participation_cents,
        working=sharing.split,
        answers=sharing.answers,
        askable=sharing.askable,
        **facts,
    )


def proposal_quote(enrolment_id: UUID, *, by: Actor, on: date) -> Quote:
    """Who would pay what if the holder confirmed this proposal on that day: what the confirmation page shows."""
    enrolment = visible_by_id(by, enrolment_id)
    permissions.require_account(by, enrolment.account_id, permissions.QUOTE)
    try:
        sharing = completing.sharing_of(enrolment, on=on, explained=True)
    except Refused as refused:
        # A frozen account buys nothing; its holder may still look at what they asked for, and give it up.
        return Quote(
            session_id=enrolment.session_id,
            price_cents=enrolment.price_cents,
            refusal=refused.reason,
            starts_on=enrolment.starts_on,
        )
    return _quote(
        sharing,
        session_id=enrolment.session_id,
        price_cents=enrolment.price_cents,
        refusal=sharing.refusal or purchase.refusal_of_sale(enrolment, on),
        starts_on=enrolment.starts_on,
    )


def basket_of(enrolment_id: UUID, *, on: date) -> str:
    """What a fresh proof of identity is bound to: this enrolment, its price, its start, and who pays what.

    A digest; it changes as soon as one of them does, so that nobody confirms something else than they read.
    """
    enrolment = BY_ID.first(id=enrolment_id)
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    return digest(enrolment, completing.sharing_of(enrolment, on=on))


def digest(enrolment: Enrolment, sharing: purchase.Sharing) -> str:
    """The digest of `basket_of`, for a sharing already made."""
    basket = [
        str(enrolment.id),
        enrolment.price_cents,
        enrolment.starts_on.isoformat(),
        [[line.source, str(line.purse_id or ""), line.amount_cents] for line in sharing.shares],
    ]
    return hashlib.sha256(json.dumps(basket).encode()).hexdigest()
