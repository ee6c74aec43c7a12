"""How lines are taken into an order: whose they are, whether their account can receive, and what each would become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from acquis.accounts import queries as accounts
from acquis.accounts.types import AccountState
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.kit.sql import append
from acquis.people import queries as people

from . import grounds
from .models import Line, LineFault, Order
from .types import Asked, Fault, Ground, RefusedLine

_RECEIVING = frozenset({AccountState.OPEN, AccountState.FROZEN})
#: Whoever gives a number never learns whose it is: the system looks.
_LOOKS = system("endowing")


NOBODY = UUID(int=0)


class _Tried(Exception):
    """A line was tried, and leaves nothing."""


def reference(order_id: UUID, place: int) -> str:
    """What a line's payment is known by on the account."""
    return f"order {order_id} {place}"


def next_place(order: Order) -> int:
    """Where a line may be added: after all the others, those that were refused included. A heading is the first."""
    lasts = (each.objects.filter(order=order).aggregate(last=Max("place"))["last"] for each in (Line, LineFault))
    return max(1, *(last or 0 for last in lasts)) + 1


def take(order: Order, asked: Sequence[Asked | RefusedLine], *, by: Actor, at: datetime) -> list[RefusedLine]:
    """Write what is right of these lines into the order, and why the others are not; part of an act."""
    sound = [each for each in asked if isinstance(each, Asked)]
    refused = [each for each in asked if isinstance(each, RefusedLine)]
    persons = people.persons_named([(each.nir, each.name) for each in sound], by=_LOOKS)
    found = accounts.accounts_of(set(persons.values()))
    states = accounts.states_of(set(found.values()))
    inside = set(
        Line.objects.filter(order=order, account_id__any_of=found.values()).values_list("account_id", flat=True)
    )
    taken = []
    for each in sound:
        account_id = found.get(persons.get((each.nir, each.name), NOBODY))
        fault = Fault.NOBODY if account_id is None else None
        if account_id is not None and states[account_id] not in _RECEIVING:
            fault = Fault.ACCOUNT_OVER
        elif account_id in inside:
            fault = Fault.TWICE
        elif account_id is not None and order.ground != Ground.VOLUNTARY:
            fault = _tried(order, account_id, each, at=at)
        if fault is not None or account_id is None:
            column = "montant" if fault in (Fault.NOT_DUE, Fault.OTHER_AMOUNT_DUE) else "nir"
            refused.append(RefusedLine(place=each.place, fault=fault or Fault.NOBODY, column=column))
            continue
        inside.add(account_id)
        taken.append(
            Line(
                order=order,
                place=each.place,
                account_id=account_id,
                amount_cents=each.amount_cents,
                mark=each.mark,
            )
        )
    append(taken)
    append([LineFault(order=order, place=each.place, column=each.column, fault=each.fault.value) for each in refused])
    order.lines_count += len(taken)
    order.total_cents += sum(each.amount_cents for each in taken)
    order.refused_count += len(refused)
    return refused


def _tried(order: Order, account_id: UUID, asked: Asked, *, at: datetime) -> Fault | None:
    """What the act of the ground would answer: it judges, gives, and all of it is taken back."""
    given = 0
    try:
        with transaction.atomic():
            purse_id = grounds.give(
                Ground(order.ground),
                order.facts,
                account_id=account_id,
                amount_cents=asked.amount_cents,
                label=order.payer_name,
                reference=reference(order.id, asked.place),
                by=_LOOKS,
                at=at,
            )
            given = accounts.purse_total(purse_id)
            raise _Tried
    except _Tried:
        return None if given == asked.amount_cents else Fault.OTHER_AMOUNT_DUE
    except Refused:
        return Fault.NOT_DUE
