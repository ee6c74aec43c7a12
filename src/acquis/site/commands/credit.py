"""`acquis credit`: the yearly run from the console, on the same rails as the staff's pages and the worker."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from acquis.crediting.types import Reason, Reconciliation, RunCard, Totals
    from acquis.kit.actor import Actor
    from acquis.kit.refusal import Refused
    from acquis.rules import Regime

HELP = "credit the rights of a year to everybody: dry run, approval by somebody else, run, reconciliation"

EPILOG = (
    "Without --dry-run: goes on with the run of the year, prepares it when there is none, and carries it out once a "
    "second person has approved it on the staff's pages (/agents/alimentation). Interrupted at any point, the same "
    "command goes on from the last slice done. "
    "A year has one run at a time: while one waits for its approval, no other is prepared. Approve it, or give it up "
    "(« Abandonner »), on the page that the message names; what it foresaw is told again by the command that prepared "
    "it, with --dry-run (--year YYYY, and --again or --undo NUMBER when the run is of that kind). A demonstration "
    "begins with such a run, of kind --again, for its last year."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis credit`."""
    parser.epilog = EPILOG
    parser.add_argument("--year", type=int, required=True, metavar="YYYY", help="the year of activity")
    parser.add_argument("--dry-run", action="store_true", help="prepare the run, tell what it would give, move nothing")
    parser.add_argument("--resume", action="store_true", help="go on with a run under way; refuse to begin another")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--again", action="store_true", help="put the facts already credited to the law as it is now")
    what.add_argument("--undo", type=int, metavar="NUMBER", help="undo the run of this number, of this year")
    what.add_argument("--reconcile", type=int, metavar="NUMBER", help="reconcile a run to the cent, and stop")
    parser.add_argument(
        "--approved-by",
        metavar="EMAIL",
        help="in the demonstration only: the approver of the operator's who is taken to have approved",
    )
    parser.add_argument(
        "--processes",
        type=_one_or_more,
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many walk through a large run at once (default: as many as there are processors)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON for a machine")


def _one_or_more(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: must be 1 or more")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """0: done, or prepared by --dry-run. 1: figures do not agree. 2: refused. 3: waits for its approval. 130: cut."""
    from acquis.site import startup

    with startup.database() as embedded:
        from acquis.kit.refusal import Refused
        from acquis.site import migration
        from acquis.site.postgres.roles import WORK

        if embedded is None and migration.pending():
            print("acquis credit: the database is not at this version; run acquis migrate first", file=sys.stderr)
            return 2
        if embedded is not None:
            migration.migrate()
        startup.become(WORK, embedded)
        try:
            return _run(args)
        except Refused as refused:
            print(f"acquis credit: {_told(refused)}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print("acquis credit: interrupted; the same command goes on from the last slice done", file=sys.stderr)
            return 130


def _told(refused: Refused) -> str:
    """A refusal in English, with what it is about: which year, which run."""
    about = ", ".join(f"{name} {value}" for name, value in refused.details.items())
    return _sentence(refused.reason, **refused.details) + (f" ({about})" if about else "")


def _sentence(reason: StrEnum, **details: object) -> str:
    from django.utils import translation

    from acquis.web.refusals import sentence_of

    with translation.override("en"):
        return sentence_of(reason, **details)


def _why(word: str) -> str:
    """Why rows gave nothing, in English, from the word under which they are counted."""
    from acquis.accounts.types import Refusal as AccountRefusal
    from acquis.rules import Refusal as LawRefusal

    for kind in (AccountRefusal, LawRefusal):
        if word in set(kind):
            return _sentence(kind(word))
    return word


def _run(args: argparse.Namespace) -> int:
    from acquis.crediting import actions, queries
    from acquis.crediting.types import RunKind, RunState
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.site.config import config

    by = system("acquis credit")
    if args.approved_by and not config().demo:
        print(
            "acquis credit: --approved-by: only in the demonstration (ACQUIS_DEMO); elsewhere an approver signs in and"
            " approves on the staff's pages, /agents/alimentation",
            file=sys.stderr,
        )
        return 2
    if args.reconcile is not None:
        return _reconcile(_numbered(args.reconcile, args.year, by), args, by)
    kind = RunKind.LAW if args.again else RunKind.UNDO if args.undo else RunKind.YEARLY
    card = queries.under_way(args.year, by=by)
    if card is not None and (card.kind is not kind or (args.undo and card.undoes != args.undo)):
        print(_in_the_way(card), file=sys.stderr)
        return 2
    if card is not None and args.dry_run and card.state is not RunState.FORESEEING:
        print(_in_the_way(card), file=sys.stderr)
        if card.state is not RunState.FORESEEN:
            return 2
    if card is None:
        if args.resume:
            print(f"acquis credit: no run of {args.year} is under way", file=sys.stderr)
            return 2
        undoes = _numbered(args.undo, args.year, by).id if args.undo else None
        run_id = actions.prepare(kind=kind, year=args.year, undoes=undoes, by=by, at=clock.now())
    else:
        run_id = card.id
    card = _walked(run_id, "Foreseen", RunState.FORESEEING, by, args.processes)
    if args.dry_run or (card.state is RunState.FORESEEN and not args.approved_by):
        _print(card, args)
        if args.dry_run:
            return 0
        print(
            f"Run {card.number} waits: somebody else approves it on /agents/alimentation/{card.id},"
            " then this command, or the worker, carries it out.",
            file=sys.stderr,
        )
        return 3
    if card.state is RunState.FORESEEN:
        actions.approve(run_id=run_id, by=_approver(args.approved_by), at=clock.now())
    # One alone begins.
    _walked(run_id, "Credited", RunState.APPROVED, by, 1)
    card = _walked(run_id, "Credited", RunState.RUNNING, by, args.processes)
    report = _reconciled(card, by, args.processes)
    _print(card, args, report)
    if not args.json:
        _print_report(report)
    return 0 if report.agrees else 1


def _in_the_way(card: RunCard) -> str:
    """Which run of the year is not over, how far it is, and what whoever wants another can do."""
    from acquis.crediting.types import RunKind, RunState

    what = f"undoing run {card.undoes}" if card.kind is RunKind.UNDO else str(card.kind)
    again = f"acquis credit --year {card.year}"
    again += {RunKind.LAW: " --again", RunKind.UNDO: f" --undo {card.undoes}"}.get(card.kind, "")
    page = f"/agents/alimentation/{card.id}"
    done = f"{card.done:,} accounts of about {max(card.total, card.done):,}"
    state, then = {
        RunState.FORESEEING: (f"being foreseen, {done}", f"`{again} --dry-run` goes on with it"),
        RunState.FORESEEN: ("foreseen, and waits for its approval", f"somebody approves or gives it up on {page}"),
        RunState.APPROVED: ("approved, and about to be carried out", f"`{again}`, or the worker, carries it out"),
    }.get(card.state, (f"being carried out, {done}", f"`{again}`, or the worker, ends it"))
    return f"acquis credit: run {card.number} of {card.year} ({what}) is {state}; {then}"


def _walked(run_id: UUID, label: str, state: Any, by: Actor, processes: int) -> RunCard:
    """The run once it is out of this state; a bar shows how far it is."""
    from acquis.crediting import actions, queries
    from acquis.kit import clock
    from acquis.site import walkers
    from acquis.site.progress import bars

    card = _seen(queries.run(run_id, by=by))
    others = min(processes, card.tracks) - 1 if card.state is state else 0
    with bars() as report, walkers.beside(run_id, state, others):
        while card.state is state:
            report(label, card.done, max(card.total, card.done))
            if not actions.advance(run_id=run_id, by=by, at=clock.now()):
                # Others walk what is left: it is theirs to end, or ours if they die.
                time.sleep(0.1)
            card = _seen(queries.run(run_id, by=by))
    return card


def _seen(card: RunCard | None) -> RunCard:
    assert card is not None  # it was just prepared, or found
    return card


def _numbered(number: int, year: int, by: Actor) -> RunCard:
    from acquis.crediting import queries
    from acquis.crediting.types import Refusal
    from acquis.kit.refusal import Refused

    for card in queries.runs(by=by):
        if card.number == number and card.year == year:
            return card
    raise Refused(Refusal.RUN_UNKNOWN, number=number, year=year)


def _approver(email: str) -> Actor:
    """The agent of this address, with the roles they have now; the act asks whether they may."""
    from acquis.kit.actor import Actor, Role
    from acquis.people import queries as people

    found = people.staff_by_email(email)
    if found is None:
        print(f"acquis credit: --approved-by: {email}: no agent of the operator's has this address", file=sys.stderr)
        raise SystemExit(2)
    return Actor(roles=frozenset(Role(role) for role in found.roles), id=found.id)


def _reconcile(card: RunCard, args: argparse.Namespace, by: Actor) -> int:
    report = _reconciled(card, by, args.processes)
    if args.json:
        print(json.dumps(_plain_report(report), ensure_ascii=False, indent=1))
    else:
        _print_report(report)
    return 0 if report.agrees else 1


def _reconciled(card: RunCard, by: Actor, processes: int) -> Reconciliation:
    """What the run moved, read now in four places, and kept for the staff's pages."""
    from acquis.crediting import actions, queries
    from acquis.kit import clock
    from acquis.site import walkers
    from acquis.site.progress import bars

    with bars() as tell, walkers.spread(min(processes, 1 + card.executed.years // 100_000)) as each:
        read = 0

        def progress(versions: int) -> None:
            nonlocal read
            read += versions
            tell("Reconciled", read, max(read, card.executed.years))

        report = queries.reconciled_now(card.id, by=by, progress=progress, each=each)
    assert report is not None  # the system sees every run
    actions.keep_reconciliation(run_id=card.id, report=report, by=by, at=clock.now())
    return report


def _print(card: RunCard, args: argparse.Namespace, report: Reconciliation | None = None) -> None:
    from acquis.crediting import queries
    from acquis.crediting.types import Phase

    phase = Phase.DONE if card.executed.years or card.state == "done" else Phase.FORESEEN
    totals = card.executed if phase is Phase.DONE else card.foreseen
    bands, refused = queries.bands(card.id, phase), queries.refused(card.id, phase)
    lines = queries.tallies(card.id, phase)
    if args.json:
        told: dict[str, Any] = {
            "run": card.number,
            "kind": card.kind,
            "year": card.year,
            "state": card.state,
            "phase": phase,
            "totals": asdict(totals),
            "parts": [
                {"regime": line.regime, "reason": line.reason, "department": line.department} | asdict(line.totals)
                for line in queries.departments(card.id, phase)
            ],
            "bands": [asdict(band) for band in bands],
            "refused": {each.reason: each.rows for each in refused},
        }
        if report is not None:
            told["reconciliation"] = _plain_report(report)
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    from acquis.rules import Regime

    console = Console()
    title = f"Run {card.number}, {card.kind} {card.year}: {card.state} ({phase})"
    in_hours = [line for line in lines if line.regime is Regime.PUBLIC_AGENT]
    lines = [line for line in lines if line.regime is not Regime.PUBLIC_AGENT]
    table = Table("", *[line.regime.value + " " + line.reason.value for line in lines], "all", title=title)
    for word, figure in _FIGURES:
        table.add_row(word, *[figure(line.totals) for line in lines], figure(totals))
    console.print(table)
    for line in in_hours:
        of = line.totals
        console.print(
            f"{line.regime} {line.reason}: {of.years:,} years, {of.given_cents / 100:,.0f} hours given,"
            f" {of.taken_cents / 100:,.0f} taken back, {of.shortfall_cents / 100:,.0f} used already.",
            markup=False,
        )
    console.print(f"{totals.unchanged:,} years known already, {totals.refused:,} rows refused.")
    for each in refused:
        console.print(f"  {each.rows:>10,}  {_why(each.reason)}", markup=False)
    most = max((band.years for band in bands), default=1)
    for band in bands:
        bar = "█" * max(1, band.years * 50 // most)
        console.print(f"  from {_euros(band.from_cents):>11} {band.years:>12,}  {bar}", markup=False)


def _euros(cents: int) -> str:
    from acquis.kit.money import euros

    return euros(cents, language="en")


_FIGURES: tuple[tuple[str, Callable[[Totals], str]], ...] = (
    ("years", lambda totals: f"{totals.years:,}"),
    ("given", lambda totals: _euros(totals.given_cents)),
    ("taken back", lambda totals: _euros(totals.taken_cents)),
    ("cut by ceilings", lambda totals: _euros(totals.cut_cents)),
    ("shortfall", lambda totals: _euros(totals.shortfall_cents)),
)


def _print_report(report: Reconciliation) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("part", title=f"Run {report.number}, read in four places")
    for word in ("facts", "journal", "ledger", "balances"):
        table.add_column(word, justify="right", no_wrap=True)
    table.add_column("")
    sums: dict[tuple[Regime, Reason], list[int]] = {}
    for line in report.lines:
        figures = [line.facts_cents, line.journal_cents, line.ledger_cents, line.balances_cents]
        key = (line.regime, line.reason)
        sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 4), figures, strict=True)]
        if not line.agrees:
            of = " ".join((*key, line.department or "department not known"))
            table.add_row(of, *[_in_unit(line.regime, figure) for figure in figures], "✗")
    for key, figures in sums.items():
        told = [_in_unit(key[0], figure) for figure in figures]
        table.add_row(" ".join(key), *told, "✓" if len(set(figures)) == 1 else "✗")
    console.print(table)
    for each in report.differences:
        console.print(
            f"account {each.account_id}, in cents or hundredths of an hour: facts {each.facts_cents:,}, "
            f"ledger {each.ledger_cents:,}, balances {each.balances_cents:,}",
            markup=False,
        )
    console.print("Facts, journal, ledger and balances agree." if report.agrees else "They do NOT agree.")


def _in_unit(regime: Regime, figure: int) -> str:
    from acquis.rules import Regime

    return f"{figure / 100:,.2f} h" if regime is Regime.PUBLIC_AGENT else _euros(figure)


def _plain_report(report: Reconciliation) -> dict[str, Any]:
    return {"agrees": report.agrees} | asdict(report)
