"""Scenes of declarations, set by acts."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import UUID

from tests.declarations.dsn_files import Contract, Person, bytes_of, declaration, dsn, key, nir, whole_file

from acquis.accounts.queries import account_of
from acquis.declarations import actions, queries
from acquis.declarations.types import Report
from acquis.kit.actor import Actor, Role, system
from acquis.people import crypto
from acquis.people.models import Person as Known

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
SYSTEM = system("tests")
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=UUID(int=101))
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=102))


def bring(content: bytes, *, by: Actor = SYSTEM, at: datetime = AT, name: str = "envoi.dsn") -> Report:
    return actions.import_dsn(file=io.BytesIO(content), file_name=name, by=by, at=at)


def bring_summary(text: str, *, by: Actor = SYSTEM, at: datetime = AT) -> Report:
    return actions.import_summary(file=io.BytesIO(text.encode()), file_name="annuel.csv", by=by, at=at)


def account(rank: int = 1, number: str | None = None) -> UUID:
    """The account of the person with this invented number."""
    written = number or nir(rank)
    full = written + key(written)
    found = account_of(Known.objects.get(nir_index=crypto.nir_index(full)).id)
    assert found is not None
    return found


def a_year(*people: Person, months: range = range(1, 13), year: int = 2025, **facts: object) -> bytes:
    """A file with the declarations of some months."""
    return bytes_of(whole_file(*(declaration(people, month=date(year, m, 1), **facts) for m in months)))  # type: ignore[arg-type]


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def told(account_id: UUID, year: int = 2025) -> tuple[str, str, str | None]:
    """(unit, worked, reference) of an account's only regime."""
    (row,) = queries.year_rows(year, account_ids=[account_id])
    return row.unit.value, row.worked, row.reference


__all__ = ["Contract", "Person", "dsn"]
