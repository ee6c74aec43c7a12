"""Promises one after the other, for the funder that follows its own: no name, and each reading noted for its holder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from acquis.accounts import queries as accounts
from acquis.journal.reads import note_read
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import permissions
from .models import Convention, Promise
from .types import PromiseCard, PromisePlace, PromiseState, Refusal
from .written import reasons_of

#: How such a reading is told to the holder (`web.readings`).
WHAT = "promise"


def promises_told(
    convention_id: UUID,
    *,
    since: datetime | None,
    state: PromiseState | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
    by: Actor,
    reason: str,
) -> list[PromiseCard]:
    """What the convention promised, whatever its version, the oldest first, `after` a place in that order."""
    envelope_id = (
        permissions.READ.rows(by, Convention.objects.filter(pk=convention_id))
        .values_list("envelope_id", flat=True)
        .first()
    )
    if envelope_id is None:
        raise Refused(Refusal.CONVENTION_UNKNOWN)
    rows = Promise.objects.filter(envelope_id=envelope_id)
    if since is not None:
        rows = rows.filter(promised_at__gte=since)
    if state is not None:
        rows = rows.filter(state=state)
    if after is not None:
        moment, last = after
        rows = rows.filter(promised_at__gte=moment).filter(Q(promised_at__gt=moment) | Q(pk__gt=last))
    return _told(rows.order_by("promised_at", "pk")[:limit], by=by, reason=reason)


def promise_told(promise_id: UUID, *, by: Actor, reason: str) -> PromiseCard:
    """One promise of a convention that `by` may see; refused as unknown otherwise."""
    seen = permissions.READ.rows(by, Convention.objects.all())
    found = _told(Promise.objects.filter(pk=promise_id, convention__in=seen), by=by, reason=reason)
    if not found:
        raise Refused(Refusal.PROMISE_UNKNOWN)
    return found[0]


def promises_of_enrolment(enrolment_id: UUID) -> list[PromisePlace]:
    """What was promised for an enrolment, and by whom; for machines of ours that tell its funders."""
    rows = Promise.objects.filter(enrolment_id=enrolment_id).select_related("convention").order_by("pk")
    return [
        PromisePlace(
            id=row.id,
            funder_id=row.convention.funder_id,
            convention_id=row.convention_id,
            enrolment_id=row.enrolment_id,
            state=PromiseState(row.state),
            amount_cents=row.amount_cents,
            returned_cents=row.returned_cents,
        )
        for row in rows
    ]


def _told(rows: QuerySet[Promise], *, by: Actor, reason: str) -> list[PromiseCard]:
    found = list(rows)
    persons = accounts.persons_of({row.account_id for row in found})
    for person_id in sorted(set(persons.values())):
        note_read(by=by, person_id=person_id, what=WHAT, reason=reason)
    return [
        PromiseCard(
            id=row.id,
            convention_id=row.convention_id,
            enrolment_id=row.enrolment_id,
            state=PromiseState(row.state),
            amount_cents=row.amount_cents,
            returned_cents=row.returned_cents,
            public=row.public,
            promised_at=row.promised_at,
            reasons=reasons_of(row.reasons),
        )
        for row in found
    ]
