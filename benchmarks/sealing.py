"""What sealing the ledger costs, and what the doors of its functions cost: `python -m benchmarks.sealing`.

Transfers are posted by batches through our `post`, then sealed, anchored, verified and proved, each timed by itself
on one connection of a server with fsync on. The doors are measured in turns: the same lone posts with the functions
as the migrations leave them, and as `acquis.site.privileges` makes them (run as the owner, path pinned).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import django
from benchmarks.ledger.__main__ import a_database, a_server

BATCH = 1_000
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sealing", description=__doc__)
    parser.add_argument("--transfers", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5, help="turns of the doors")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with a_server() as server, a_database(server) as url:
        os.environ["ACQUIS_DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
        django.setup()
        report = run(wanted)
    if wanted.json:
        print(json.dumps(report, indent=1))
        return
    for name, value in report.items():
        print(f"{name:44} {value:>14,.3f}" if isinstance(value, float) else f"{name:44} {value:>14,}")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def run(wanted: argparse.Namespace) -> dict[str, float]:
    from django.core.management import call_command
    from django.db import connection

    from acquis.kit.actor import system
    from acquis.kit.ids import new_id
    from acquis.ledger import actions, queries
    from acquis.ledger.types import Code, House, NewAccount, Transfer, house
    from acquis.site import privileges

    call_command("migrate", verbosity=0)
    done: dict[str, Any] = {"by": system("benchmark"), "at": AT}
    owners = [(new_id(), new_id()) for _ in range(2_000)]
    actions.open_accounts(accounts=[NewAccount(id=purse, owner=owner) for owner, purse in owners], **done)
    source = house(House.RIGHTS_ISSUED)

    def transfers(first: int, count: int) -> list[Transfer]:
        return [
            Transfer(
                owner=owner,
                debit=source,
                credit=purse,
                amount_cents=50_000,
                code=Code.YEARLY_CREDIT,
                effective_on=date(2026, 2, 28),
                reference=f"credit {n} {owner}",
            )
            for n in range(first, first + count)
            for owner, purse in [owners[n % len(owners)]]
        ]

    def size_of(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            return int(cursor.fetchone()[0])

    doors = lone_posts(wanted.rounds, lambda first, count: transfers(10_000_000 + first, count), done, privileges)
    prepared = [transfers(first, BATCH) for first in range(0, wanted.transfers, BATCH)]
    posting, _ = timed(lambda: [actions.post(transfers=batch, **done) for batch in prepared])
    for _ in range(2):
        actions.roll_up(**done)

    def seal() -> int:
        total = 0
        while rows := actions.seal(**done):
            total += rows
        return total

    sealing, sealed = timed(seal)
    anchoring, _ = timed(lambda: actions.anchor(**done))
    verifying, found = timed(lambda: list(queries.broken_seals(report=lambda done, total: None)))
    assert found == []
    owner = owners[7][0]
    proving, statement = timed(lambda: queries.sealed_statement(owner))
    return {
        "transfers": wanted.transfers,
        "posted in batches, transfers/s": wanted.transfers / posting,
        "sealed, transfers/s": sealed / sealing,
        "anchored, ms": anchoring * 1e3,
        "verified, transfers/s": wanted.transfers / verifying,
        "transfers of one statement": len(statement["transfers"]),
        "statement proved, ms": proving * 1e3,
        "bytes a transfer, with its indexes": size_of("ledger_transfer") / wanted.transfers,
        "bytes a sealed transfer, blocks with indexes": size_of("ledger_block") / wanted.transfers,
        **doors,
    }


def lone_posts(
    rounds: int, transfers: Callable[[int, int], list[Any]], done: dict[str, Any], privileges: Any
) -> dict[str, float]:
    """Lone posts a second, the functions as plain ones and as doors, in turns."""
    from django.db import connection

    from acquis.ledger import actions

    rates: dict[str, list[float]] = {"plain": [], "door": []}
    first = 0
    for _ in range(rounds):
        for kind, found in rates.items():
            if kind == "door":
                privileges.provision()
            else:
                with connection.cursor() as cursor:
                    cursor.execute(privileges._FUNCTIONS)
                    for name, signature in cursor.fetchall():
                        if name in privileges.DOORS:
                            cursor.execute(f"ALTER FUNCTION {signature} SECURITY INVOKER RESET search_path")
            work = transfers(first, 400)
            first += 400
            took, _ = timed(lambda work=work: [actions.post(transfers=[each], **done) for each in work])
            found.append(len(work) / took)
    ratios = [door / plain for door, plain in zip(rates["door"], rates["plain"], strict=True)]
    return {
        "lone posts, plain functions, /s": statistics.median(rates["plain"]),
        "lone posts, doors, /s": statistics.median(rates["door"]),
        "doors : plain": statistics.median(ratios),
    }


if __name__ == "__main__":
    main()
