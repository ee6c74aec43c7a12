"""How a right is granted otherwise than by a year of work: a row that keeps facts and working, and its movement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings

from acquis.journal.actions import record
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house

from . import events, purses
from .models import Account, Grant
from .types import GrantGround, PurseKind, Refusal

#: Whence each grant came, and whither it goes back; a conversion is not a gift, and is not taken back.
SOURCES = {
    GrantGround.ENGAGEMENT: House.RIGHTS_ISSUED,
    GrantGround.OLD_HOURS: House.RIGHTS_ISSUED,
    GrantGround.ELECTED: House.RIGHTS_ISSUED,
    GrantGround.UNFITNESS_PREVENTION: House.HOURS_ISSUED,
    GrantGround.PREVENTION_POINTS: House.TOP_UPS_RECEIVED,
    GrantGround.ACCIDENT: House.TOP_UPS_RECEIVED,
    GrantGround.CORRECTIVE: House.TOP_UPS_RECEIVED,
    GrantGround.DISMISSAL: House.TOP_UPS_RECEIVED,
    GrantGround.AGREEMENT: House.TOP_UPS_RECEIVED,
    GrantGround.WHISTLEBLOWER: House.TOP_UPS_RECEIVED,
    GrantGround.PLATFORM: House.TOP_UPS_RECEIVED,
}


def known(reference: str, account: Account, ground: GrantGround, facts: Mapping[str, Any]) -> Grant | None:
    """The grant that stands under this reference; refused when it stands for other facts, or was withdrawn."""
    grant = Grant.objects.filter(pk=reference).first()
    if grant is None:
        return None
    if grant.withdrawn_at is not None:
        raise Refused(Refusal.GRANT_WITHDRAWN, reference=reference)
    if (grant.account_id, grant.ground, grant.facts) != (account.id, ground.value, plain(facts)):
        raise Refused(Refusal.REFERENCE_REUSED)
    return grant


def within_reach(cents: int, by: Actor, field: str = "amount_cents") -> None:
    """Refuse a sum that an agent may not write alone; what a payer's own file brings is written by the system."""
    most = settings.ACQUIS.one_agent_most_euros
    if not by.has(Role.SYSTEM) and cents > most * 100:
        raise Refused(Refusal.TOO_MUCH_FOR_ONE, most=most, field=field)


def in_turn(reference: str) -> str:
    """For a right that is given once: the reference under which it stands, or may be given again once withdrawn."""
    turn, times = reference, 1
    while Grant.objects.filter(pk=turn, withdrawn_at__isnull=False).exists():
        times += 1
        turn = f"{reference} time {times}"
    return turn


def write(
    *,
    account: Account,
    kind: PurseKind,
    ground: GrantGround,
    reference: str,
    facts: Mapping[str, Any],
    working: Any,
    amount: int,
    source: House,
    code: Code = Code.GRANT,
    by: Actor,
    at: datetime,
) -> Grant:
    """Move `amount` (cents, or hundredths of an hour) from the house into the purse of this kind, or back if negative.

    The purse is opened when there is none; nothing moves when the ceiling has left nothing.
    """
    purse_id = purses.open_single([account.id], kind, by=by, at=at)[account.id]
    moved_under = f"grant {reference} {kind.value}" if amount else ""
    if amount:
        sides = (house(source), purse_id) if amount > 0 else (purse_id, house(source))
        post(
            transfers=[
                Transfer(
                    owner=account.id,
                    debit=sides[0],
                    credit=sides[1],
                    amount_cents=abs(amount),
                    code=code,
                    effective_on=day_of(at),
                    reference=moved_under,
                )
            ],
            by=by,
            at=at,
        )
    return keep(
        account=account,
        purse_id=purse_id,
        kind=kind,
        ground=ground,
        reference=reference,
        facts=facts,
        working=working,
        amount=amount,
        moved_under=moved_under,
        by=by,
        at=at,
    )


def keep(
    *,
    account: Account,
    purse_id: Any,
    kind: PurseKind,
    ground: GrantGround,
    reference: str,
    facts: Mapping[str, Any],
    working: Any,
    amount: int,
    moved_under: str,
    by: Actor,
    at: datetime,
) -> Grant:
    """Keep the facts and the working of money that has moved under the reference `moved_under`, and tell it."""
    grant = Grant.objects.create(
        reference=reference,
        account=account,
        purse_id=purse_id,
        ground=ground.value,
        facts=plain(facts),
        working=plain(working),
        amount=amount,
        granted_on=day_of(at),
        recorded_at=at,
        transfer_reference=moved_under,
    )
    record(
        events.Granted(
            about=account.id,
            account_id=account.id,
            ground=ground.value,
            purse_kind=kind.value,
            amount=amount,
            reference=reference,
        ),
        by=by,
        at=at,
    )
    return grant


def plain(values: Any) -> Any:
    """Facts or a working as JSON carries them: days as text, members of enumerations by their value."""
    if is_dataclass(values) and not isinstance(values, type):
        return plain(asdict(values))
    if isinstance(values, Mapping):
        return {str(name): plain(value) for name, value in values.items()}
    if isinstance(values, date):
        return values.isoformat()
    return values.value if isinstance(values, StrEnum) else values
