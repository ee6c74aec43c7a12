"""`python -m benchmarks.search`: our index beside tantivy bare, SQLite FTS5 and PostgreSQL, asked the same, in turns.

Every engine gives the best twenty and exact counts by domain, register, modality, region and band of price (ours by
seven more), with criteria, radius, beginnings and mistakes. `--growth` measures ours alone at several sizes, and
`--http` asks the open API over granian.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from acquis.site.postgres.server import EmbeddedServer

from . import catalogue, over_http
from .ours import Ours, Product
from .peers import Postgres, Sqlite, Tantivy
from .questions import CLASSES, Question, questions
from .truth import truths

#: Engines take turns of so many questions, so that what else the machine does falls on all of them alike.
TURN = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--offers", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--judged", type=int, default=160, help="questions whose recall is judged")
    parser.add_argument("--peers", nargs="*", default=["tantivy", "sqlite", "postgres"])
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="sizes at which ours alone is measured")
    parser.add_argument("--http", action="store_true", help="ask the open API over HTTP")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as folder:
        Path(folder).chmod(0o711)
        if args.growth:
            told = growth(args.growth, args.queries, Path(folder))
        elif args.http:
            told = over_http.measured(args.offers, Path(folder))
        else:
            told = side_by_side(args, Path(folder))
    print(json.dumps(told, indent=2, ensure_ascii=False) if args.json else written(told))
    return 0


def side_by_side(args: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    say(f"drawing {args.offers:,} offers")
    given = catalogue.sources()
    offers = list(catalogue.offers(args.offers, given=given))
    asked = questions(offers[:20_000], args.queries)
    with EmbeddedServer(folder / "postgres") as server, psycopg.connect(server.url) as connection:
        engines: list[Any] = [Ours(folder / "ours")]
        if "tantivy" in args.peers:
            engines.append(Tantivy(folder / "tantivy", given.towns))
        if "sqlite" in args.peers:
            engines.append(Sqlite(folder / "sqlite", given.towns))
        if "postgres" in args.peers:
            engines.append(Postgres(connection, given.towns))
        told = []
        for engine in engines:
            say(f"building {engine.name}")
            wall, own = time.perf_counter(), time.process_time()
            engine.build(offers)
            told.append(
                {
                    "engine": engine.name,
                    "offers": len(offers),
                    "build, s": round(time.perf_counter() - wall, 1),
                    "build, processor s": round(time.process_time() - own, 1),
                    "MB": round(engine.size() / 1e6),
                }
            )
        product = Product(engines[0])
        times = in_turns([*engines, product], asked, args.rounds)
        judged = asked[: args.judged]
        say(f"judging {len(judged)} questions")
        meant = truths(offers, judged) if judged else []
        for engine, row in zip(engines, told, strict=True):
            row |= summary(times[engine.name], asked)
            if judged:
                row["recall@20"] = round(recall(engine.ask, judged, meant), 4)
        if len(engines) > 1 and engines[1].name == "tantivy":
            for name in ("p50", "p95", "p50, processor", "p95, processor"):
                told[0][f"{name} : tantivy"] = round(told[0][name] / told[1][name], 2)
        told[0] |= edited(engines[0], offers)
        told.append({"engine": product.name} | summary(times[product.name], asked))
    return told


def in_turns(engines: Sequence[Any], asked: Sequence[Question], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """For each engine the (wall, processor) milliseconds of each question, the median of the rounds."""
    rows: dict[str, list[list[tuple[float, float]]]] = {engine.name: [[] for _ in asked] for engine in engines}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for begin in range(0, len(asked), TURN):
            for engine in engines:
                if not number and begin > TURN:
                    continue
                for at in range(begin, min(begin + TURN, len(asked))):
                    wall, own = time.perf_counter_ns(), time.process_time_ns()
                    engine.ask(asked[at])
                    own_spent, spent = time.process_time_ns() - own, time.perf_counter_ns() - wall
                    if number:
                        rows[engine.name][at].append((spent / 1e6, own_spent / 1e6))
    return {
        name: [
            (statistics.median(wall for wall, _ in each), statistics.median(own for _, own in each)) for each in lists
        ]
        for name, lists in rows.items()
    }


def summary(times: Sequence[tuple[float, float]], asked: Sequence[Question]) -> dict[str, Any]:
    """Percentiles, by the wall and by the processor, then the median of each class."""
    wall, own = sorted(each for each, _ in times), sorted(each for _, each in times)

    def at(values: Sequence[float], share: float) -> float:
        return round(values[min(len(values) - 1, int(len(values) * share))], 3)

    told: dict[str, Any] = {
        "p50": at(wall, 0.5), "p95": at(wall, 0.95), "p99": at(wall, 0.99),
        "p50, processor": at(own, 0.5), "p95, processor": at(own, 0.95),
    }  # fmt: skip
    told["classes"] = {
        kind: at(sorted(each for (each, _), question in zip(times, asked, strict=True) if question.kind == kind), 0.5)
        for kind in CLASSES
    }
    return told


def recall(
    ask: Callable[[Question], tuple[int, list[str]]], asked: Sequence[Question], meant: Sequence[set[str]]
) -> float:
    """Of the twenty (or of as many as there are) that could be right, how many are; the mean of all questions."""
    shares = []
    for question, right in zip(asked, meant, strict=True):
        if right:
            _, keys = ask(question)
            shares.append(len(set(keys[:20]) & right) / min(20, len(right)))
    return statistics.mean(shares)


def edited(ours: Ours, offers: Sequence[Any]) -> dict[str, float]:
    """How long until an edited offer is found: written, durably, and asked."""
    spent = []
    folding: threading.Thread | None = None
    for offer in offers[:20]:
        began = time.perf_counter()
        with ours.store.writing_alone():
            ours.store.replace([offer.training], [offer])
        if ours.store.may_fold():
            # As the product does: beside.
            folding = threading.Thread(target=ours.store.fold)
            folding.start()
        ours.ask(Question(kind="", words=tuple(offer.title.split()[:2]), meant=()))
        spent.append((time.perf_counter() - began) * 1000)
    if folding is not None:
        folding.join()
    return {"an edit found, ms": round(statistics.median(spent), 1), "an edit found, most, ms": round(max(spent), 1)}


def growth(sizes: Sequence[int], queries: int, folder: Path) -> list[dict[str, Any]]:
    """Ours alone, at each size."""
    told = []
    given = catalogue.sources()
    for size in sizes:
        say(f"{size:,} offers")
        sample = list(catalogue.offers(min(size, 20_000), given=given))
        asked = questions(sample, queries)
        engine = Ours(folder / f"ours-{size}")
        own, drawing = time.process_time(), Drawing(catalogue.offers(size, given=given))
        engine.build(drawing)
        row: dict[str, Any] = {
            "offers": size,
            "build, processor s": round(time.process_time() - own - drawing.spent, 1),
            "MB": round(engine.size() / 1e6),
        }
        # Sizes grow, so the most that was ever held is that of this one.
        row["memory at most, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        row |= summary(in_turns([engine], asked, 2)[engine.name], asked)
        row["load"] = round(os.getloadavg()[0], 1)
        told.append(row)
        # A long run that is cut short keeps what it measured.
        say(json.dumps(row))
        shutil.rmtree(engine.store.folder)
    return told


class Drawing:
    """Passes on what is drawn, and keeps count of the processor seconds that drawing it takes."""

    def __init__(self, offers: Iterator[Any]) -> None:
        self._offers, self.spent = offers, 0.0

    def __iter__(self) -> Iterator[Any]:
        while True:
            before = time.process_time()
            offer = next(self._offers, None)
            self.spent += time.process_time() - before
            if offer is None:
                return
            yield offer


def say(text: str) -> None:
    print(f"· {text} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)


def written(rows: Sequence[dict[str, Any]]) -> str:
    """A table: a line for each engine or size."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "classes"))
    lines = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    lines += [f"| {' | '.join(str(row.get(name, '')) for name in names)} |" for row in rows]
    for row in rows:
        if "classes" in row:
            classes = ", ".join(f"{kind} {value}" for kind, value in row["classes"].items())
            lines.append(f"\np50 by class, {row.get('engine', row.get('offers'))}: {classes}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
