"""`acquis export`: write the whole catalogue in a format that others read, or the uses that bodies are to hear of."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from . import export_uses

FORMATS = {"lheo": "LHEO", "csv": "COLUMNS", "elm": "EUROPEAN"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis export`."""
    words = parser.add_subparsers(dest="what", required=True, metavar="catalogue|risk-uses")
    catalogue = words.add_parser("catalogue", help="every training on sale today")
    catalogue.add_argument("--format", choices=[*FORMATS, "all"], default="all", help="one of them, or all three")
    catalogue.add_argument(
        "--out", type=Path, metavar="FILE", help="where to; else where /api/open/v1/exports takes the files from"
    )
    uses = words.add_parser(
        "risk-uses", help="points of prevention and accidents' endowments used here (docs/formats/risk-uses.md)"
    )
    uses.add_argument(
        "--since", type=datetime.fromisoformat, required=True, metavar="WHEN", help="a day, or an instant (ISO 8601)"
    )
    uses.add_argument("--out", type=Path, metavar="FILE", help="where to; else what is printed")


def run(args: argparse.Namespace) -> int:
    """0 when the files are whole; 2 when `--out` is given for several or cannot be written."""
    if args.what == "risk-uses":
        return export_uses.run(args.since, args.out)
    if args.out and args.format == "all":
        print("acquis export: --out needs one --format", file=sys.stderr)
        return 2
    if args.out and not args.out.absolute().parent.is_dir():
        print(f"acquis export: not a folder: {args.out.absolute().parent}", file=sys.stderr)
        return 2
    from acquis.site import startup

    with startup.database() as server:
        from acquis.catalogue.exports import queries
        from acquis.catalogue.exports.types import Export
        from acquis.kit import clock
        from acquis.site.postgres.roles import WORK
        from acquis.site.progress import Report, bars

        startup.become(WORK, server)
        total = queries.size()
        for word, name in FORMATS.items():
            if args.format not in (word, "all"):
                continue
            with bars() as told:
                on = clock.day_of(clock.now())

                def tell(done: int, label: str = word, told: Report = told) -> None:
                    told(label, done, total)

                try:
                    count = queries.make(Export[name], on=on, path=args.out, told=tell)
                except OSError as error:
                    print(f"acquis export: {error}", file=sys.stderr)
                    return 2
            print(f"{args.out or queries.made(Export[name])}: {count}")
    return 0
