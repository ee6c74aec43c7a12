"""The facts of a year as employers and others declared them, in the order of accounts: the one door to them."""

from __future__ import annotations

from uuid import UUID

from acquis.declarations import queries as declarations
from acquis.declarations.types import RunFacts


def facts(year: int, *, after: UUID | None, upto: UUID | None, limit: int) -> RunFacts:
    """The facts of the next `limit` accounts after `after`, up to `upto` and included, in euros and in hours."""
    return declarations.run_facts(year, after=after, upto=upto, limit=limit)


def count(year: int) -> int:
    """How many accounts have facts."""
    return declarations.accounts_with_facts(year)
