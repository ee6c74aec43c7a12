"""What must always be true of endowments: an order tells what reached the accounts, and nothing reaches them else."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Sum

from acquis.accounts import queries as accounts
from acquis.journal.checks import check

from .models import Line, Order
from .taking import reference
from .types import LineState, OrderState

_PAID = (OrderState.CREDITING, OrderState.CREDITED)


@check("endowing: an order counts its lines")
def orders_count_their_lines() -> Iterable[str]:
    for row in Order.objects.defer("file_sealed").annotate(found=Count("lines"), cents=Sum("lines__amount_cents")):
        if (row.found, row.cents or 0) != (row.lines_count, row.total_cents):
            told = f"{row.lines_count} lines and {row.total_cents} cents"
            yield f"order {row.pk} says {told}, and has {row.found} and {row.cents or 0}"


@check("endowing: a line is credited when, and only when, its payment is on an account")
def lines_are_credited_once() -> Iterable[str]:
    for order_id in Order.objects.filter(state__in=_PAID).order_by("pk").values_list("pk", flat=True):
        states = {
            reference(order_id, place): state
            for place, state in Line.objects.filter(order=order_id).values_list("place", "state")
        }
        credited = {name for name, state in states.items() if state == LineState.CREDITED}
        given = accounts.payments_given(states)
        for name in sorted(credited ^ given):
            yield f"{name} is {states[name]}, and its payment is {'' if name in given else 'not '}on an account"


@check("endowing: an order that is credited has no line that waits")
def nothing_waits_in_what_is_done() -> Iterable[str]:
    late = Order.objects.filter(state=OrderState.CREDITED, lines__state=LineState.TAKEN).distinct()
    for pk in late.values_list("pk", flat=True):
        yield f"order {pk} is credited, and lines of it wait"
