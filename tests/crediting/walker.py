"""A process that works in children that may be killed at any moment: ready once, it forks for each.

`python -m tests.crediting.walker SLICE`: for each line read it forks a child that does what the line says, and writes
the number of the child; then what the child said, and its status. Lines: `migrate`, which makes the tables;
`walk RUN FACTS`, which carries a run out; `next KIND FORMER`, which says how the run before it stands, if there is one
(else `-`), and makes the next one ready, if there is to be one (else `-`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from uuid import UUID, uuid4

import django

ACCOUNTS = 450
#: What the runs need of the country.
MIGRATED = ("procrastinate", "ledger", "journal", "people", "accounts", "declarations", "crediting")


def serve(limit: int) -> None:
    """Fork a child for each line."""
    django.setup()
    import_module("acquis.crediting.actions")
    # Slices are small here, and are written in slabs as a nation's are.
    slabs = import_module("acquis.accounts.slabs")
    slabs.AT_LEAST, slabs.ACCOUNTS = 4, 6
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                obey(limit, *line.split())
            except BaseException:
                os._exit(1)
            sys.stdout.flush()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"status {status}\n")
        sys.stdout.flush()


def obey(limit: int, order: str, *words: str) -> None:
    if order == "migrate":
        from django.core.management import call_command

        for app in MIGRATED:
            call_command("migrate", app, verbosity=0)
    elif order == "next":
        kind, former = words
        make_ready("" if kind == "-" else kind, None if former == "-" else UUID(former))
    else:
        walk(UUID(words[0]), limit, FACTS[words[1]])


def make_ready(kind: str, former: UUID | None) -> None:
    """Say how the run before stands, if there is one; then make the next one ready, and say its number."""
    from django.db import connection
    from tests.accounts.scenes import APPROVER, AT, FINANCE, SYSTEM

    from acquis.accounts.actions import open_accounts
    from acquis.crediting import queries, tracks
    from acquis.crediting.actions import advance, approve, prepare
    from acquis.crediting.models import Run
    from acquis.crediting.types import RunKind
    from acquis.site.invariants import verify

    if former is None:
        open_accounts(person_ids=[uuid4() for _ in range(ACCOUNTS)], by=SYSTEM, at=AT)
    else:
        report = queries.reconciled_now(former, by=SYSTEM)
        findings = [f for found in verify(("accounts", "crediting", "ledger")).values() for f in found]
        sys.stdout.write(f"{report.agrees} {queries.run(former, by=SYSTEM).state.value} {findings}\n")
    if not kind:
        return
    undoes = former if kind == RunKind.UNDO else None
    run_id = prepare(kind=RunKind(kind), year=2025, undoes=undoes, by=FINANCE, at=AT)
    while advance(run_id=run_id, rows=None if undoes else [], by=SYSTEM, at=AT):
        pass
    approve(run_id=run_id, by=APPROVER, at=AT)
    # Three tracks, and not one, for so few.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_account")
    run = Run.objects.get(pk=run_id)
    run.total, tracks.WORTH_ONE = ACCOUNTS, ACCOUNTS // 3
    assert tracks.lay(run) == 3
    sys.stdout.write(f"{run_id}\n")


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
        track = Track.objects.filter(run_id=run_id, is_over=False).order_by("number").first()
        after, upto = (track.after, track.upto) if track else (None, None)
        left = Account.objects.filter(pk__gt=after or UUID(int=0), pk__lte=upto or UUID(int=(1 << 128) - 1))
        ids = left.order_by("pk").values_list("pk", flat=True)[: limit if track else 0]
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
    serve(int(sys.argv[1]))
