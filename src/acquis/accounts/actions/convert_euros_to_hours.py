"""Somebody who joins the public service turns their euros into hours (décret 2017-928 art. 3).

Yearly rights at one price an hour, the volunteers' counter at another, each to the nearest whole hour. Whether only
what fits under the ceiling in hours may be turned is an open question of the register.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import Code, House
from acquis.rules import Conversion, Converted, Counter, Law

from .. import granting, held, permissions
from ..hours import HOUR
from ..law import converted, law_of
from ..models import Account, Grant
from ..types import AccountState, GrantGround, PurseKind, Refusal

_FROM = ((PurseKind.YEARLY, Counter.RIGHTS_CENTS), (PurseKind.CEC, Counter.CEC_CENTS))


@act
def convert_euros_to_hours(*, account_id: UUID, joined_on: date, by: Actor, at: datetime) -> int:
    """The whole hours that the holder's euros gave; asked again for the same joining, the same answer."""
    account = Account.objects.locked(account_id)

    permissions.CONVERT.require(by, account)
    if AccountState(account.state) is not AccountState.OPEN:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    reference = f"joined {joined_on.isoformat()} {account.id}"
    if grant := Grant.objects.filter(pk=f"{reference} hours").first():
        return grant.amount // HOUR
    if joined_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)

    law = law_of(day_of(at))
    room = _room(law, account)
    taken: list[tuple[PurseKind, int, int, Converted]] = []
    for kind, counter in _FROM:
        cents = held.in_purse(account, kind).available_cents
        given, answer = converted(law, Conversion(source=counter, target=Counter.HOURS, amount=cents))
        if room is not None and given > room:
            # What does not fit stays in euros.
            cents = room * (answer.rate_cents or 0)
            given, answer = converted(law, Conversion(source=counter, target=Counter.HOURS, amount=cents))
        if given:
            taken.append((kind, cents, given, answer))
            room = None if room is None else room - given
    hours = sum(given for _kind, _cents, given, _answer in taken)
    if not hours:
        raise Refused(Refusal.NOTHING_TO_CONVERT)

    # After this point every side must succeed.
    facts = {"joined_on": joined_on, "cents": {kind.value: cents for kind, cents, _given, _answer in taken}}
    working = {kind.value: answer for kind, _cents, _given, answer in taken}
    sides = [(kind, -cents, House.RIGHTS_CONVERTED, kind.value) for kind, cents, _given, _answer in taken]
    for kind, amount, source, side in (*sides, (PurseKind.HOURS, hours * HOUR, House.HOURS_CONVERTED, "hours")):
        granting.write(
            account=account,
            kind=kind,
            ground=GrantGround.EUROS_TO_HOURS,
            reference=f"{reference} {side}",
            facts=facts,
            working=working,
            amount=amount,
            source=source,
            code=Code.CONVERSION,
            by=by,
            at=at,
        )
    return hours


def _room(law: Law, account: Account) -> int | None:
    """How many whole hours still fit, under the reading that caps the conversion; None under the other."""
    if not law.conversion.hours_conversion_capped:
        return None
    ceiling = law.credit.public_agent_ceiling_hours or 0
    return max(0, ceiling - held.in_purse(account, PurseKind.HOURS).posted_cents // HOUR)
