"""A run to the cent: what its facts give, what the journal told, what the ledger moved, what the balances hold.

Each of the four is read where it stands, and none from another. The facts are put to the rule again; the journal's
slices are added up; the ledger's transfers are found by their references; a balance, less every other transfer of its
purse, is what the run left in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from acquis.accounts.queries import MOVEMENT_SQL, earned_again
from acquis.accounts.types import CAUSES, REGIMES, UNITS, Outcome
from acquis.journal import queries as journal
from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, FLAG, INTEGER, SMALLINT, UUIDS, Column
from acquis.people import queries as people
from acquis.rules import Regime

from . import events
from .models import Run
from .tallies import reasons_of
from .types import Difference, Reason, Reconciled, Reconciliation

#: Accounts named when they differ; the sums have them all.
NAMED = 100
#: Accounts read at once.
SLICE = 50_000

# The next accounts of the run. Everything is then read between their first and their last, so that a slice costs what
# it holds, however long the ledger is.
_BOUNDS = """
    SELECT (array_agg(account_id ORDER BY account_id))[1], (array_agg(account_id ORDER BY account_id DESC))[1] FROM
           (SELECT DISTINCT account_id FROM accounts_yearlycredit WHERE run = %s AND account_id > %s
             ORDER BY account_id LIMIT %s) s
"""
# The planner knows nothing of what a slice holds, and would look one account up after the other.
_HASHED = "SET LOCAL enable_nestloop = off"
_ROWS = """
    WITH y AS MATERIALIZED (
        SELECT y.*, {references} AS movements FROM accounts_yearlycredit y
         WHERE y.run = %(run)s AND y.account_id BETWEEN %(first)s AND %(last)s
    ), p AS MATERIALIZED (
        SELECT account_id, id FROM accounts_purse WHERE kind = 'yearly' AND account_id BETWEEN %(first)s AND %(last)s
    ), t AS MATERIALIZED (
        SELECT t.owner, t.reference, CASE WHEN t.credit = p.id THEN t.amount_cents ELSE -t.amount_cents END AS cents
          FROM ledger_movement t JOIN p ON p.account_id = t.owner AND p.id IN (t.credit, t.debit)
         WHERE t.owner BETWEEN %(first)s AND %(last)s AND t.kind IN ('posted', 'post_reserved')
    ), found AS MATERIALIZED (
        SELECT y.account_id, y.regime, y.version, t.cents
          FROM y JOIN t ON t.owner = y.account_id AND t.reference = ANY (y.movements)
    ), sums AS (
        SELECT owner, sum(cents) AS cents FROM t GROUP BY owner
    ), ours AS (
        SELECT account_id, sum(cents) AS cents FROM found GROUP BY account_id
    )
    SELECT y.account_id, a.person_id, array_position(ARRAY['{regimes}'], y.regime)::int4,
           array_position(ARRAY['{causes}'], y.cause)::int4, y.version > 1,
           array_position(ARRAY['{units}'], y.unit)::int4, y.year, y.worked, coalesce(y.reference, 0),
           y.low_qualified, y.oeth,
           CASE y.contribution_paid WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END::int4,
           y.balance_before_cents, y.earned_cents, y.moved_cents, coalesce(f.cents, 0)::int8,
           (g.posted_cents - coalesce(s.cents, 0) + coalesce(o.cents, 0))::int8
      FROM y
      JOIN accounts_account a ON a.id = y.account_id AND a.id BETWEEN %(first)s AND %(last)s
      JOIN p ON p.account_id = y.account_id
      JOIN ledger_guardedaccount g ON g.owner = y.account_id AND g.id = p.id AND g.owner BETWEEN %(first)s AND %(last)s
      LEFT JOIN sums s ON s.owner = y.account_id
      LEFT JOIN ours o ON o.account_id = y.account_id
      LEFT JOIN found f ON f.account_id = y.account_id AND f.regime = y.regime AND f.version = y.version
     ORDER BY y.account_id, y.regime, y.version
""".format(  # noqa: S608
    regimes="', '".join(REGIMES),
    causes="', '".join(CAUSES),
    units="', '".join(UNITS),
    references=MOVEMENT_SQL,
)
_TYPES = [UUIDS, UUIDS, INTEGER, INTEGER, FLAG, INTEGER, SMALLINT, BIGINT, BIGINT, FLAG, FLAG, INTEGER] + [BIGINT] * 5

Part = tuple[str, str, str]


def reconcile(run: Run, *, progress: Callable[[int], None] = lambda accounts: None) -> Reconciliation:
    """The whole report of a run, slice by slice; `progress` is told how many accounts were read."""
    facts: dict[Part, int] = defaultdict(int)
    ledger: dict[Part, int] = defaultdict(int)
    held: dict[Part, int] = defaultdict(int)
    differences: list[Difference] = []
    after = UUID(int=0)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BOUNDS, [run.number, after, SLICE])
            first, last = cursor.fetchone()
            if first is None:
                break
            cursor.execute(_HASHED)
            columns = kit.read(_ROWS, {"run": run.number, "first": first, "last": last}, _TYPES)
        accounts = columns[0]
        given, moved, left = _seen(columns)
        parts, of = _parts(columns)
        for place, part in enumerate(parts):
            here = of == place
            facts[part] += int(given[here].sum())
            ledger[part] += int(moved[here].sum())
            held[part] += int(left[here].sum())
        differences += _differences(accounts, given, moved, left)[: NAMED - len(differences)]
        after = last
        progress(len(accounts))
    told = _told(run)
    lines = [
        Reconciled(
            regime=Regime(part[0]),
            reason=Reason(part[1]),
            department=part[2],
            facts_cents=facts[part],
            journal_cents=told[part],
            ledger_cents=ledger[part],
            balances_cents=held[part],
        )
        for part in sorted(set(facts) | set(told))
    ]
    return Reconciliation(number=run.number, lines=tuple(lines), differences=tuple(differences))


def _seen(columns: list[Column]) -> tuple[Column, Column, Column]:
    """What each version should have moved by its facts, what its transfer moved, what it left in the balance."""
    (
        accounts,
        _,
        regime,
        cause,
        _,
        unit,
        year,
        worked,
        reference,
        low,
        oeth,
        paid,
        before,
        earned,
        kept,
        ledger,
        left,
    ) = columns
    again = earned_again(
        regime=regime - 1, unit=unit - 1, year=year, worked=worked, reference=reference, low_qualified=low, oeth=oeth,
        contribution_paid=paid, balance_before_cents=before,
    )  # fmt: skip
    # What was undone earned nothing, whatever its facts say.
    stands = cause - 1 != [each.value for each in CAUSES].index("undone")
    given = kept + np.where(stands, again - earned, 0)
    # The balance is the account's: it is told of its first version, after what the others moved.
    first = np.concatenate([[True], accounts[1:] != accounts[:-1]])
    group = np.cumsum(first) - 1
    moved = _summed(group, ledger)[group]
    return given, ledger, np.where(first, left - moved + ledger, ledger)


def _parts(columns: list[Column]) -> tuple[list[Part], Column]:
    """The parts met in a slice, and the place of each row's part among them."""
    regime, cause, corrects = columns[2] - 1, columns[3] - 1, columns[4]
    nothing = np.zeros(len(regime), dtype=np.int64)
    as_outcome = Outcome(
        accounts=columns[0], persons=columns[1], regime=regime, cause=cause, corrects=corrects, earned_cents=nothing,
        moved_cents=nothing, shortfall_cents=nothing, unchanged=0, refused=(),
    )  # fmt: skip
    names, department = np.unique(people.departments_of(columns[1]), return_inverse=True)
    reasons = list(Reason)
    key = (regime * len(reasons) + reasons_of(as_outcome)) * len(names) + department
    keys, of = np.unique(key, return_inverse=True)
    parts = [
        (
            REGIMES[int(each) // len(names) // len(reasons)].value,
            reasons[int(each) // len(names) % len(reasons)].value,
            names[int(each) % len(names)].decode().strip(),
        )
        for each in keys
    ]
    return parts, of


def _differences(accounts: Column, given: Column, moved: Column, left: Column) -> list[Difference]:
    keys, of = np.unique(accounts, return_inverse=True)
    sums = [_summed(of, column) for column in (given, moved, left)]
    wrong = np.flatnonzero((sums[0] != sums[1]) | (sums[1] != sums[2]))
    return [
        Difference(
            account_id=kit.uuid_of(keys[place]),
            facts_cents=int(sums[0][place]),
            ledger_cents=int(sums[1][place]),
            balances_cents=int(sums[2][place]),
        )
        for place in wrong[:NAMED]
    ]


def _summed(group: Column, cents: Column) -> Column:
    sums = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.add.at(sums, group, cents)
    return sums


def _told(run: Run) -> dict[Part, int]:
    """What the journal says that the slices moved."""
    sums: dict[Part, int] = defaultdict(int)
    for fact in journal.history(run.id):
        if fact.kind == events.SliceCredited.kind:
            parts: list[Any] = fact.payload["parts"]
            for regime, reason, department, cents in parts:
                sums[regime, reason, department] += int(cents)
    return sums
