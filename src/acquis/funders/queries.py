"""What others may ask of funders: who they are, what their conventions say and hold, what they promised and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import permissions
from .asked import aid_asked as aid_asked
from .asked import aid_document as aid_document
from .asked import aids_asked as aids_asked
from .asked import aids_of as aids_of
from .deciding import aids as aids
from .deciding import askable as askable
from .deciding import decided
from .deciding import granted_for as granted_for
from .envelopes import free_cents
from .models import AidRequest, Convention, Funder, Promise, Provision
from .promise_queries import promise_told as promise_told
from .promise_queries import promises_of_enrolment as promises_of_enrolment
from .promise_queries import promises_told as promises_told
from .register import InForce, in_force
from .types import (
    OPEN,
    BudgetCard,
    Candidate,
    ConventionCard,
    ConventionState,
    Decision,
    FunderCard,
    FunderKind,
    Funding,
    Helped,
    PromiseState,
    ProvisionCard,
    Reason,
    Refusal,
    Terms,
    Unspent,
)
from .written import reasons_of, terms_of


def funder(funder_id: UUID, *, by: Actor) -> FunderCard:
    """A funder; refused when unknown or not for `by`."""
    row = permissions.READ_FUNDER.rows(by, Funder.objects.filter(pk=funder_id)).first()
    if row is None:
        raise Refused(Refusal.FUNDER_UNKNOWN)
    return _funder(row)


def funders(*, by: Actor) -> list[FunderCard]:
    """The funders that `by` may see, by name."""
    return [_funder(row) for row in permissions.READ_FUNDER.rows(by, Funder.objects.order_by("name", "pk"))]


def is_funder(siret: str) -> bool:
    """Whether a funder is registered under this SIRET."""
    return Funder.objects.filter(siret=siret).exists()


def conventions(*, by: Actor, states: Iterable[ConventionState] = ()) -> list[ConventionCard]:
    """The conventions that `by` may see, in those states when some are given; the latest drafted first."""
    rows = _readable(by).order_by("-drafted_at", "-pk")
    wanted = list(states)
    return [_convention(row) for row in (rows.filter(state__in=wanted) if wanted else rows)]


def convention(convention_id: UUID, *, by: Actor) -> ConventionCard:
    """One version of a convention; refused when unknown or not for `by`."""
    row = _readable(by).filter(pk=convention_id).first()
    if row is None:
        raise Refused(Refusal.CONVENTION_UNKNOWN)
    return _convention(row)


def versions_of(number: str, *, by: Actor) -> list[ConventionCard]:
    """Every version of a convention, the latest first."""
    return [_convention(row) for row in _readable(by).filter(number=number).order_by("-version")]


def budget_of(card: ConventionCard) -> BudgetCard:
    """Where the money of a convention's envelope is."""
    spent, held = PromiseState.SPENT, PromiseState.PROMISED
    left = F("amount_cents") - F("returned_cents")
    sums = Promise.objects.filter(envelope_id=card.envelope_id).aggregate(
        promised=Sum(left, filter=Q(state=held)),
        spent=Sum(left, filter=Q(state=spent)),
        promises=Count("pk", filter=~Q(state=PromiseState.RETURNED)),
        persons=Count("account_id", distinct=True, filter=~Q(state=PromiseState.RETURNED)),
    )
    given = Provision.objects.filter(envelope_id=card.envelope_id).aggregate(
        came=Sum("amount_cents", filter=Q(amount_cents__gt=0)), went=Sum("amount_cents", filter=Q(amount_cents__lt=0))
    )
    return BudgetCard(
        budget_cents=card.budget_cents,
        provided_cents=given["came"] or 0,
        free_cents=free_cents(card.envelope_id),
        asked_cents=_set_aside(card.envelope_id),
        promised_cents=sums["promised"] or 0,
        spent_cents=sums["spent"] or 0,
        refunded_cents=-(given["went"] or 0),
        promises=sums["promises"],
        persons=sums["persons"],
    )


def provisions_of(card: ConventionCard) -> list[ProvisionCard]:
    """What came into an envelope and went back, the latest first."""
    rows = Provision.objects.filter(envelope_id=card.envelope_id).order_by("-at", "pk")
    return [ProvisionCard(reference=row.reference, amount_cents=row.amount_cents, at=row.at) for row in rows]


def helped(card: ConventionCard, *, limit: int = 50) -> list[Helped]:
    """What a convention promised, the latest first; no name."""
    rows = Promise.objects.filter(envelope_id=card.envelope_id).order_by("-promised_at", "pk")[:limit]
    return [
        Helped(
            id=row.id,
            enrolment_id=row.enrolment_id,
            amount_cents=row.amount_cents,
            returned_cents=row.returned_cents,
            state=PromiseState(row.state),
            public=row.public,
            promised_at=row.promised_at,
        )
        for row in rows
    ]


def promised_by_day(card: ConventionCard) -> list[tuple[date, int]]:
    """(day, cents) promised and not given back, day by day: what a burn-down is drawn from."""
    rows = (
        Promise.objects.filter(envelope_id=card.envelope_id)
        .values("promised_at__date")
        .annotate(cents=Sum(F("amount_cents") - F("returned_cents")))
        .order_by("promised_at__date")
    )
    return [(row["promised_at__date"], row["cents"]) for row in rows]


def reasons_for(promise_id: UUID) -> tuple[Reason, ...]:
    """Why a promise was made; empty when there is no such promise."""
    kept = Promise.objects.filter(pk=promise_id).values_list("reasons", flat=True).first()
    return reasons_of(kept) if kept else ()


def on_the_bench(terms: Terms, candidates: Sequence[Candidate], *, kind: FunderKind, funder: str) -> list[Decision]:
    """What terms that nobody has signed would give to each of these purchases, by the rule that would decide."""
    nobody = UUID(int=0)
    trial = InForce(
        id=nobody,
        number="",
        envelope_id=nobody,
        funder_id=nobody,
        funder=funder,
        kind=kind,
        starts_on=date.min,
        ends_on=date.max,
        terms=terms,
    )
    return [decided(trial, candidate) for candidate in candidates]


def asked_until(enrolment_id: UUID) -> datetime | None:
    """The first moment that is late for the answer an enrolment waits for; None when no agent is asked."""
    rows = AidRequest.objects.filter(enrolment_id=enrolment_id, state__in=[each.value for each in OPEN])
    return rows.values_list("due_at", flat=True).first()


def set_aside_for(enrolment_id: UUID) -> int:
    """What is set aside for an enrolment, asked or granted, and in no purse yet; cents."""
    held = AidRequest.objects.filter(enrolment_id=enrolment_id).aggregate(cents=Sum("held_cents"))
    return held["cents"] or 0


def documents_asked(convention_id: UUID) -> tuple[str, ...]:
    """The documents that a convention asks for, where its agents decide."""
    kept = Convention.objects.filter(pk=convention_id).values_list("terms", flat=True).first()
    instruction = terms_of(kept).instruction if kept else None
    return instruction.documents if instruction else ()


def count_in_force(on: date) -> int:
    """How many conventions decide on that day."""
    return len(in_force(on))


def _set_aside(envelope_id: UUID) -> int:
    """What is set aside for requests and is in no purse yet, in cents."""
    held = AidRequest.objects.filter(envelope_id=envelope_id).aggregate(cents=Sum("held_cents"))
    return held["cents"] or 0


def _readable(by: Actor) -> QuerySet[Convention]:
    return permissions.READ.rows(by, Convention.objects.select_related("funder"))


def _funder(row: Funder) -> FunderCard:
    return FunderCard(
        id=row.id,
        kind=FunderKind(row.kind),
        name=row.name,
        siret=row.siret,
        region=row.region,
        registered_at=row.registered_at,
    )


def _convention(row: Convention) -> ConventionCard:
    return ConventionCard(
        id=row.id,
        funder=_funder(row.funder),
        number=row.number,
        version=row.version,
        state=ConventionState(row.state),
        terms=terms_of(row.terms),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        budget_cents=row.budget_cents,
        funding=Funding(row.funding),
        unspent=Unspent(row.unspent),
        envelope_id=row.envelope_id,
        drafted_at=row.drafted_at,
        submitted_at=row.submitted_at,
        approved_at=row.approved_at,
        reason=row.reason,
        amends_id=row.amends_id,
    )
