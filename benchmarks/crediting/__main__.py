"""`python -m benchmarks.crediting --accounts 4000000`: a yearly run over a synthetic nation, stage by stage.

The accounts are laid in the tables by SQL, off the clock; their facts are those of `acquis.insight`. Then the product's
own code credits them, slice by slice, each one transaction with fsync on: computed, posted with balances moved, kept,
reconciled. Beside, in the same run: the same rows of a year written by INSERT … SELECT.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import django
import numpy as np
import psycopg
from benchmarks.ledger.__main__ import a_database, a_server

AT = datetime(2028, 4, 15, 3, tzinfo=UTC)
YEAR = 2027

#: The first twelve digits of a key are a moment, as those of accounts are: they grow.
FIRST = 1_700_000_000_000

# Keys that grow, as those of accounts do. No person: the department is not known.
LAY = """
CREATE OR REPLACE FUNCTION pg_temp.key(n bigint, head text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7000' || head || lpad(to_hex(n), 15, '0'))::uuid $$;
INSERT INTO accounts_account (id, person_id, state, opened_at, holds_light_licence, end_ground, partings)
SELECT pg_temp.key(n, '8'), pg_temp.key(n, '9'), 'open', now(), false, '', 0
  FROM generate_series(%(a)s::bigint, %(b)s) n;
INSERT INTO accounts_purse (id, account_id, kind, label, opened_at, reference)
SELECT pg_temp.key(n, 'a'), pg_temp.key(n, '8'), 'yearly', '', now(), ''
  FROM generate_series(%(a)s::bigint, %(b)s) n;
INSERT INTO ledger_guardedaccount (owner, id, unit, posted_cents, reserved_cents, opened_at)
SELECT pg_temp.key(n, '8'), pg_temp.key(n, 'a'), 'eur', 0, 0, now()
  FROM generate_series(%(a)s::bigint, %(b)s) n;
"""
BARE = """
CREATE TABLE bare (LIKE accounts_yearlycredit INCLUDING ALL);
INSERT INTO bare SELECT * FROM accounts_yearlycredit;
"""


def main() -> None:
    """Print one line a stage, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crediting")
    parser.add_argument("--accounts", type=int, default=4_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with a_server() as server, a_database(server) as url:
        os.environ |= {"ACQUIS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "acquis.site.settings"}
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        told = measure(args.accounts, args.seed, url)
    if args.json:
        json.dump(told, sys.stdout, indent=1)
        return
    for name, figure in told.items():
        print(f"{name:<34} {figure:>16,.2f}")


def measure(accounts: int, seed: int, url: str) -> dict[str, float]:
    """Seconds by stage, and what follows from them."""
    from django.db import transaction

    from acquis.accounts import columns as ours
    from acquis.crediting.actions import approve, prepare
    from acquis.crediting.actions.advance import advance
    from acquis.crediting.models import Run
    from acquis.crediting.reconciling import reconcile
    from acquis.crediting.types import RunKind
    from acquis.insight.population import Population
    from acquis.kit.actor import Actor, Role, system

    finance = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=1))
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=2))
    by = system("benchmark")
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        try:
            return work()
        finally:
            spent[stage] += time.perf_counter() - begun

    lay(url, accounts)
    run_id = prepare(kind=RunKind.YEARLY, year=YEAR, by=finance, at=AT)
    advance(run_id=run_id, rows=[], by=by, at=AT)
    approve(run_id=run_id, by=approver, at=AT)
    run = Run.objects.get(pk=run_id)
    credited, first = 0, 1
    for each in Population(accounts, seed).slices():
        facts = timed("facts drawn (not ours)", lambda each=each, first=first: facts_of(each, first))
        with transaction.atomic():
            slice_ = timed(
                "read and computed",
                lambda facts=facts, first=first: ours.ColumnSlice(
                    facts, run=run.number, number=first, again=False, lock=True, at=AT
                ),
            )
            for regime in dict.fromkeys(group.regime for group in slice_.groups):
                timed("posted, balances moved", lambda r=regime, s=slice_: s._post(r, by=by, at=AT))
            for group in slice_.groups:
                timed("years kept", lambda g=group, s=slice_: s._keep(g))
            credited += sum(len(group.rows) for group in slice_.groups)
            begun = time.perf_counter()
        spent["committed"] += time.perf_counter() - begun
        first += each.size
    timed("reconciled", lambda: reconcile(run))
    bare = timed_bare(url)
    whole = sum(spent.values()) - spent["facts drawn (not ours)"]
    with psycopg.connect(url) as connection:
        size = connection.execute(
            "SELECT pg_total_relation_size('ledger_credit'), pg_total_relation_size('accounts_yearlycredit')"
        ).fetchone()
    assert size is not None
    return {
        "accounts": accounts,
        "years credited": credited,
        **{f"{stage}, s": seconds for stage, seconds in spent.items()},
        "whole run, s": whole,
        "whole run, accounts/s": credited / whole,
        "years by INSERT SELECT, s": bare,
        "years kept : INSERT SELECT": bare / spent["years kept"],
        "bytes a transfer": size[0] / credited,
        "bytes a year": size[1] / credited,
    }


def lay(url: str, accounts: int) -> None:
    """The accounts, their purses and balances."""
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        for first in range(1, accounts + 1, 500_000):
            connection.execute(LAY.encode(), {"a": first, "b": min(accounts, first + 499_999)})  # type: ignore[arg-type]
        connection.execute("VACUUM ANALYZE accounts_account, accounts_purse, ledger_guardedaccount")


def timed_bare(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        begun = time.perf_counter()
        connection.execute(BARE.encode())
        return time.perf_counter() - begun


def facts_of(each: Any, first: int) -> Any:
    """The facts of a slice of the nation, public agents apart, in the order of accounts."""
    from acquis.accounts.types import REGIMES, UNITS, YearColumns
    from acquis.accounts.year_types import PARTS
    from acquis.insight.population import SCALES
    from acquis.rules import Regime

    parts: dict[str, list[Any]] = defaultdict(list)
    for block in each.blocks:
        if block.regime is Regime.PUBLIC_AGENT or not block.is_active:
            continue
        size, factor = block.stop - block.start, PARTS // SCALES[block.unit]
        places = np.arange(first + block.start, first + block.stop, dtype=">u8")
        keys = np.empty((size, 2), dtype=">u8")
        keys[:, 0] = (places.astype(np.uint64) + np.uint64(FIRST) << np.uint64(16)) | np.uint64(0x7000)
        keys[:, 1] = places | np.uint64(8 << 60)
        parts["accounts"].append(keys.view("S16")[:, 0])
        parts["regime"].append(np.full(size, REGIMES.index(block.regime)))
        parts["unit"].append(np.full(size, UNITS.index(block.unit)))
        parts["worked"].append(np.broadcast_to(block.worked, size).astype(np.int64) * factor)
        reference = 0 if block.reference is None else block.reference
        parts["reference"].append(np.broadcast_to(reference, size).astype(np.int64) * factor)
        for name in ("low_qualified", "oeth"):
            parts[name].append(getattr(each, name)[block.start : block.stop].astype(bool))
        paid = -1 if block.contribution_paid is None else block.contribution_paid
        parts["contribution_paid"].append(np.broadcast_to(paid, size).astype(np.int64))
    joined = {name: np.concatenate(columns) for name, columns in parts.items()}
    order = np.argsort(joined["accounts"], kind="stable")
    return YearColumns(year=YEAR, **{name: column[order] for name, column in joined.items()})


if __name__ == "__main__":
    main()
