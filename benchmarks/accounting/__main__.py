"""`python -m benchmarks.accounting`: a day of N card payments, refunds, fees and transfers, reconciled.

On a server of its own. Beside it, what the same run costs when only its inputs are read: the floor that the server and
the driver set. One difference in a thousand is planted, and must be found.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import django

from acquis.site.postgres.throwaway import throwaway

DAY = date(2026, 11, 19)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accounting", description=__doc__)
    parser.add_argument("--movements", type=int, default=100_000, help="movements of the day")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with throwaway() as url:
        os.environ |= {"ACQUIS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "acquis.site.settings"}
        django.setup()
        told = measure(args.movements, args.rounds)
    if args.json:
        print(json.dumps(told, indent=1))
        return
    for name, value in told.items():
        print(f"{name:40} {value}")


def measure(movements: int, rounds: int) -> dict[str, Any]:
    """Seconds of each round, of the clock and of this process's processor."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from acquis.accounting import actions
    from acquis.accounting.day import AROUND
    from acquis.accounting.models import CardLine
    from acquis.kit.actor import system
    from acquis.ledger.actions import post
    from acquis.ledger.queries import house_movements
    from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house
    from acquis.outside.card_reports import LineKind, written
    from acquis.treasury import queries as treasury

    by = system("benchmark")
    ids = [uuid4() for _ in range(movements)]
    for start in range(0, movements, 5_000):
        transfers = [
            Transfer(
                owner=HOUSE_OWNER,
                debit=house(House.CARD_CLEARING),
                credit=house(House.COMMITMENTS),
                amount_cents=10_000 + place % 97,
                code=Code.HOLDER_PAYMENT,
                effective_on=DAY,
                reference=f"collection {ids[place]} paid",
            )
            for place in range(start, min(start + 5_000, movements))
        ]
        post(transfers=transfers, by=by, at=AT)
    planted = set(range(0, movements, 1_000))
    lines = [
        (LineKind.PAYMENT, f"pay_{place}", str(each), 10_000 + place % 97 + (place in planted), DAY)
        for place, each in enumerate(ids)
    ]
    began = time.perf_counter()
    actions.take_card_report(content=written(lines), name="benchmark.csv", by=by, at=AT)
    taken = time.perf_counter() - began
    whole, busy, floor = [], [], []
    found = 0
    for _ in range(rounds):
        began = time.perf_counter()
        house_movements(
            [house(House.BANK), house(House.CARD_CLEARING), house(House.PAYOUTS_IN_TRANSIT)], first=DAY, last=DAY
        )
        list(CardLine.objects.filter(day=DAY))
        treasury.booked(DAY - AROUND, DAY + AROUND)
        floor.append(time.perf_counter() - began)
        began, processor = time.perf_counter(), time.process_time()
        day = actions.reconcile_day(day=DAY, by=by, at=AT)
        whole.append(time.perf_counter() - began)
        busy.append(time.process_time() - processor)
        found = day.differences
    assert found == len(planted), f"{found} differences found, {len(planted)} planted"
    return {
        "movements": movements,
        "differences planted and found": found,
        "report taken, seconds": round(taken, 2),
        "reconciled, seconds": [round(each, 2) for each in whole],
        "of which processor of ours, seconds": [round(each, 2) for each in busy],
        "its inputs read alone, seconds": [round(each, 2) for each in floor],
    }


if __name__ == "__main__":
    main()
