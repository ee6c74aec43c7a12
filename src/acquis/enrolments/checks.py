"""What must always be true of enrolments: every euro accounted for, every step on the path, nobody forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from acquis.funders import queries as funders
from acquis.journal.checks import check
from acquis.kit import clock
from acquis.ledger import queries as ledger
from acquis.ledger.types import House, MovementState, house
from acquis.treasury import queries as treasury

from . import lifecycle
from .models import Control, Enrolment, Personalisation, Rescheduling
from .types import ENDS, HOLDING, Act, BillingState, ControlState, ReschedulingState, State

COMMITMENTS = house(House.COMMITMENTS)
#: How late a worker may be before a missing job is a fault.
PATIENCE = timedelta(days=1)
#: The states that only the calendar ends, each by its job.
ENDED_BY_THE_DAY = (
    State.REQUESTED,
    State.UNDER_REVIEW,
    State.PROPOSED,
    State.AWAITING_FUNDER,
    State.AWAITING_PAYMENT,
    State.SERVICE_DECLARED,
)
#: Where an aid that was granted waits to be used.
_NOT_CONFIRMED = (State.PROPOSED, State.AWAITING_FUNDER, State.AWAITING_PAYMENT)

#: An enrolment that holds and the place it holds, side by side, where one of the two is missing or is elsewhere.
_PLACES_APART = """
    SELECT e.id, e.session_id, h.reference, h.session_id
      FROM (SELECT o.id, o.session_id FROM enrolments_enrolment o JOIN catalogue_session s ON s.id = o.session_id
             WHERE o.state = ANY(%s)) e
      FULL JOIN catalogue_heldplace h ON h.reference = e.id
     WHERE h.session_id IS DISTINCT FROM e.session_id
"""


def _committed(enrolment: Enrolment) -> tuple[int, int]:
    """What is left on COMMITMENTS about an enrolment, and what is still held towards it; cents."""
    left = held = 0
    for movement in ledger.about(enrolment.id):
        # Each movement is seen from the account it leaves: it is negative there, and comes in at its counterpart.
        if COMMITMENTS not in (movement.account, movement.counterpart):
            continue
        amount = movement.amount_cents if movement.account == COMMITMENTS else -movement.amount_cents
        if movement.state == MovementState.POSTED:
            left += amount
        elif movement.state == MovementState.RESERVED:
            held += amount
    return left, held


def _each(**which: object) -> Iterator[Enrolment]:
    return Enrolment.objects.filter(**which).order_by("pk").iterator(chunk_size=500)


@check("enrolments: an ended enrolment leaves nothing on COMMITMENTS")
def ended_enrolments_are_settled() -> Iterable[str]:
    for enrolment in _each(state__in=ENDS):
        left, held = _committed(enrolment)
        if left or held:
            yield f"enrolment {enrolment.id} ended with {left} cents left and {held} held on COMMITMENTS"


@check("enrolments: an order that stands is funded for its whole price")
def standing_orders_are_funded() -> Iterable[str]:
    standing = (State.CONFIRMED, State.IN_TRAINING, State.EXITED, State.SERVICE_DECLARED)
    for enrolment in _each(state__in=standing):
        left, held = _committed(enrolment)
        if left + held + enrolment.deposit_cents != enrolment.price_cents:
            yield (
                f"enrolment {enrolment.id}: {left} on COMMITMENTS, {held} held, {enrolment.deposit_cents} of deposit "
                f"do not make its price of {enrolment.price_cents} cents"
            )


@check("enrolments: what is paid, returned, kept and lost makes the price")
def endings_make_the_price() -> Iterable[str]:
    for enrolment in _each(state__in=ENDS, confirmed_at__isnull=False):
        parts = (
            enrolment.provider_cents,
            enrolment.returned_cents,
            enrolment.kept_cents,
            enrolment.lapsed_cents,
            -enrolment.borne_cents,
        )
        if sum(part or 0 for part in parts) != enrolment.price_cents:
            yield f"enrolment {enrolment.id}: its ending {parts} does not make its price {enrolment.price_cents}"


@check("enrolments: every history is a path of the lifecycle")
def histories_are_paths() -> Iterable[str]:
    for enrolment in Enrolment.objects.order_by("pk").prefetch_related("steps").iterator(chunk_size=500):
        state: str = ""
        for rank, step in enumerate(sorted(enrolment.steps.all(), key=lambda s: s.rank), start=1):
            move = lifecycle.MOVES[Act(step.act)]
            starts_well = step.source == state and (state in move.sources if state else not move.sources)
            if step.rank != rank or not starts_well or step.target != move.target:
                yield f"enrolment {enrolment.id}: step {step.rank} ({step.act}) does not follow {state or 'nothing'}"
            state = step.target
        if state != enrolment.state:
            yield f"enrolment {enrolment.id} is {enrolment.state}, but its history leads to {state}"


@check("enrolments: no delay is long past")
def no_delay_is_forgotten() -> Iterable[str]:
    now = clock.now()
    overdue = Enrolment.objects.filter(state__in=ENDED_BY_THE_DAY, due_at__lt=now - PATIENCE)
    # What is under control waits for a decision, and is taken up again when it is released.
    for enrolment in overdue.exclude(control_state=ControlState.IN_CONTROL, state=State.SERVICE_DECLARED).iterator():
        yield f"enrolment {enrolment.id} is {enrolment.state} since its delay ended on {enrolment.due_at:%Y-%m-%d}"
    for enrolment in _each(state__in=ENDED_BY_THE_DAY, due_at__isnull=True):
        yield f"enrolment {enrolment.id} is {enrolment.state} without a day"


@check("enrolments: one that waits for a funder has asked it, and no other does")
def who_waits_has_asked() -> Iterable[str]:
    for enrolment in _each(funder_asked_at__isnull=False):
        waits, asked = enrolment.state == State.AWAITING_FUNDER, funders.asked_until(enrolment.id) is not None
        held = funders.set_aside_for(enrolment.id)
        if asked and not waits:
            yield f"enrolment {enrolment.id} is {enrolment.state}, and a funder is still asked for it"
        if held and enrolment.state not in _NOT_CONFIRMED:
            yield f"enrolment {enrolment.id} is {enrolment.state}, and {held} cents are still set aside for it"
    for enrolment in _each(state=State.AWAITING_FUNDER, funder_asked_at__isnull=True):
        yield f"enrolment {enrolment.id} waits for a funder that nobody asked"


@check("enrolments: only a declared service waits to be billed")
def billing_follows_the_state() -> Iterable[str]:
    for enrolment in _each(billing_state=BillingState.TO_BILL):
        if enrolment.state != State.SERVICE_DECLARED:
            yield f"enrolment {enrolment.id} is {enrolment.state} and waits to be billed"


@check("enrolments: a personalised enrolment is what was proposed to its holder")
def personal_offers_stand() -> Iterable[str]:
    for kept in Personalisation.objects.select_related("enrolment").iterator(chunk_size=500):
        enrolment = kept.enrolment
        # Days that both agreed on afterwards begin from those that were proposed.
        moved = (
            enrolment.reschedulings.filter(account_id=enrolment.account_id, state=ReschedulingState.ACCEPTED)
            .order_by("answered_at")
            .first()
        )
        days = (moved.from_starts_on, moved.from_ends_on) if moved else (enrolment.starts_on, enrolment.ends_on)
        proposed = (kept.price_cents, kept.hours, kept.starts_on, kept.ends_on)
        if (enrolment.price_cents, enrolment.hours, *days) != proposed:
            yield f"enrolment {enrolment.id} is not what its personal offer says"


@check("enrolments: the state of control is what the controls say, and what is under control is not paid")
def controls_withhold() -> Iterable[str]:
    open_of: set[UUID] = set(
        Control.objects.filter(released_at__isnull=True).values_list("enrolment_id", flat=True).distinct()
    )
    ever = set(Control.objects.values_list("enrolment_id", flat=True).distinct())
    for enrolment in Enrolment.objects.filter(Q(pk__in=ever) | ~Q(control_state=ControlState.NOT_IN_CONTROL)):
        expected = ControlState.IN_CONTROL if enrolment.pk in open_of else ControlState.RELEASED
        if enrolment.control_state != (expected if enrolment.pk in ever else ControlState.NOT_IN_CONTROL):
            yield f"enrolment {enrolment.id} is {enrolment.control_state}, and its controls say otherwise"
        if treasury.is_withheld(enrolment.id, account_id=enrolment.account_id) is not (enrolment.pk in open_of):
            yield f"enrolment {enrolment.id}: what is owed about it is withheld, or not, against its controls"


@check("enrolments: dates agreed on by both are those of the enrolment")
def agreed_dates_stand() -> Iterable[str]:
    accepted = Rescheduling.objects.filter(state=ReschedulingState.ACCEPTED)
    latest = accepted.order_by("enrolment_id", "-answered_at").distinct("enrolment_id")
    for agreed in latest.select_related("enrolment").iterator(chunk_size=500):
        enrolment = agreed.enrolment
        stands = (enrolment.session_id, enrolment.starts_on, enrolment.ends_on)
        if stands != (agreed.session_id, agreed.starts_on, agreed.ends_on):
            yield f"enrolment {enrolment.id} is not on the dates that both sides agreed on"


@check("enrolments: each enrolment that holds a place of its session has one, and no other does")
def places_are_of_enrolments() -> Iterable[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES_APART, [[str(state) for state in HOLDING]])
        for enrolment, session, reference, held in cursor.fetchall():
            if reference is None:
                yield f"enrolment {enrolment} holds no place of session {session}"
            elif enrolment is None:
                yield f"a place of session {held} is held for {reference}, which is no enrolment that holds one"
            else:
                yield f"enrolment {enrolment} is of session {session} and holds a place of {held}"
