"""`python -m benchmarks.search`: our index beside tantivy bare, SQLite FTS5 and PostgreSQL, asked the same, in turns.

Every engine gives the best twenty and exact counts by domain, register, modality, region and band of price (ours by
seven more), with criteria, radius, beginnings and mistakes. `growth` (see `growth.py`) measures ours alone at several
sizes, and `--http` asks the open API over granian.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from acquis.site.postgres.server import EmbeddedServer

from . import catalogue, growth, over_http
from .ours import Ours, Product
from .peers import Postgres, Sqlite, Tantivy
from .questions import Question, questions
from .timing import in_turns, say, summary
from .truth import truths


def main() -> int:
    if sys.argv[1:2] == ["growth"]:
        return growth.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--offers", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--judged", type=int, default=160, help="questions whose recall is judged")
    parser.add_argument("--peers", nargs="*", default=["tantivy", "sqlite", "postgres"])
    parser.add_argument("--http", action="store_true", help="ask the open API over HTTP")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as folder:
        Path(folder).chmod(0o711)
        if args.http:
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
