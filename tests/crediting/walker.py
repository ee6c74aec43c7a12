"""A process that carries out a run in children that may be killed at any moment: ready once, it forks for each.

`python -m tests.crediting.walker RUN SLICE FACTS`: for each line read it forks a child that walks on, writes the number
of the child, and when the child has ended its status.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from uuid import UUID

import django


def serve(run_id: UUID, limit: int, facts: str) -> None:
    """Fork a walker for each line."""
    django.setup()
    import_module("acquis.crediting.actions")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                walk(run_id, limit, FACTS[facts])
            except BaseException:
                os._exit(1)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def walk(run_id: UUID, limit: int, hours: Callable[[UUID], str] | None) -> None:
    """Walk to the end of the phase, with facts that depend on the account alone, or without any."""
    from tests.accounts.scenes import SYSTEM, a_year

    from acquis.accounts.models import Account
    from acquis.crediting.actions import advance
    from acquis.crediting.models import Track

    at = datetime(2026, 4, 15, tzinfo=UTC)
    if hours is None:
        while advance(run_id=run_id, limit=limit, by=SYSTEM, at=at):
            pass
        return
    while True:
        track = Track.objects.filter(run_id=run_id).get()
        after = track.after or UUID(int=0)
        ids = Account.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit]
        rows = [a_year(each, worked=hours(each)) for each in ids]
        if not advance(run_id=run_id, rows=rows, by=SYSTEM, at=at):
            break


def hours(account_id: UUID) -> str:
    """What an account worked: most a full year, some less."""
    return "1607" if account_id.int % 3 else str(1 + account_id.int % 800)


def corrected(account_id: UUID) -> str:
    """What it had worked in truth: most less, some more."""
    return str(100 + account_id.int % 600) if account_id.int % 3 else "1607"


def cents(worked: int) -> int:
    """What an account must have received for its hours, once."""
    return 50_000 if worked * 2 >= 1607 else -(-50_000 * worked // 1607)


#: What a run is given, by its name on the command line.
FACTS: dict[str, Callable[[UUID], str] | None] = {"first": hours, "corrected": corrected, "none": None}

if __name__ == "__main__":
    serve(UUID(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
