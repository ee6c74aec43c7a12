"""`python -m benchmarks.search growth --out FIGURES.json 10000 … 3000000`: ours alone, size by size, and the drawing.

Each size is measured in a process of its own, so that the memory told is its own, and kept in FIGURES before the next
begins: a size that is there is not measured again, so the command goes on where it was stopped. `--anew` begins again.
The drawing lies beside FIGURES, with the ending .svg. Give it `nice` and a calm machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import catalogue, drawing
from .ours import Ours
from .questions import questions
from .timing import in_turns, say, summary


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search growth", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--out", type=Path, required=True, metavar="FIGURES.json")
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--anew", action="store_true", help="forget what was measured before")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(words)
    if args.alone:
        print(json.dumps(measured(args.sizes[0], args.queries)))
        return 0
    known: list[dict[str, Any]] = []
    if args.out.exists() and not args.anew:
        known = json.loads(args.out.read_text("utf-8"))
    for size in sorted(set(args.sizes) - {each["offers"] for each in known}):
        command = [sys.executable, "-m", "benchmarks.search", "growth", "--alone", str(size)]
        given = ["--out", str(args.out), "--queries", str(args.queries)]
        done = subprocess.run([*command, *given], stdout=subprocess.PIPE, check=True)
        known = sorted([*known, json.loads(done.stdout)], key=lambda each: each["offers"])
        fresh = args.out.with_suffix(".new")
        fresh.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        os.replace(fresh, args.out)
        if len(known) > 1:
            args.out.with_suffix(".svg").write_text(drawing.drawn(known), "utf-8")
    return 0


def measured(size: int, queries: int) -> dict[str, Any]:
    """The figures of one size."""
    say(f"{size:,} offers")
    given = catalogue.sources()
    asked = questions(list(catalogue.offers(min(size, 20_000), given=given)), queries)
    folder = Path(tempfile.mkdtemp(prefix="acquis-growth-"))
    try:
        engine = Ours(folder)
        wall, own = time.perf_counter(), time.process_time()
        drawn = Drawing(catalogue.offers(size, given=given))
        engine.build(drawn)
        row: dict[str, Any] = {
            "offers": size,
            "build, s": round(time.perf_counter() - wall - drawn.wall, 1),
            "build, processor s": round(time.process_time() - own - drawn.spent, 1),
            "MB": round(engine.size() / 1e6),
            "memory at most, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        row |= summary(in_turns([engine], asked, 2)[engine.name], asked)
        row["load"] = round(os.getloadavg()[0], 1)
        say(json.dumps(row))
        return row
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Drawing:
    """Passes on what is drawn, and keeps count of the seconds, of processor and of the wall, that drawing it takes."""

    def __init__(self, offers: Iterator[Any]) -> None:
        self._offers, self.spent, self.wall = offers, 0.0, 0.0

    def __iter__(self) -> Iterator[Any]:
        while True:
            own, wall = time.process_time(), time.perf_counter()
            offer = next(self._offers, None)
            self.spent += time.process_time() - own
            self.wall += time.perf_counter() - wall
            if offer is None:
                return
            yield offer
