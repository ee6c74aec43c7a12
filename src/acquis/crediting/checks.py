"""What must always be true of yearly runs, and of the accounts seen from them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from acquis.journal.checks import check

_WRITTEN = """
    SELECT r.number, coalesce(t.given, 0), coalesce(y.given, 0) FROM crediting_run r
      LEFT JOIN (SELECT run_id, sum(given_cents - taken_cents) AS given FROM crediting_tally
                  WHERE phase = 'done' GROUP BY run_id) t ON t.run_id = r.id
      LEFT JOIN (SELECT run, sum(moved) AS given
                   FROM (SELECT run, moved_cents AS moved FROM accounts_keptyear WHERE run IS NOT NULL
                         UNION ALL
                         SELECT run, moved_hours * 100 FROM accounts_yearlyhours WHERE run IS NOT NULL) w
                  GROUP BY run) y ON y.run = r.number
     WHERE coalesce(t.given, 0) <> coalesce(y.given, 0)
"""
_NOBODYS = """
    SELECT DISTINCT y.run
      FROM (SELECT run FROM accounts_keptyear UNION SELECT run FROM accounts_yearlyhours) y
      LEFT JOIN crediting_run r ON r.number = y.run AND r.approved_by <> ''
     WHERE y.run IS NOT NULL AND r.id IS NULL
"""
_SPREAD = """
    SELECT r.number, s.phase, s.years, t.moving FROM crediting_run r
      JOIN (SELECT run_id, phase, sum(years) AS years FROM crediting_spread GROUP BY run_id, phase) s ON s.run_id = r.id
      LEFT JOIN (SELECT run_id, phase, sum(moving) AS moving FROM crediting_tally
                  WHERE regime <> 'public_agent' GROUP BY run_id, phase) t
        ON t.run_id = r.id AND t.phase = s.phase
     WHERE s.years IS DISTINCT FROM t.moving
"""


@check("crediting: what a run says it gave is what it wrote on the accounts")
def runs_equal_the_accounts() -> Iterator[str]:
    for number, said, written in _rows(_WRITTEN):
        yield f"run {number} says {said} cents, the accounts {written}"


@check("crediting: whatever was written for a run is of a run that was approved")
def runs_were_approved() -> Iterator[str]:
    for (number,) in _rows(_NOBODYS):
        yield f"run {number}: written on accounts, and not approved"


@check("crediting: every year that moved is in one band")
def bands_are_whole() -> Iterator[str]:
    for number, phase, years, moving in _rows(_SPREAD):
        yield f"run {number}, {phase}: {years} years in bands, {moving} moved"


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
