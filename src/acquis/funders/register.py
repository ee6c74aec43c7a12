"""The conventions in force, kept by each process and read again when one changed: a decision asks all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from .models import Convention
from .types import ConventionState, FunderKind, Terms
from .written import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A convention as a decision needs it."""

    id: UUID
    number: str
    envelope_id: UUID
    funder_id: UUID
    funder: str
    kind: FunderKind
    starts_on: date
    ends_on: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    database: str
    conventions: tuple[InForce, ...]


_kept = _Kept(-1, "", ())


def changed() -> None:
    """Tell every process that what it knows is old; part of an act."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funders_revision (id, number) VALUES (1, nextval('funders_revision_number'))"
            " ON CONFLICT (id) DO UPDATE SET number = excluded.number"
        )


def in_force(on: date) -> list[InForce]:
    """The conventions in force on a day, in the order in which they were approved."""
    global _kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM funders_revision WHERE id = 1")
        found = cursor.fetchone()
    # No row before the first convention changed.
    revision = int(found[0]) if found else 0
    database = str(connection.settings_dict["NAME"])
    if (_kept.revision, _kept.database) != (revision, database):
        _kept = _Kept(revision, database, _read())
    return [each for each in _kept.conventions if each.starts_on <= on <= each.ends_on]


def _read() -> tuple[InForce, ...]:
    rows = Convention.objects.filter(state=ConventionState.IN_FORCE).select_related("funder")
    return tuple(
        InForce(
            id=row.id,
            number=row.number,
            envelope_id=row.envelope_id,
            funder_id=row.funder_id,
            funder=row.funder.name,
            kind=FunderKind(row.funder.kind),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            terms=terms_of(row.terms),
        )
        for row in rows.order_by("approved_at", "pk")
    )
