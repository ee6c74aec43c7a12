"""A mandate of a local elected official is written: from it run the anniversaries of their own right (CGCT L1621-3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Account, Mandate
from ..types import AccountState, Refusal


@act
def declare_mandate(*, account_id: UUID, first_round_on: date, proof: str = "", by: Actor, at: datetime) -> UUID:
    """The mandate; the same first round is the same mandate. Several give one right a year. `proof`: what was seen."""
    account = Account.objects.locked(account_id)

    permissions.JUDGE.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING_VOLUNTEERS_RIGHTS:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if first_round_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)
    if known := Mandate.objects.filter(account=account, first_round_on=first_round_on).first():
        return known.id

    # After this point the declaration must succeed.
    mandate = Mandate.objects.create(account=account, first_round_on=first_round_on)

    record(events.MandateDeclared(about=account.id, account_id=account.id, proof=proof.strip()), by=by, at=at)
    return mandate.id
