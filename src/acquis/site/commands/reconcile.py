"""`acquis reconcile`: the movements of a day against the bank and the card provider, and what does not agree."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

#: Differences printed for people; `--json` prints them all.
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis reconcile`."""
    parser.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="the day")
    parser.add_argument("--report", type=Path, metavar="FILE", help="a report of the card provider to read first")
    parser.add_argument("--json", action="store_true", help="print the result as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when everything agrees, 1 when something does not, 2 when the day or the report cannot be read."""
    try:
        day = date.fromisoformat(args.day)
        content = args.report.read_bytes() if args.report else None
    except (ValueError, OSError) as error:
        print(f"acquis reconcile: {error}", file=sys.stderr)
        return 2
    from acquis.site import startup

    with startup.database() as server:
        from django.utils import translation

        from acquis.accounting import actions, queries
        from acquis.kit import clock
        from acquis.kit.actor import system
        from acquis.kit.refusal import Refused
        from acquis.site.postgres.roles import WORK
        from acquis.web.labels import label
        from acquis.web.refusals import sentence

        startup.become(WORK, server)
        by, at = system("acquis reconcile"), clock.now()
        with translation.override("en"):
            if content is not None:
                try:
                    actions.take_card_report(content=content, name=args.report.name, by=by, at=at)
                except Refused as refused:
                    print(f"acquis reconcile: {args.report}: {sentence(refused)}", file=sys.stderr)
                    return 2
            try:
                told = actions.reconcile_day(day=day, by=by, at=at)
            except Refused as refused:
                print(f"acquis reconcile: {day}: {sentence(refused)}", file=sys.stderr)
                return 2
            found = queries.differences(day=day, limit=None)
            if args.json:
                rows = [asdict(each) for each in found]
                print(json.dumps(asdict(told) | {"found": rows}, ensure_ascii=False, indent=1, default=str))
            else:
                print(f"{day}: {told.agreed:,} of {told.ours:,} movements agree; {len(found):,} differences to look at")
                for each in found[:SHOWN]:
                    money = f" {Decimal(each.money_cents).scaleb(-2):+,.2f} EUR" if each.moves_money else ""
                    print(f"  {label(each.kind)}{money}: {each.ours or each.theirs}")
                if len(found) > SHOWN:
                    print(f"  and {len(found) - SHOWN} more")
    return 1 if found else 0
