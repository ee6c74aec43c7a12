"""A mandate of a local elected official is written: from it run the anniversaries of their own right (CGCT L1621-3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules import FIRST_DAY

from .. import events, lifecycle, permissions
from ..models import Account, Mandate
from ..types import AccountState, Refusal

#: No local mandate is longer (L227 code électoral): one that was over before our first day gives nothing here.
LONGEST_YEARS = 6
#: Nobody stands for election before this age, in years (L44, L228 code électoral).
OF_AGE = 18


@act
def declare_mandate(*, account_id: UUID, first_round_on: date, proof: str = "", by: Actor, at: datetime) -> UUID:
    """The mandate; the same first round is the same mandate. Several give one right a year. `proof`: what was seen."""
    account = Account.objects.locked(account_id)

    permissions.JUDGE.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING_VOLUNTEERS_RIGHTS:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if first_round_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME, field="first_round_on")
    if first_round_on.year < FIRST_DAY.year - LONGEST_YEARS:
        raise Refused(Refusal.DAY_TOO_EARLY, field="first_round_on")
    if any(_age(born_on, first_round_on) < OF_AGE for _person, born_on in people.births_of([account.person_id])):
        raise Refused(Refusal.BEFORE_BIRTH, field="first_round_on")
    if known := Mandate.objects.filter(account=account, first_round_on=first_round_on).first():
        return known.id

    # After this point the declaration must succeed.
    mandate = Mandate.objects.create(account=account, first_round_on=first_round_on)

    record(events.MandateDeclared(about=account.id, account_id=account.id, proof=proof.strip()), by=by, at=at)
    return mandate.id


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
