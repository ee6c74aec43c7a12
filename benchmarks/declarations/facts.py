"""Facts of a year added up for a run, line by line and in columns, on the same lines, in turns.

Lines are laid in the table by SQL, month by month as files bring them: twelve a person, one month with an absence for
one person in five, and a second employer with another full time for one in ten. Both ways give the same rows, which is
asserted. Processor seconds are this process's and the server's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np

YEAR = 2025
_LAY = """
INSERT INTO declarations_declaration (id, source, lineage, "order", replaces, siret, employer, period_from, period_to, received_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'dsn', 'benchmark', 1, false, '', '', '2025-01-01', '2025-12-31', now());
INSERT INTO declarations_workedline (account_id, declaration_id, key, version, current, withdrawn, "order", siret, kind, year, contract,
    contract_from, contract_to, period_from, period_to, regime, unit, origin, paid, quantity, reference, present_days, span_days,
    absences, oeth, contribution_paid, category_c, incomplete_post, received_at)
SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid,
       '00000000-0000-7000-8000-000000000001', format('dsn 80000000000017 %%s 11 C%%s 2020-01-01 %%s', employer, employer, of.month),
       1, true, false, 1, '80000000000017', '', 2025, 'C0001', '2020-01-01', NULL, of.month, of.month + of.days - 1,
       'employee', 'hours', 'activity', CASE n %% 7 WHEN 0 THEN 7583 ELSE 15167 END, 15167,
       CASE employer WHEN 1 THEN 182004 ELSE 168000 END, of.days, of.days,
       CASE WHEN employer = 1 AND n %% 60 = of.rank THEN
         '[{"ground": "maternity", "days": 12, "time": 0, "from": "2025-03-04", "to": "2025-03-15"}]'::jsonb ELSE '[]' END,
       n %% 50 = 0, NULL, false, false, now()
  FROM (SELECT m AS rank, (date '2025-01-01' + (m - 1) * interval '1 month')::date AS month,
               extract(day FROM date '2025-01-01' + m * interval '1 month' - interval '1 day')::int AS days
          FROM generate_series(1, 12) m OFFSET 0) AS of,
       generate_series(1, 2) AS employer, generate_series(1, %(accounts)s) AS n
 WHERE employer = 1 OR n %% 10 = 0
 ORDER BY of.rank, hashint4(n);
"""  # noqa: E501


def measure(accounts: int, url: str, *, rounds: int = 3, one_by_one: int = 600) -> dict[str, Any]:
    """Accounts a second of both ways, over all the accounts in columns and over `one_by_one` of them line by line."""
    from benchmarks.crediting.__main__ import Processors
    from django.db import connection

    from acquis.accounts.types import YearColumns
    from acquis.declarations.queries import run_facts, run_rows

    with connection.cursor() as cursor:
        cursor.execute(_LAY, {"accounts": accounts})
        cursor.execute("SELECT count(*) FROM declarations_workedline")
        ((lines,),) = cursor.fetchall()
        cursor.execute("VACUUM ANALYZE declarations_workedline")
        cursor.execute("SELECT DISTINCT account_id FROM declarations_workedline ORDER BY account_id")
        ids = [account_id for (account_id,) in cursor.fetchall()]
    clock = Processors(url)

    def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
        begun, used = time.perf_counter(), clock.seconds()
        done = work()
        return done, time.perf_counter() - begun, clock.seconds() - used

    def in_columns() -> list[YearColumns]:
        found, after = [], None
        while (told := run_facts(YEAR, after=after, upto=None, limit=50_000)).last is not None:
            assert told.facts is not None
            found, after = [*found, told.facts], told.last
        return found

    turns = []
    for turn in range(rounds):
        some = ids[turn * one_by_one : (turn + 1) * one_by_one]
        rows, wall, processor = timed(lambda some=some: run_rows(YEAR, account_ids=some))
        columns, wall_columns, processor_columns = timed(in_columns)
        expected, ours = YearColumns.of(YEAR, rows), columns[0]
        place = turn * one_by_one
        for name in ("accounts", "unit", "worked", "reference", "oeth"):
            assert np.array_equal(getattr(ours, name)[place : place + len(some)], getattr(expected, name)), name
        turns.append((len(some) / wall, len(some) / processor, len(ids) / wall_columns, len(ids) / processor_columns))
    return {
        "accounts": len(ids),
        "lines": lines,
        "line by line, accounts a second": [round(turn[0]) for turn in turns],
        "in columns, accounts a second": [round(turn[2]) for turn in turns],
        "in columns : line by line": [round(turn[2] / turn[0]) for turn in turns],
        "the same, by processor seconds": [round(turn[3] / turn[1]) for turn in turns],
        "microseconds of processor an account, in columns": [round(1e6 / turn[3], 1) for turn in turns],
        "load": round(os.getloadavg()[0], 1),
    }
