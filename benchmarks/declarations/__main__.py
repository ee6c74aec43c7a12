"""`python -m benchmarks.declarations`: DSN files of invented people, read alone and taken into a fresh database.

The file is made first and is not timed. Memory is the peak of this very process, children and server aside.
`--stream MB` reads a file of that size without a database, to show that memory does not follow the size; `--facts N`
adds up the facts of N accounts (`facts`).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import django
from benchmarks.declarations.facts import measure

PEOPLE_OF_ONE_PLACE = 5_000


def write(path: Path, people: int, month: date, *, megabytes: int = 0) -> int:
    """Write a file of `people`, or of as many as fill `megabytes`; returns how many."""
    from tests.declarations.dsn_files import declaration, many, siret_of, whole_file

    written = 0

    def declarations() -> Iterator[str]:
        nonlocal written
        for rank in count():
            left = people - written if not megabytes else PEOPLE_OF_ONE_PLACE
            if left <= 0 or (megabytes and path.stat().st_size > megabytes << 20):
                return
            some = min(left, PEOPLE_OF_ONE_PLACE)
            siret = siret_of(rank)
            first = written % 90_000
            yield from declaration(many(some, first=first), month=month, siren=siret[:9], nic=siret[9:])
            written += some

    with path.open("w", encoding="iso-8859-1", newline="") as file:
        for line in whole_file(declarations()):
            file.write(line + "\r\n")
    return written


def peak() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_only(path: Path) -> dict[str, Any]:
    """Read a file as the import does, and let everything go."""
    from acquis.declarations.formats import dsn
    from acquis.declarations.formats.blocks import blocks
    from acquis.declarations.formats.lines import lines, look
    from acquis.declarations.reporting import Telling
    from acquis.declarations.types import Individual

    before = peak()
    begun = time.perf_counter()
    with path.open("rb") as raw:
        seen = look(raw)
        looked = time.perf_counter()
        reading = dsn.Reading(Telling().find, date(2026, 3, 10))
        found = sum(isinstance(each, Individual) for each in reading.items(blocks(lines(raw, seen.encoding))))
    ended = time.perf_counter()
    size = path.stat().st_size / (1 << 20)
    return {
        "file": f"{size:,.0f} MB",
        "individuals": found,
        "looked": f"{size / (looked - begun):,.0f} MB/s",
        "read": f"{size / (ended - looked):,.1f} MB/s",
        "individuals read a second": round(found / (ended - looked)),
        "memory grew by": f"{peak() - before:,.1f} MB",
    }


def take(paths: list[Path], at: datetime) -> list[dict[str, Any]]:
    """Take files into the database, one after the other."""
    from acquis.declarations.actions import import_dsn
    from acquis.kit.actor import system

    told = []
    for path in paths:
        begun, before = time.perf_counter(), peak()
        report = import_dsn(file=path, by=system("benchmark"), at=at)
        took = time.perf_counter() - begun
        told.append(
            {
                "file": path.name,
                "seconds": round(took, 1),
                "individuals a second": round(report.counts["individuals"] / took),
                "counts": {k: v for k, v in report.counts.items() if k.startswith(("individuals", "lines"))},
                "memory grew by": f"{peak() - before:,.1f} MB",
            }
        )
    return told


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.declarations", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--stream", type=int, metavar="MB", help="only read a file of that size, without a database")
    parser.add_argument(
        "--facts", type=int, metavar="ACCOUNTS", help="only add up the facts of a year, both ways in turns"
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    os.environ["ACQUIS_DEMO"] = "true"
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as folder:
        path = Path(folder) / "mars.dsn"
        if args.stream:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
            django.setup()
            write(path, 0, date(2025, 3, 1), megabytes=args.stream)
            results["reading alone"] = read_only(path)
        else:
            results = _in_a_database(Path(folder), args.people, args.facts)
    print(json.dumps(results, ensure_ascii=False, indent=1 if args.json else 2))
    return 0


def _in_a_database(folder: Path, people: int, accounts: int | None) -> dict[str, Any]:
    from acquis.site.postgres.server import EmbeddedServer

    home = folder / "home"
    home.mkdir()
    folder.chmod(0o711)
    os.environ["ACQUIS_HOME"] = str(home)
    with EmbeddedServer(folder / "server") as server:
        os.environ["ACQUIS_DATABASE_URL"] = server.url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
        django.setup()
        from acquis.kit import clock
        from acquis.site import migration

        migration.migrate()
        if accounts:
            return measure(accounts, server.url)
        march, april = folder / "mars.dsn", folder / "avril.dsn"
        write(march, people, date(2025, 3, 1))
        write(april, people, date(2025, 4, 1))
        results = {"reading alone": read_only(march)}
        results["taken: new people, known people, again"] = take([march, april, march], clock.now())  # type: ignore[assignment]
    return results


if __name__ == "__main__":
    sys.exit(main())
