"""`acquis credit`: the yearly run from the console, on the same rails as the staff's pages and the worker."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import credit_told

if TYPE_CHECKING:
    from acquis.crediting.types import Reconciliation, RunCard
    from acquis.kit.actor import Actor
    from acquis.kit.refusal import Refused


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
    return credit_told.sentence(refused.reason, **refused.details) + (f" ({about})" if about else "")


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
    card, prepared_now = queries.under_way(args.year, by=by), False
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
        prepared_now = True
        run_id = actions.prepare(kind=kind, year=args.year, undoes=undoes, by=by, at=clock.now())
    else:
        run_id = card.id
    card = _walked(run_id, "Foreseen", RunState.FORESEEING, by, args.processes)
    if args.dry_run or (card.state is RunState.FORESEEN and not args.approved_by):
        credit_told.print_run(card, as_json=args.json)
        if args.dry_run:
            return 0
        if prepared_now and not card.foreseen.years:
            # Nobody has anything to approve, and the year is free for another run.
            actions.discard(run_id=run_id, by=by, at=clock.now())
            print(f"Nothing is to be changed: run {card.number} is given up.", file=sys.stderr)
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
    credit_told.print_run(card, as_json=args.json, report=report)
    if not args.json:
        credit_told.print_report(report)
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
        print(json.dumps(credit_told.plain_report(report), ensure_ascii=False, indent=1))
    else:
        credit_told.print_report(report)
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
