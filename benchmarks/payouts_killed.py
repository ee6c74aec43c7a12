"""`python -m benchmarks.payouts_killed --invoices 10000`: a payout run that is killed, and run again.

Each act of the run (prepared, approved, the bank's answer taken) is done by a process of its own, which is killed with
SIGKILL a moment after it began, and begun again, each time a quarter later, until it gets to its end; every other time
it is the database server that is killed. After each kill nothing may be half done and every check must hold; at the
end each invoice is paid once, to the cent, and the same acts asked for once more change nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from acquis.site.postgres.server import EmbeddedServer

from .payouts import AT, IBAN, UNTIL, bodies, owe
from .server import a_site

ACTS = ("prepare", "approve", "bank")
#: The first kill comes so many seconds after an act began, and each next one so much later.
SOONEST, LATER = 0.05, 1.25
_NOBODY_ELSE = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
_LEFT = """
    SELECT (SELECT count(*) FROM treasury_payoutbatch), (SELECT count(*) FROM treasury_payoutline),
           (SELECT coalesce(sum(amount_cents), 0) FROM treasury_payoutline),
           (SELECT count(*) FROM treasury_bankfile),
           (SELECT count(*) FROM journal_event WHERE kind = 'treasury.paid'),
           (SELECT count(DISTINCT about) FROM journal_event WHERE kind = 'treasury.paid')
"""
_STATES = "SELECT state, count(*), sum(net_cents) FROM treasury_invoice GROUP BY state"
_THROUGH = """
    SELECT count(*) FILTER (WHERE credit = %(on_its_way)s),
           coalesce(sum(amount_cents) FILTER (WHERE credit = %(on_its_way)s), 0)::bigint,
           count(*) FILTER (WHERE debit = %(on_its_way)s),
           coalesce(sum(amount_cents) FILTER (WHERE debit = %(on_its_way)s), 0)::bigint
      FROM ledger_transfer
"""


@dataclass
class Seen:
    """What the run was done to, and how far each act had gone when it was killed."""

    kills: dict[str, list[float]] = field(default_factory=dict)
    servers: int = 0
    done_unheard: int = 0
    back: list[float] = field(default_factory=list)
    whole: dict[str, float] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.payouts_killed", description=__doc__)
    parser.add_argument("--invoices", type=int, default=10_000)
    parser.add_argument("--bodies", type=int, default=500)
    parser.add_argument("--act", choices=ACTS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.act:
        act_once(args.act)
        return 0
    with a_site() as (server, folder):
        import django

        django.setup()
        from acquis.site import migration, secrets

        secrets.make(folder)
        migration.migrate()
        told = kill_a_run(server, invoices=args.invoices, many=args.bodies)
    for name, value in told.items():
        print(f"{name:44} {value}")
    return 0


def act_once(name: str) -> None:
    """In a process of its own: get ready, wait for the word, do it, say so."""
    import django

    django.setup()
    from acquis.treasury.models import PayoutBatch

    batch = PayoutBatch.objects.defer("file").order_by("number").first()
    made = given(name, None if batch is None else batch.id)
    print("ready", flush=True)
    sys.stdin.readline()
    made()
    print("done", flush=True)


def given(name: str, batch_id: UUID | None) -> Any:
    """The act, with all that it is given; the bank's statement depends on the batch alone."""
    from functools import partial

    from acquis.kit.actor import Actor, Role
    from acquis.outside import bank_standin
    from acquis.outside.bank_standin import Booked
    from acquis.treasury import actions, queries

    finance = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=102))
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))
    if name == "prepare":
        return partial(actions.prepare_payouts, until=UNTIL, by=finance, at=AT)
    assert batch_id is not None
    if name == "approve":
        return partial(actions.approve_payouts, batch_id=batch_id, by=approver, at=AT)
    batch = queries.batch(batch_id, by=finance)
    assert batch is not None
    booked = Booked(credit=False, amount_cents=batch.total_cents, reference="D-1", order_id=batch.number)
    statement = bank_standin.statement(
        iban=IBAN,
        number="RELEVE-1",
        on=date(2026, 11, 23),
        made_at=AT,
        opening_cents=batch.total_cents,
        booked=[booked],
    )
    return partial(actions.take_bank_file, content=statement, name="releve.xml", by=finance, at=AT)


def kill_a_run(server: EmbeddedServer, *, invoices: int, many: int) -> dict[str, Any]:
    owe(bodies(many), invoices)
    load, began = os.getloadavg()[0], time.monotonic()
    owed_cents = sum(int(cents) for _, _, cents in rows(_STATES))
    seen = Seen()
    for name in ACTS:
        delay = SOONEST
        while not _struck(server, name, delay, seen):
            _nothing_half_done(name, invoices=invoices, many=many, owed_cents=owed_cents)
            delay *= LATER
        _nothing_half_done(None, invoices=invoices, many=many, owed_cents=owed_cents)
    before = _picture()
    refused = _once_more()
    assert _picture() == before, (before, _picture())
    states = {state: (count, int(cents)) for state, count, cents in rows(_STATES)}
    assert states == {"paid": (invoices, owed_cents)}, states
    through = _through()
    assert through == (invoices, owed_cents, many, owed_cents), through
    return {
        "invoices, bodies, cents owed": (invoices, many, owed_cents),
        "killed, by act": {name: len(delays) for name, delays in seen.kills.items()},
        "seconds into it, last kill": {name: round(delays[-1], 2) for name, delays in seen.kills.items()},
        "seconds of the one that got to its end": seen.whole,
        "of these, the database server": seen.servers,
        "done, though killed before it could say so": seen.done_unheard,
        "seconds until the server was back, worst": round(max(seen.back, default=0.0), 2),
        "asked for once more": refused,
        "invoices paid, cents": states["paid"],
        "seconds": round(time.monotonic() - began, 1),
        "load average": (round(load, 1), round(os.getloadavg()[0], 1)),
    }


def _struck(server: EmbeddedServer, name: str, delay: float, seen: Seen) -> bool:
    """Begin an act and kill it, or the server, so much later; whether it got to its end."""
    from django.db import connection

    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.payouts_killed", "--act", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n", f"{name} does not begin"
    kills = seen.kills.setdefault(name, [])
    connection.close()
    child.stdin.write("go\n")
    child.stdin.flush()
    began = time.monotonic()
    try:
        child.wait(delay)
    except subprocess.TimeoutExpired:
        of_the_server = len(kills) % 2 == 1
        kills.append(delay)
        if of_the_server:
            seen.servers += 1
            os.kill(server.pid, 9)
            while server.alive():
                time.sleep(0.01)
            struck = time.monotonic()
            server.start()
            seen.back.append(time.monotonic() - struck)
        else:
            child.kill()
    said = child.communicate()[0]
    # What a killed process asked for may still be done: its part of the server sees later that nobody listens.
    while rows(_NOBODY_ELSE)[0][0]:
        time.sleep(0.02)
    if "done" in said:
        seen.whole[name] = round(time.monotonic() - began, 2)
        return True
    if _is_done(name):
        seen.done_unheard += 1
        return True
    return False


def _is_done(name: str) -> bool:
    ((batches, _, _, files, _, _),) = rows(_LEFT)
    if name == "approve":
        return bool(rows("SELECT 1 FROM treasury_payoutbatch WHERE state = 'approved'"))
    return bool(batches if name == "prepare" else files)


def _nothing_half_done(name: str | None, *, invoices: int, many: int, owed_cents: int) -> None:
    """Every check holds, and what is there is a whole act or none of it."""
    from acquis.site.invariants import verify

    broken = {check: found[:2] for check, found in verify(("treasury", "ledger", "journal")).items() if found}
    assert not broken, (name, broken)
    ((batches, lines, cents, files, paid, invoices_paid),) = rows(_LEFT)
    assert (batches, lines, int(cents)) in ((0, 0, 0), (1, many, owed_cents)), (name, batches, lines, cents)
    through = _through()
    assert through[:2] in ((0, 0), (invoices, owed_cents)), (name, through)
    assert through[2:] == ((many, owed_cents) if files else (0, 0)), (name, through)
    assert (files, paid, invoices_paid) in ((0, 0, 0), (1, invoices, invoices)), (name, files, paid, invoices_paid)


def _once_more() -> list[str]:
    """All three acts asked for again, when all is done: what each answers."""
    from acquis.kit.refusal import Refused
    from acquis.treasury.models import PayoutBatch

    batch = PayoutBatch.objects.defer("file").get()
    answered = []
    for name in ACTS:
        try:
            given(name, batch.id)()
            answered.append(f"{name}: as before")
        except Refused as refused:
            answered.append(f"{name}: {refused.reason}")
    return answered


def _picture() -> tuple[Any, ...]:
    return rows(_LEFT), sorted(rows(_STATES)), _through(), rows("SELECT count(*) FROM journal_event")


def _through() -> tuple[int, ...]:
    """What went to the account of transfers on their way, and what left it for the bank: how many, and cents."""
    from acquis.ledger.types import House, house

    return rows(_THROUGH, {"on_its_way": house(House.PAYOUTS_IN_TRANSIT)})[0]


def rows(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


if __name__ == "__main__":
    raise SystemExit(main())
