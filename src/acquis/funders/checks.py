"""What must always be true of envelopes: they hold what was given less what was promised, and no promise is idle."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Sum

from acquis.journal.checks import check
from acquis.ledger import queries as ledger
from acquis.ledger.types import House, house

from .envelopes import free_cents
from .models import Convention, Promise, Provision
from .types import ConventionState, PromiseState

_PREPARING = (ConventionState.DRAFT, ConventionState.SUBMITTED, ConventionState.DISCARDED)


@check("funders: every envelope holds what it was given and has not promised")
def envelopes_hold_what_is_left() -> Iterable[str]:
    envelopes = Convention.objects.exclude(state__in=_PREPARING).values_list("envelope_id", flat=True).distinct()
    for envelope in envelopes.order_by("envelope_id"):
        given = Provision.objects.filter(envelope_id=envelope).aggregate(s=Sum("amount_cents"))["s"] or 0
        left = Promise.objects.filter(envelope_id=envelope).aggregate(s=Sum(F("amount_cents") - F("returned_cents")))
        held = free_cents(envelope)
        if held != given - (left["s"] or 0):
            yield f"envelope {envelope} holds {held} cents where {given - (left['s'] or 0)} should be left"


@check("funders: nothing promised lies idle in its purse")
def no_promise_is_idle() -> Iterable[str]:
    for row in Promise.objects.exclude(state=PromiseState.RETURNED).order_by("pk").iterator(chunk_size=500):
        free = ledger.balances([row.id])[row.id].available_cents
        if free:
            yield f"promise {row.id} has {free} cents that neither pay its enrolment nor went back"


@check("funders: what passes from envelopes to purses leaves nothing behind")
def nothing_stays_on_the_way() -> Iterable[str]:
    sums = ledger.house_sums()[house(House.FUNDERS_PROMISED)]
    if sums.balance_cents:
        yield f"{sums.balance_cents} cents are between envelopes and purses"
