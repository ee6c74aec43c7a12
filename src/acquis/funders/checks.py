"""What must always be true of envelopes: they hold what was given less what was promised, and no promise is idle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Sum

from acquis.journal.checks import check
from acquis.kit import clock
from acquis.ledger import queries as ledger
from acquis.ledger.types import House, house

from .envelopes import free_cents
from .models import AidRequest, Convention, Promise, Provision
from .types import OPEN, ConventionState, PromiseState

#: How late a worker may be before a missing job is a fault.
PATIENCE = timedelta(days=1)
_PREPARING = (ConventionState.DRAFT, ConventionState.SUBMITTED, ConventionState.DISCARDED)


@check("funders: every envelope holds what it was given and has not promised")
def envelopes_hold_what_is_left() -> Iterable[str]:
    envelopes = Convention.objects.exclude(state__in=_PREPARING).values_list("envelope_id", flat=True).distinct()
    for envelope in envelopes.order_by("envelope_id"):
        given = Provision.objects.filter(envelope_id=envelope).aggregate(s=Sum("amount_cents"))["s"] or 0
        left = Promise.objects.filter(envelope_id=envelope).aggregate(s=Sum(F("amount_cents") - F("returned_cents")))
        aside = AidRequest.objects.filter(envelope_id=envelope).aggregate(s=Sum("held_cents"))
        held, expected = free_cents(envelope), given - (left["s"] or 0) - (aside["s"] or 0)
        if held != expected:
            yield f"envelope {envelope} holds {held} cents where {expected} should be left"


@check("funders: nothing promised lies idle in its purse")
def no_promise_is_idle() -> Iterable[str]:
    for row in Promise.objects.exclude(state=PromiseState.RETURNED).order_by("pk").iterator(chunk_size=500):
        free = ledger.balances([row.id])[row.id].available_cents
        if free:
            yield f"promise {row.id} has {free} cents that neither pay its enrolment nor went back"


@check("funders: what is set aside for a request is in its account, to the cent")
def what_is_asked_is_set_aside() -> Iterable[str]:
    for row in AidRequest.objects.order_by("pk").iterator(chunk_size=500):
        held = ledger.balances([row.id])[row.id].available_cents
        if held != row.held_cents:
            yield f"request {row.id} says that {row.held_cents} cents are set aside, and its account holds {held}"


@check("funders: no answer is long past its delay")
def no_answer_is_forgotten() -> Iterable[str]:
    late = AidRequest.objects.filter(state__in=[each.value for each in OPEN], due_at__lt=clock.now() - PATIENCE)
    for row in late.order_by("pk").iterator(chunk_size=500):
        yield f"request {row.id} is {row.state} since its delay ended on {row.due_at:%Y-%m-%d}"


@check("funders: what passes from envelopes to purses leaves nothing behind")
def nothing_stays_on_the_way() -> Iterable[str]:
    sums = ledger.house_sums()[house(House.FUNDERS_PROMISED)]
    if sums.balance_cents:
        yield f"{sums.balance_cents} cents are between envelopes and purses"
