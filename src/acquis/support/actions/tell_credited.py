"""Tell everybody of a slice what the yearly run gave them: written by thousands, sent by one job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.kit import clock
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import jobs, permissions
from ..models import Message, Sending, Wish
from ..types import Channel, Kind
from .tell import STALE


@act
def tell_credited(*, run: int, year: int, given: Sequence[tuple[UUID, int]], by: Actor, at: datetime) -> int:
    """How many messages were written. `given` are (account, cents) pairs, signed; a run tells each account once."""
    permissions.TELL.require_any(by)

    reference = f"crediting run {run}"
    ids = [account for account, _cents in given]
    known = set(Message.objects.filter(account_id__in=ids, reference=reference).values_list("account_id", flat=True))
    held = accounts.holders_and_totals(ids, on=day_of(at))
    wishes = {wish.person_id: wish for wish in Wish.objects.filter(pk__in=[person for person, _cents in held.values()])}

    # After this point the messages must be written.
    messages = [
        Message(
            account_id=account,
            person_id=held[account][0],
            kind=Kind.RIGHTS_CREDITED,
            values={"year": year, "given_cents": cents, "balance_cents": held[account][1]},
            reference=reference,
            at=at,
        )
        for account, cents in given
        if account in held and account not in known
    ]
    Message.objects.bulk_create(messages, batch_size=2_000)
    if clock.now() - at <= STALE:
        sendings = [
            Sending(message=message, channel=way)
            for message in messages
            for way in _ways(wishes.get(held[message.account_id][0]))
        ]
        Sending.objects.bulk_create(sendings, batch_size=5_000)
        if sendings:
            jobs.send_slice.defer(reference=reference, first=str(min(ids)), last=str(max(ids)))
    return len(messages)


def _ways(wish: Wish | None) -> list[Channel]:
    by_email = [Channel.EMAIL] if wish is None or wish.email else []
    return [*by_email, Channel.TEXT] if wish is not None and wish.text else by_email
