"""`acquis books`: the trial balance of a month, the file of accounting entries of a year (FEC), delays of payment."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquis.treasury.types import DelaySum

#: What the demonstration's operator is called in the name of the file: no company has this SIREN.
_DEMO_SIREN = "999999999"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis books`."""
    words = parser.add_subparsers(dest="what", required=True, metavar="balance|fec|delays")
    balance = words.add_parser("balance", help="the trial balance of an accounting month")
    balance.add_argument("--month", required=True, metavar="YYYY-MM", help="the month")
    balance.add_argument("--json", action="store_true", help="print it as JSON, for a machine")
    fec = words.add_parser("fec", help="the accounting entries of a year; begun before and interrupted, it goes on")
    fec.add_argument("--year", required=True, type=int, metavar="YYYY", help="the year")
    fec.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to; the folder one is in")
    fec.add_argument("--open-months", action="store_true", help="months that are not closed too; provisional")
    delays = words.add_parser(
        "delays", help="how long bodies waited for their money, of what was paid in twelve months"
    )
    delays.add_argument("--json", action="store_true", help="print it as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when it is done, 2 when what was asked makes no sense or cannot be written."""
    from acquis.site import startup

    with startup.database() as server:
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        return {"balance": _balance, "fec": _fec, "delays": _delays}[args.what](args)


def _balance(args: argparse.Namespace) -> int:
    from acquis.accounting import queries

    try:
        month = date.fromisoformat(f"{args.month}-01")
    except ValueError:
        print(f"acquis books: --month: {args.month} is not a month like 2026-10", file=sys.stderr)
        return 2
    lines = queries.balance(queries.every_flow(), first=month, last=month)
    if args.json:
        print(json.dumps([asdict(line) | {"after_cents": line.after_cents} for line in lines], ensure_ascii=False))
        return 0
    for line in lines:
        sums = (line.before_cents, line.debits_cents, line.credits_cents, line.after_cents)
        print(
            f"{line.number}  {line.label[:50]:50}" + "".join(f"{Decimal(cents).scaleb(-2):>20,.2f}" for cents in sums)
        )
    return 0


def _fec(args: argparse.Namespace) -> int:
    from acquis.accounting import queries
    from acquis.accounting.queries import fec
    from acquis.kit.clock import day_of, now
    from acquis.site.config import config
    from acquis.site.progress import bars

    siren = config().operator_siren or (_DEMO_SIREN if config().demo else "")
    if not (siren.isdecimal() and len(siren) == 9):
        print("acquis books: ACQUIS_OPERATOR_SIREN must be the operator's SIREN, nine digits", file=sys.stderr)
        return 2
    path = args.out / fec.file_name(siren, args.year, provisional=args.open_months)
    # The letters are those known today: what was begun on another day is not gone on with.
    today = day_of(now())
    part = path.with_suffix(f".{today}.part")
    flows = queries.every_flow()
    total = sum(flow.entries for flow in flows if flow.month.year == args.year)
    if not total:
        print(f"acquis books: {args.year} has no entries", file=sys.stderr)
        return 2
    try:
        with bars() as told:
            written = fec.write(
                part,
                args.year,
                open_months=args.open_months,
                lettered=today,
                told=lambda done: told(str(args.year), done, total),
            )
        part.replace(path)
    except OSError as error:
        print(f"acquis books: {error}", file=sys.stderr)
        return 2
    print(f"{path}: {written} entries")
    return 0


def _delays(args: argparse.Namespace) -> int:
    from acquis.kit.clock import day_of, now
    from acquis.treasury import queries

    told = queries.delays_until(day_of(now()))
    groups: list[tuple[str, str, DelaySum]] = [("paid", "all", told.paid)]
    groups += [("paid, by month", f"{month:%Y-%m}", each) for month, each in told.by_month]
    groups += [("paid, by reason", why or "nothing", each) for why, each in told.by_reason]
    groups += [("late today, by reason", why or "nothing", each) for why, each in told.late_by_reason]
    if args.json:
        print(json.dumps([{"counted": what, "group": group} | asdict(each) for what, group, each in groups]))
        return 0
    print(f"{told.first} to {told.last}: invoices, in time; days of the middle one, of the ninth in ten; euros")
    for what, group, each in groups:
        days = f"{each.median_days if each.count else '-':>5}{each.ninth_decile_days if each.count else '-':>5}"
        print(f"{what:22} {group:20} {each.count:>9}{each.in_time:>9}{days}{Decimal(each.cents).scaleb(-2):>18,.2f}")
    return 0
