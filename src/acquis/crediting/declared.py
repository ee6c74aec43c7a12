"""The facts of a year as employers and others declared them, in the order of accounts: the one door to them."""

from __future__ import annotations

from uuid import UUID

from acquis.accounts.types import YearRow
from acquis.declarations import queries as declarations


def rows(year: int, *, after: UUID | None, upto: UUID | None, limit: int) -> list[YearRow]:
    """The facts of the next `limit` accounts, in euros and in hours."""
    return declarations.run_rows(year, after=after, upto=upto, limit=limit)


def count(year: int) -> int:
    """How many accounts have facts."""
    return declarations.accounts_with_facts(year)
