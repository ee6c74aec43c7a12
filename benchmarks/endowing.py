"""`python -m benchmarks.endowing --people 100000`: a payer's file of many people, read and credited; then killed.

Timed: the whole way of a file from its bytes to the accounts, the bank's statement included, by one process as the
worker does it. With `--kills`, the same jobs run in a process of their own that is killed with SIGKILL a moment after
it began, each time a little later, until both get to their end: afterwards every line is on its account once, to the
cent, and every check of the house holds. No peer: nobody else's is known to do this.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from .server import a_site

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
IBAN = "FR7699999000010000000000115"
EACH = 50_000
SOONEST, LATER = 0.4, 0.7


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endowing", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--job", choices=("read", "credit"), help=argparse.SUPPRESS)
    parser.add_argument("--order", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        run_job(args.job, args.order)
        return 0
    with a_site() as (_server, folder):
        import django

        django.setup()
        from acquis.site import migration, secrets

        secrets.make(folder)
        migration.migrate()
        told = measured(args.people, kills=args.kills)
    for name, value in told.items():
        print(f"{name:44} {value}")
    return 0


def run_job(name: str, order: str) -> None:
    import django

    django.setup()
    from acquis.endowing import jobs

    {"read": jobs.read_file, "credit": jobs.credit_order}[name](order_id=order, due=AT.isoformat())


def measured(people: int, *, kills: bool) -> dict[str, Any]:
    from acquis.accounts.types import PurseKind
    from acquis.endowing import actions, jobs, queries
    from acquis.endowing.types import Ground, Payer, PayerKind
    from acquis.kit.actor import system
    from acquis.kit.ids import new_id
    from acquis.outside import bank_standin
    from acquis.outside.bank_standin import Booked
    from acquis.treasury.actions import take_bank_file

    by = system("benchmark")
    content = a_file(people)
    payer = Payer(kind=PayerKind.EMPLOYER, id=new_id(), name="Groupe", siren="552100554", purse_kind=PurseKind.EMPLOYER)
    load, began, spent = os.getloadavg()[0], time.monotonic(), processor()
    told: dict[str, Any] = {"people": people, "megabytes of the file": round(len(content) / 2**20, 1), "load": load}
    order_id = actions.draft_order(payer=payer, ground=Ground.VOLUNTARY, by=by, at=AT)
    actions.give_file(order_id=order_id, content=content, name="salaries.csv", by=by, at=AT)
    told["seconds to take the file"] = round(time.monotonic() - began, 2)
    struck = {"read": 0, "credit": 0}
    began = time.monotonic()
    if kills:
        struck["read"] = killed("read", order_id)
    else:
        jobs.read_file(order_id=str(order_id), due=AT.isoformat())
    told["seconds to read it"] = round(time.monotonic() - began, 2)
    card = queries.order(order_id, by=by)
    assert (card.lines, card.refused) == (people, 0), card
    label = actions.submit_order(order_id=order_id, by=by, at=AT)
    booked = Booked(credit=True, amount_cents=card.total_cents, reference="V-1", words=f"VIREMENT {label}")
    statement = bank_standin.statement(
        iban=IBAN, number="R1", on=date(2026, 11, 20), made_at=AT, opening_cents=0, booked=[booked]
    )
    take_bank_file(content=statement, name="releve.xml", by=by, at=AT)
    actions.receive_order(order_id=order_id, received_on=date(2026, 11, 20), by=by, at=AT)
    began = time.monotonic()
    if kills:
        struck["credit"] = killed("credit", order_id)
    else:
        jobs.credit_order(order_id=str(order_id), due=AT.isoformat())
    told["seconds to credit it"] = round(time.monotonic() - began, 2)
    told["seconds of this process's processor"] = round(processor() - spent, 1)
    told["kills while it was read, credited"] = f"{struck['read']}, {struck['credit']}"
    exact(order_id, people)
    told["on the accounts"] = "every line once, to the cent; every check holds"
    return told


def a_file(people: int) -> bytes:
    """People with a number, a name and an account, and their file."""
    from stdnum.fr import nir as numbers

    from acquis.accounts import actions as accounts
    from acquis.kit.actor import system
    from acquis.people import actions as register
    from acquis.people.types import CivilIdentity, NewPerson, Sex

    by, rows, made = system("benchmark"), ["nir;nom;montant;matricule"], []
    for rank in range(people):
        year, rest = 50 + rank // 11_988, rank % 11_988
        bare = f"1{year:02d}{1 + rest // 999:02d}75056{1 + rest % 999:03d}"
        name = f"DURAND{rank:06d}"
        nir = bare + numbers.calc_check_digits(bare)
        born_on = date(1900 + year, 1 + rest // 999, 1 + rank % 28)
        civil = CivilIdentity(birth_name=name, first_names="Alix", born_on=born_on, sex=Sex.MALE, birth_place="75056")
        made.append(NewPerson(civil=civil, nir=nir))
        rows.append(f"{nir};{name};500;M-{rank:06d}")
    for first in range(0, people, 5_000):
        ids = register.register_people(people=made[first : first + 5_000], by=by, at=AT)
        accounts.open_accounts(person_ids=ids, by=by, at=AT)
    return "\n".join(rows).encode()


def killed(name: str, order_id: UUID) -> int:
    """Run a job until it gets to its end, killed a little later each time; how many times it was."""
    delay, struck = SOONEST, 0
    while True:
        command = [sys.executable, "-m", "benchmarks.endowing", "--job", name, "--order", str(order_id)]
        with subprocess.Popen(command) as process:
            try:
                process.wait(timeout=4 + delay)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                struck += 1
                delay += LATER
                continue
            assert process.returncode == 0, process.returncode
            return struck


def exact(order_id: UUID, people: int) -> None:
    from django.db import connection

    from acquis.site import invariants

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(amount_cents)::bigint, count(DISTINCT account_id) FROM accounts_topup")
        assert cursor.fetchone() == (people, people * EACH, people)
        cursor.execute("SELECT count(*) FROM endowing_line WHERE order_id = %s AND state = 'credited'", [order_id])
        assert cursor.fetchone() == (people,)
    wrong = [sentence for found in invariants.verify().values() for sentence in found]
    assert not wrong, wrong[:3]


def processor() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime + resource.getrusage(resource.RUSAGE_SELF).ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
