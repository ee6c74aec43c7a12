"""The facts of a year for a run: lines read and added up in columns, for the next accounts in the order of keys.

Accounts to which others lead are one person's with these, and go line by line; so does what columns cannot hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from acquis.accounts import queries as accounts
from acquis.accounts.types import REGIMES, UNITS, YearColumns, YearRow
from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, FLAG, INTEGER, UUIDS
from acquis.rules import Law, Regime

from ..adding import NONE, LineColumns, Years
from ..counting import counts, law_of
from ..types import Ground, RunFacts
from .facts import run_rows

_FIRST, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)
_NTH = """
    SELECT DISTINCT account_id FROM declarations_workedline
     WHERE current AND year = %s AND account_id > %s AND account_id <= %s ORDER BY account_id OFFSET %s LIMIT 1
"""
_NAMES = (
    ("account", UUIDS),
    ("regime", INTEGER),
    ("unit", INTEGER),
    ("withdrawn", FLAG),
    ("oeth", FLAG),
    ("contribution", INTEGER),
    ("category_c", FLAG),
    ("incomplete_post", FLAG),
    ("paid", BIGINT),
    ("quantity", BIGINT),
    ("reference", BIGINT),
    ("present_days", INTEGER),
    ("span_days", INTEGER),
    ("counted_days", BIGINT),
    ("counted_time", BIGINT),
    ("lost_days", BIGINT),
    ("lost_time", BIGINT),
)
_CODES = "array_position(%(regimes)s, regime) - 1, array_position(%(units)s, unit) - 1"
_FLAGS = "withdrawn, oeth, coalesce(contribution_paid::int, -1), category_c, incomplete_post"
_WHERE = """
    FROM declarations_workedline WHERE current AND year = %(year)s AND account_id > %(after)s AND account_id <= %(last)s
"""
# Two indexes in the order of accounts. The first holds what is read of a line that has a time paid and no absence, in
# an order in which the server adds these up as it goes: lines that differ by their time paid only are one line of the
# sum, because what was paid then is the time (`counting.time_of`). The others are read one by one.
_LINES = f"""
    SELECT account_id, {_CODES}, {_FLAGS}, greatest(-%(huge)s, least(%(huge)s, sum(paid)))::bigint, %(none)s,
           coalesce(reference, %(none)s), 0, 1,
           0::bigint, 0::bigint, 0::bigint, 0::bigint
      {_WHERE} AND paid IS NOT NULL AND absences = '[]'
     GROUP BY account_id, regime, unit, reference, withdrawn, oeth, contribution_paid, category_c, incomplete_post
     UNION ALL
    SELECT account_id, {_CODES}, {_FLAGS}, coalesce(paid, %(none)s), coalesce(quantity, %(none)s),
           coalesce(reference, %(none)s), present_days, span_days, absent.*
      FROM (SELECT * {_WHERE} AND (paid IS NULL OR absences <> '[]')) AS line CROSS JOIN LATERAL (
        SELECT coalesce(sum(days) FILTER (WHERE counts), 0)::bigint,
               coalesce(sum(time) FILTER (WHERE counts), 0)::bigint,
               coalesce(sum(days) FILTER (WHERE NOT counts), 0)::bigint,
               coalesce(sum(time) FILTER (WHERE NOT counts), 0)::bigint
          FROM (SELECT days, time, ground = ANY (%(counted)s) AS counts
                  FROM jsonb_to_recordset(absences) AS told (ground text, days bigint, time bigint)) AS each
    ) AS absent
     ORDER BY account_id
"""  # noqa: S608


def run_facts(year: int, *, after: UUID | None, upto: UUID | None, limit: int) -> RunFacts:
    """What is declared of the next `limit` accounts after `after`, up to `upto`; None is the first or the last of all.

    The same as `run_rows` gives line by line, to the digit.
    """
    law = law_of(year)
    while True:
        nth = _nth(year, after, upto, limit)
        found = _between(year, after, nth or upto, law)
        if nth is None or found.accounts:
            return replace(found, last=nth) if nth else found
        after = nth


def _nth(year: int, after: UUID | None, upto: UUID | None, limit: int) -> UUID | None:
    """The last of the next `limit` accounts, when there are as many."""
    with connection.cursor() as cursor:
        cursor.execute(_NTH, [year, after or _FIRST, upto or _LAST, limit - 1])
        row = cursor.fetchone()
    return row[0] if row else None


def _between(year: int, after: UUID | None, last: UUID | None, law: Law) -> RunFacts:
    led, away = accounts.led_between(after, last), accounts.led_away(after, last)
    years = Years(year, _lines(year, after, last, led.heads | away, law), law)
    facts, service = years.in_euros(), years.in_hours()
    apart = led.heads | years.odd
    rows = run_rows(year, account_ids=apart) if apart else []
    if rows:
        in_euros = [row for row in rows if row.regime is not Regime.PUBLIC_AGENT]
        facts = facts.beside(YearColumns.of(year, in_euros))
        service = sorted([*service, *(row for row in rows if row.regime is Regime.PUBLIC_AGENT)], key=_account)
    ids = {row.account_id for row in rows}
    last_seen = [*ids, *(kit.uuid_list(years.accounts[-1:]))]
    return RunFacts(
        last=max(last_seen, default=None),
        accounts=len(ids) + kit.distinct(years.accounts),
        facts=facts if len(facts) else None,
        service=tuple(service),
    )


def _lines(year: int, after: UUID | None, last: UUID | None, without: frozenset[UUID], law: Law) -> LineColumns:
    columns = kit.read(_LINES, _values(year, after, last, law), [kind for _, kind in _NAMES])
    told = {
        name: column.astype(np.int64) if column.dtype.kind == "i" else column
        for (name, _), column in zip(_NAMES, columns, strict=True)
    }
    lines = LineColumns(**told)
    return lines.taken(~kit.places(kit.uuids(sorted(without)), lines.account)[1]) if without else lines


def _values(year: int, after: UUID | None, last: UUID | None, law: Law) -> dict[str, Any]:
    return {
        "year": year,
        "after": after or _FIRST,
        "last": last or _LAST,
        "none": NONE,
        # Beyond what is added up in columns, so that such an account goes line by line; and not the number for none.
        "huge": 1 << 61,
        "regimes": [regime.value for regime in REGIMES],
        "units": [unit.value for unit in UNITS],
        "counted": [ground.value for ground in Ground if counts(ground, law)],
    }


def _account(row: YearRow) -> UUID:
    return row.account_id
