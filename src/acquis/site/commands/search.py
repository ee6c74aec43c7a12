"""`acquis search`: the product's search over a catalogue of lines of JSON, without a database: ranks, and why."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acquis.catalogue.search.answering import Answer
    from acquis.catalogue.search.columns.store import Snapshot
    from acquis.catalogue.search.plan import Plan
    from acquis.catalogue.search.types import Understood

SHOWN = 10
#: A catalogue of so many bytes is worth the half minute of compiling, once for a machine, what indexes and asks it.
WORTH_COMPILING = 2_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis search`."""
    words = parser.add_subparsers(dest="word", required=True, metavar="run|explain")
    one = words.add_parser("run", help="index a catalogue, answer every question of a file, write the ranks")
    one.add_argument("--queries", type=Path, required=True, metavar="FILE.json", help='{"queries": [{"id", "q"}, …]}')
    one.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl", help="one line a question: id, results")
    one.add_argument("--top", type=int, default=50, metavar="N", help="how many results a question (50)")
    two = words.add_parser("explain", help="how a question is read, and why the first ten come")
    two.add_argument("question", metavar="WORDS")
    for each in (one, two):
        each.add_argument("--catalog", type=Path, required=each is one, metavar="FILE.jsonl", help="one offer a line")
        each.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DAY",
            help='the day of the questions (AAAA-MM-JJ); else the "today" of the file of questions, else today',
        )


def run(args: argparse.Namespace) -> int:
    """0 when everything was answered, 2 when a file cannot be read."""
    from acquis.site import startup

    startup.set_up()
    from acquis.catalogue.search.json_catalogue import BadLine

    try:
        with tempfile.TemporaryDirectory(prefix="acquis-search-") as folder:
            if args.word == "run":
                return _run(args, Path(folder))
            return _explain(args, Path(folder))
    except (OSError, ValueError) as error:
        where = args.catalog if isinstance(error, BadLine) else ""
        print(f"acquis search: {where}{': ' if where else ''}{error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace, folder: Path) -> int:
    asked = json.loads(args.queries.read_text(encoding="utf-8"))
    questions = asked["queries"] if isinstance(asked, dict) else asked
    on = _day(args, asked if isinstance(asked, dict) else {})
    snapshot = _indexed(args.catalog, folder)
    with args.out.open("w", encoding="utf-8") as out:
        for question in questions:
            answer = _answer(snapshot, str(question["q"]), on, args.top)
            found = {"id": question["id"], "results": [offer.key for offer in answer.offers]}
            out.write(json.dumps(found, ensure_ascii=False) + "\n")
    print(
        f"{len(questions)} questions over {snapshot.offers:,} offers, on {on.isoformat()}: {args.out}", file=sys.stderr
    )
    return 0


def _explain(args: argparse.Namespace, folder: Path) -> int:
    from acquis.catalogue.search.columns.vocabulary import Words
    from acquis.catalogue.search.understanding import plans

    on = _day(args, {})
    snapshot = _indexed(args.catalog, folder) if args.catalog else _indexed_empty(folder)
    readings = list(plans(_request(args.question, SHOWN), Words(snapshot), on=on))
    if not args.catalog:
        for line in _reading(*readings[0]):
            print(line)
        print(f"  and {len(readings) - 1} wider readings, tried in turn while nothing is found")
    else:
        answer = _answer(snapshot, args.question, on, SHOWN)
        for line in _reading(answer.plan, answer.understood):
            print(line)
        taken = next(number for number, (plan, _) in enumerate(readings, 1) if plan == answer.plan)
        print(f"  reading {taken} of {len(readings)}" + ("" if answer.total else ", as none finds anything"))
        print(f"\n{answer.total:,} offers")
        for rank, offer in enumerate(answer.offers, 1):
            card = json.loads(offer.card)
            told = ", ".join(str(reason) for reason in offer.reasons)
            print(f"{rank:>3}. {card['title']}{' – ' + card['city'] if card['city'] else ''}  [{told}]")
    return 0


def _reading(plan: Plan, understood: Understood) -> Iterator[str]:
    """What was understood, what was let go or not heard, and what is looked for."""
    yield f"Looked for: {', '.join(understood.words) or 'everything'}"
    for meant in understood.meant:
        yield f"  {meant.reading:<14} « {meant.words} » → {meant.label} ({meant.value})"
    for meant in understood.let_go:
        yield f"  {'let go':<14} « {meant.words} » → {meant.label}: nothing has it with the rest"
    for words in understood.unheard:
        yield f"  {'not heard':<14} « {words} »: no offer tells this"
    if understood.place_unknown:
        yield f"  {'no such place':<14} « {understood.place_unknown} »"
    if understood.some_words:
        yield f"  {'some words':<14} no offer has them all"
    if understood.cut:
        yield f"  {'cut':<14} only the beginning of the text was read"
    for number, clause in enumerate(plan.clauses, 1):
        must = "without" if clause.unwanted else "with" if clause.needed else "rather with"
        yield f"  {number}. {must} one of:"
        for way in clause.ways:
            said = " ".join(way.terms) + ("…" if way.beginning else "")
            yield f"       {way.weight:.2f}  {said}{'  in ' + ', '.join(sorted(way.parts)) if way.parts else ''}"


def _day(args: argparse.Namespace, asked: dict[str, Any]) -> date:
    from acquis.kit import clock

    return args.on or (date.fromisoformat(asked["today"]) if asked.get("today") else clock.day_of(clock.machine_now()))


def _request(question: str, top: int) -> Any:
    from acquis.catalogue.search.types import SearchRequest

    return SearchRequest(text=question, per_page=top)


def _indexed(catalog: Path, folder: Path) -> Snapshot:
    from acquis.catalogue.search.columns import machine
    from acquis.catalogue.search.json_catalogue import read

    if catalog.stat().st_size > WORTH_COMPILING:
        machine.make()
    return _made(read(catalog), folder)


def _indexed_empty(folder: Path) -> Snapshot:
    return _made((), folder)


def _made(documents: Any, folder: Path) -> Snapshot:
    from acquis.catalogue.search.columns.store import Store

    store = Store(folder)
    with store.writing_alone():
        store.make(documents, position={})
    snapshot = store.snapshot()
    assert snapshot is not None
    return snapshot


def _answer(snapshot: Snapshot, question: str, on: date, top: int) -> Answer:
    from acquis.catalogue.search.answering import answer
    from acquis.catalogue.search.columns.vocabulary import Words
    from acquis.catalogue.search.understanding import plans

    return answer(snapshot, plans(_request(question, top), Words(snapshot), on=on), on=on)
