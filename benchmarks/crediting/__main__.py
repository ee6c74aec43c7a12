"""`python -m benchmarks.crediting --accounts 4000000`: a yearly run over a synthetic nation, stage by stage.

The accounts are laid in the tables by SQL, off the clock; their facts are those of `acquis.insight`, drawn off the
clock too. Then the product's own acts credit them, slice by slice, each one transaction with fsync on: computed,
posted, kept, told, and reconciled. Balances are whole as soon as a slice is committed; the seconds in which their rows
are folded afterwards stand apart. Beside, in the same run: the same rows of a year written by INSERT … SELECT, and
OpenFisca-core computing the same rule over the same facts (`uv sync --inexact --group benchmark`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import numpy as np
import psycopg
from benchmarks.crediting.later import corrected_and_undone
from benchmarks.ledger.__main__ import a_database, a_server

AT = datetime(2028, 4, 15, 3, tzinfo=UTC)
YEAR = 2027

#: The first twelve digits of a key are a moment, as those of accounts are: they grow.
FIRST = 1_700_000_000_000

# Keys that grow, as those of accounts do. No person: the department is not known.
LAY = """
CREATE OR REPLACE FUNCTION pg_temp.key(n bigint, head text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7000' || head || lpad(to_hex(n), 15, '0'))::uuid $$;
INSERT INTO accounts_account (id, person_id, state, opened_at, holds_light_licence, end_ground, partings, frozen_at_end)
SELECT pg_temp.key(n, '8'), pg_temp.key(n, '9'), 'open', now(), false, '', 0, false
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
INSERT INTO bare (account_id, year, regime, version, cause, unit, worked, low_qualified, oeth, balance_before_cents,
                  earned_cents, ceiling_cents, granted_cents, moved_cents, shortfall_cents, credited_on, run)
SELECT owner, 2025, 'employee', 1, 'facts', 'hours', 16070000, false, false, 0,
       amount_cents, 500000, amount_cents, amount_cents, 0, DATE '2026-04-15', 1 FROM ledger_credit;
"""
#: The server as an operator of forty million accounts would set it: the default is made for a laptop.
KEPT = "  of which years kept, indexed"
STAGES = ("carried out", "reconciled", "balances folded afterwards")
SETTINGS = {"max_wal_size": "8GB", "checkpoint_timeout": "15min"}


def main() -> None:
    """Print one line a stage, or JSON; several numbers of accounts are measured one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crediting")
    parser.add_argument("--accounts", type=int, nargs="+", default=[4_000_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--later", action="store_true", help="then correct the law for everybody, and undo that")
    parser.add_argument("--by-rows", action="store_true", help="with --later: every second slice row by row")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--in", dest="url", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.url:
        later = {"later": args.later, "by_rows": args.by_rows}
        json.dump(measure(args.accounts[0], args.seed, args.url, **later), sys.stdout)
        return
    told = []
    with a_large_server() as server:
        for accounts in args.accounts:
            with a_database(server) as url:
                flags = ["--later"] * args.later + ["--by-rows"] * args.by_rows
                told.append(in_a_process(accounts, args.seed, url, flags))
                if not args.json:
                    show(told[-1])
    if args.json:
        json.dump(told, sys.stdout, indent=1)


@contextmanager
def a_large_server() -> Iterator[str]:
    """A server set as who has so many accounts would set it."""
    with a_server() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield server


def show(figures: dict[str, float]) -> None:
    for name, figure in figures.items():
        print(f"{name:<44} {figure:>16,.2f}")
    print(flush=True)


def in_a_process(accounts: int, seed: int, url: str, flags: list[str]) -> dict[str, float]:
    """A database, a process: Django connects to one for its life."""
    words = ["-m", "benchmarks.crediting", "--accounts", str(accounts), "--seed", str(seed), "--in", url, *flags]
    done = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def measure(accounts: int, seed: int, url: str, *, later: bool, by_rows: bool) -> dict[str, float]:
    """Seconds by stage, and what follows from them."""
    os.environ |= {"ACQUIS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "acquis.site.settings"}
    django.setup()
    from django.core.management import call_command

    from acquis.accounts import columns as ours
    from acquis.crediting import tallies
    from acquis.crediting.actions import approve, keep_reconciliation, prepare
    from acquis.crediting.actions.advance import advance
    from acquis.crediting.models import Run
    from acquis.crediting.reconciling import reconcile
    from acquis.crediting.types import RunKind
    from acquis.insight.population import Population
    from acquis.kit.actor import Actor, Role, system
    from acquis.ledger.actions import fold
    from acquis.ledger.queries import purses_cents

    call_command("migrate", verbosity=0)
    lay(url, accounts)
    finance = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=1))
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=2))
    by = system("benchmark")
    spent: dict[str, float] = defaultdict(float)
    cpu: dict[str, float] = defaultdict(float)
    clock = Processors(url)

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        begun, used = time.perf_counter(), clock.seconds()
        try:
            return work()
        finally:
            spent[stage] += time.perf_counter() - begun
            cpu[stage] += clock.seconds() - used

    def within(of: Any, name: str, stage: str) -> None:
        """Time a function of the product where it stands."""
        inner = getattr(of, name)
        setattr(of, name, lambda *words, **named: timed(stage, lambda: inner(*words, **named)))

    within(ours.ColumnSlice, "_read_standing", "  of which read")
    within(ours.ColumnSlice, "_answer", "  of which the law")
    within(ours.ColumnSlice, "_post", "  of which posted, indexed")
    within(ours.ColumnSlice, "_keep", KEPT)
    within(tallies, "add", "  of which figures of the run")
    run_id = prepare(kind=RunKind.YEARLY, year=YEAR, by=finance, at=AT)
    advance(run_id=run_id, rows=[], by=by, at=AT)
    approve(run_id=run_id, by=approver, at=AT)
    first = 1
    for each in Population(accounts, seed).slices():
        facts, first = facts_of(each, first), first + each.size
        timed("carried out", lambda facts=facts: advance(run_id=run_id, facts=facts, by=by, at=AT))
    timed("carried out", lambda: advance(run_id=run_id, rows=[], by=by, at=AT))
    run = Run.objects.get(pk=run_id)
    report = timed("reconciled", lambda: reconcile(run))
    assert report.agrees, report.differences
    keep_reconciliation(run_id=run_id, report=report, by=by, at=AT)
    given = sum(line.ledger_cents for line in report.lines)
    assert purses_cents() == given
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), pg_total_relation_size('ledger_credit'),"
            " pg_total_relation_size('accounts_yearlycredit') + pg_total_relation_size('accounts_yearslab')"
            " FROM ledger_credit"
        ).fetchone()
    assert row is not None
    credited, transfers, years = row

    def fold_all() -> None:
        while fold(by=by, at=AT):
            pass

    timed("balances folded afterwards", fold_all)
    with psycopg.connect(url) as connection:
        (held,) = connection.execute("SELECT sum(posted_cents) FROM ledger_guardedaccount").fetchone() or (0,)
    assert held == given, (held, given)
    timed("the same years by INSERT SELECT", lambda: bare(url))
    after: dict[str, float] = {}
    if later:
        written = corrected_and_undone(
            timed, prepared=lambda kind, undoes: prepare(kind=kind, year=YEAR, undoes=undoes, by=finance, at=AT),
            approved=lambda run_id: approve(run_id=run_id, by=approver, at=AT), at=AT, by_rows=by_rows,
        )  # fmt: skip
        for stage, versions in written.items():
            after |= {f"{stage}, versions": versions, f"{stage}, processor µs each": cpu[stage] / versions * 1e6}
        for stage in ("corrected, foreseen", "corrected, reconciled", "undone, foreseen", "undone, reconciled"):
            after[f"{stage}, processor s"] = cpu[stage]
        after["the run, processor µs a year"] = cpu["carried out"] / credited * 1e6
    law = beside(accounts, seed)
    whole = spent["carried out"] + spent["reconciled"]
    return {
        "accounts": accounts,
        "years credited": credited,
        **{f"{stage}, s": seconds for stage, seconds in sorted(spent.items(), key=lambda item: item[0].strip())},
        **{
            f"{stage}, processor s": cpu[stage] for stage in ("carried out", "reconciled", "balances folded afterwards")
        },
        "whole run, s": whole,
        "whole run, accounts/s": accounts / whole,
        "whole run, processor µs an account": (cpu["carried out"] + cpu["reconciled"]) / accounts * 1e6,
        "years kept : INSERT SELECT": spent["the same years by INSERT SELECT"]
        / spent["  of which years kept, indexed"],
        **law,
        "bytes a transfer": transfers / credited,
        "bytes a year kept": years / credited,
        **after,
        "load of the machine at the end": os.getloadavg()[0],
    }


class Processors:
    """Seconds of processor used by this process and by the server, which others may slow down but not lengthen much."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT pg_read_file('postmaster.pid', true)").fetchone()
        self.server = int(row[0].split()[0]) if row and row[0] else 0

    def seconds(self) -> float:
        ticks = os.sysconf("SC_CLK_TCK")
        used = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(stat.parent.name) == self.server:
                used += sum(map(int, fields[11:15]))
            elif int(fields[1]) == self.server:
                used += sum(map(int, fields[11:13]))
        return used / ticks + time.process_time()


def bare(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BARE.encode())


def beside(accounts: int, seed: int) -> dict[str, float]:
    """Our law and OpenFisca's over the same facts, in turns, by processor seconds; what they give is the same.

    Once slice by slice, as the yearly run asks, and once in one piece of up to four million accounts, which suits
    whoever computes in columns best.
    """
    from acquis.accounts.types import YearColumns
    from acquis.accounts.yearly import law_of
    from acquis.insight.population import Population

    slices = [facts_of(each, 1) for each in Population(min(accounts, 4_000_000), seed).slices()]
    names = [field.name for field in fields(YearColumns) if isinstance(getattr(slices[0], field.name), np.ndarray)]
    whole = {name: np.concatenate([getattr(each, name) for each in slices]) for name in names}
    figures = {}
    for called, pieces in (("slice by slice", slices), ("in one piece", [YearColumns(year=YEAR, **whole)])):
        for name, figure in in_turns(law_of(YEAR), pieces).items():
            figures[f"{name}, {called}"] = figure
    return figures


def in_turns(law: Any, pieces: list[Any]) -> dict[str, float]:
    """Ours is asked group by group and for the answers that the run needs, the groups being made off the clock.

    OpenFisca's inputs are set off the clock too; the second ratio counts both. Compiling, once a process, stands apart.
    """
    from benchmarks.crediting.peer import Peer

    from acquis.rules import in_columns, yearly_credit

    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        try:
            return work()
        finally:
            spent[stage] += time.process_time() - begun

    def ask(works: list[Any]) -> list[Any]:
        names = ("earned_cents", "ceiling_cents", "granted_cents")
        return [in_columns(yearly_credit, law, work, *names) for work in works]

    peer = Peer(law)
    for number, facts in enumerate(pieces):
        balance = np.random.default_rng(number).integers(0, 600_000, len(facts.accounts))
        groups, asked = timed("groups", lambda facts=facts, balance=balance: grouped(facts, balance))
        if not number:
            # An expression is compiled once it was asked for many rows: here before the clock of the others begins.
            for _ in range(100 if len(pieces) > 1 else 2):
                timed("before", lambda asked=asked: ask(asked))
        answers = timed("law", lambda asked=asked: ask(asked))
        told = {
            "regime": facts.regime, "unit": facts.unit, "worked": facts.worked // 100,
            "reference": facts.reference // 100, "low_qualified": facts.low_qualified, "oeth": facts.oeth,
            "paid": facts.contribution_paid > 0, "balance": balance,
        }  # fmt: skip
        simulation = timed("inputs", lambda told=told: peer.simulation(told))
        found = timed("peer", lambda simulation=simulation: peer.granted(simulation))
        for rows, (_, _, granted) in zip(groups, answers, strict=True):
            assert np.array_equal(found[rows], granted)
    rows_asked = sum(len(facts.accounts) for facts in pieces)
    return {
        "the law before, and compiled, processor s": spent["before"],
        "the law, M accounts a processor s": rows_asked / spent["law"] / 1e6,
        "OpenFisca, M accounts a processor s": rows_asked / spent["peer"] / 1e6,
        "the law : OpenFisca": spent["peer"] / spent["law"],
        "the law and its groups : OpenFisca and its inputs": (spent["peer"] + spent["inputs"])
        / (spent["law"] + spent["groups"]),
    }


def grouped(facts: Any, balance: Any) -> tuple[list[Any], list[Any]]:
    """The rows of each group of the facts, and what the law is asked of them, as `accounts.columns` does it."""
    from acquis.accounts.law_columns import kind_of, kinds
    from acquis.accounts.types import REGIMES, UNITS
    from acquis.accounts.yearly import PARTS
    from acquis.rules import YearOfWork

    groups = kinds(kind_of(facts))
    return groups, [
        YearOfWork(
            regime=REGIMES[facts.regime[rows[0]]],
            unit=UNITS[facts.unit[rows[0]]],
            worked=facts.worked[rows],
            reference=facts.reference[rows] if facts.reference[rows[0]] else None,
            scale=PARTS,
            low_qualified=facts.low_qualified[rows],
            oeth=facts.oeth[rows],
            contribution_paid={-1: None, 0: False, 1: True}[int(facts.contribution_paid[rows[0]])],
            balance_cents=balance[rows],
        )
        for rows in groups
    ]


def lay(url: str, accounts: int) -> None:
    """The accounts, their purses and balances."""
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        for first in range(1, accounts + 1, 500_000):
            connection.execute(LAY.encode(), {"a": first, "b": min(accounts, first + 499_999)})  # type: ignore[arg-type]
        connection.execute("VACUUM ANALYZE accounts_account, accounts_purse, ledger_guardedaccount")


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
