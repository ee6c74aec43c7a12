"""A mandate ends; what its right holds may be used for some months more, then lapses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Account, Mandate
from ..types import Refusal


@act
def end_mandate(*, mandate_id: UUID, ended_on: date, by: Actor, at: datetime) -> None:
    mandate = Mandate.objects.filter(pk=mandate_id).first()
    if mandate is None:
        raise Refused(Refusal.MANDATE_UNKNOWN)
    account = Account.objects.locked(mandate.account_id)

    permissions.JUDGE.require(by, account)
    if ended_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)
    if ended_on < mandate.first_round_on:
        raise Refused(Refusal.PERIOD_REVERSED)
    if mandate.ended_on == ended_on:
        return

    # After this point the end must succeed.
    mandate.ended_on = ended_on
    mandate.save(update_fields=["ended_on"])

    record(events.MandateEnded(about=account.id, account_id=account.id), by=by, at=at)
