"""How a right is granted otherwise than by a year of work: a row that keeps facts and working, and its movement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from typing import Any

from django.conf import settings
from django.db.models import Q

from acquis.journal.actions import record
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house

from . import events, purses
from .leading import led_to
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

#: The rights that a person has once, whatever reference they come under, and what of their facts tells two apart.
ONCE: Mapping[GrantGround, tuple[str, ...]] = {
    GrantGround.ENGAGEMENT: ("year", "activity"),
    GrantGround.OLD_HOURS: (),
    GrantGround.ELECTED: ("year",),
}


def known(reference: str, account: Account, ground: GrantGround, facts: Mapping[str, Any]) -> Grant | None:
    """The grant that stands under this reference, or for this same right of the person.

    Refused when it stands for other facts, was withdrawn, or went to the account of the person whose it was.
    """
    grant = same_right(account, ground, facts) or where_it_is(reference)
    if grant is None:
        return None
    if grant.withdrawn_at is not None:
        raise Refused(Refusal.GRANT_WITHDRAWN, reference=reference)
    is_own = grant.account_id in led_to([account.id]).with_led([account.id])
    if grant.origin and not is_own:
        raise Refused(Refusal.GRANT_HANDED_OVER)
    if not is_own or (grant.ground, grant.facts) != (ground.value, plain(facts)):
        raise Refused(Refusal.REFERENCE_REUSED)
    return grant


def within_reach(cents: int, by: Actor, field: str = "amount_cents") -> None:
    """Refuse a sum that an agent may not write alone, but may propose (`propose_grant`). The system writes what a
    payer's own service brings, and what two agents have decided."""
    if not by.has(Role.SYSTEM) and not is_within_reach(cents):
        raise Refused(Refusal.TOO_MUCH_FOR_ONE, most=settings.ACQUIS.one_agent_most_euros, field=field)


def is_within_reach(cents: int) -> bool:
    """Whether one agent alone may write this sum."""
    return cents <= int(settings.ACQUIS.one_agent_most_euros) * 100


def in_turn(reference: str) -> str:
    """For a right that is given once: the reference under which it stands, or may be given again once withdrawn."""
    turns = _turns(reference)
    return next(turn for turn in turns if (grant := where_it_is(turn)) is None or grant.withdrawn_at is None)


def unused(reference: str) -> str:
    """For a right that is known by its facts and given anew: the first such reference that was never used."""
    return next(turn for turn in _turns(reference) if not Grant.objects.filter(pk=turn).exists())


def _turns(reference: str) -> Iterator[str]:
    yield reference
    for times in count(2):
        yield f"{reference} time {times}"


def where_it_is(reference: str) -> Grant | None:
    """The grant first given under this reference, where it is now: another person may have received it since."""
    return Grant.objects.filter(Q(pk=reference) | Q(origin=reference), handed_over_at=None).first()


def same_right(account: Account, ground: GrantGround, facts: Mapping[str, Any]) -> Grant | None:
    """For a right that a person has once: what stands for it on the account, or on those that lead to it."""
    if ground not in ONCE:
        return None
    told = plain(facts)
    own = led_to([account.id]).with_led([account.id])
    alike = {f"facts__{name}": told[name] for name in ONCE[ground]}
    standing = Grant.objects.filter(account_id__in=own, withdrawn_at=None, handed_over_at=None)
    return standing.filter(ground=ground, **alike).order_by("recorded_at", "pk").first()


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
