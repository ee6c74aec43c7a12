"""`python -m benchmarks.payouts`: a payout run of N invoices: prepared, approved, its file made, executed by the bank.

On a durable server of its own. The invoices are written as rows, and what is owed as transfers of the ledger, so that
every check of the treasury holds of them before and after; each act is then timed alone, wall clock and processor.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from .purchases.processor import server_processor
from .server import a_site

BEFORE = datetime(2026, 9, 1, 9, tzinfo=UTC)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY, UNTIL = date(2026, 11, 2), date(2026, 11, 27)
IBAN = "FR7699999000010000000000115"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.payouts", description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--bodies", type=int, default=5_000, help="one transfer each (default 5 000)")
    parser.add_argument("--profile", action="store_true", help="print where the time of each act goes")
    parser.add_argument("--statements", action="store_true", help="print the statements that took longest")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with a_site() as (server, folder):
        import django

        django.setup()
        from acquis.site import migration, secrets

        secrets.make(folder)
        migration.migrate()
        told = measure(server.pid, args.invoices, args.bodies, args=args)
    if args.json:
        print(json.dumps(told, indent=1))
        return
    for name, value in told.items():
        print(f"{name:44} {value}")


def measure(server_pid: int, invoices: int, many: int, *, args: argparse.Namespace) -> dict[str, Any]:
    from acquis.kit.actor import Actor, Role
    from acquis.outside import bank_standin
    from acquis.outside.bank_standin import Booked
    from acquis.site.invariants import verify
    from acquis.treasury import actions, queries

    finance = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=102))
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))
    owe(bodies(many), invoices)
    told: dict[str, Any] = {"invoices": invoices, "transfers": many, "load average": round(os.getloadavg()[0], 1)}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        watching = cProfile.Profile() if args.profile else None
        sent = Sent()
        served = server_processor(server_pid)
        began, processor = time.perf_counter(), time.process_time()
        with sent.seen() if args.statements else nullcontext():
            found = watching.runcall(act) if watching else act()
        wall, ours = time.perf_counter() - began, time.process_time() - processor
        served = server_processor(server_pid) - served
        for part, spent in (("seconds", wall), ("processor of ours", ours), ("processor of the server", served)):
            told[f"{name}, {part}"] = round(spent, 2)
            told[f"all, {part}"] = round(told.get(f"all, {part}", 0.0) + spent, 2)
        if watching:
            print(f"--- {name}")
            pstats.Stats(watching).sort_stats("cumulative").print_stats(28)
        if args.statements:
            print(f"--- {name}\n{sent}", flush=True)
        return found

    batch_id = timed("prepared", lambda: actions.prepare_payouts(until=UNTIL, by=finance, at=AT))
    timed("approved", lambda: actions.approve_payouts(batch_id=batch_id, by=approver, at=AT))
    file = timed("its file read", lambda: queries.payout_file(batch_id, by=finance))
    batch = queries.batch(batch_id, by=finance)
    assert batch is not None
    assert file is not None
    assert batch.count == many
    statement = bank_standin.statement(
        iban=IBAN,
        number="RELEVE-1",
        on=date(2026, 11, 23),
        made_at=AT,
        opening_cents=batch.total_cents,
        booked=[Booked(credit=False, amount_cents=batch.total_cents, reference="D-1", order_id=batch.number)],
    )
    timed(
        "the bank's answer taken",
        lambda: actions.take_bank_file(content=statement, name="releve.xml", by=finance, at=AT),
    )
    broken = {name: found[:2] for name, found in verify(("treasury", "ledger", "journal")).items() if found}
    assert not broken, broken
    told["memory of ours, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    told["load average at the end"] = round(os.getloadavg()[0], 1)
    told["payout file, MB"] = round(len(file) / 1e6, 1)
    return told


class Sent:
    """The statements that an act sends: how long each was waited for, and what it took of the server's processor."""

    def __init__(self) -> None:
        self.waited: dict[str, float] = defaultdict(float)
        self.served: dict[str, float] = defaultdict(float)
        self.times: Counter[str] = Counter()

    @contextmanager
    def seen(self) -> Iterator[None]:
        from django.db import connection

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            backend = f"/proc/{connection.connection.info.backend_pid}/stat"
            served, began = processor_of(backend), time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                named = " ".join((sql if isinstance(sql, str) else str(sql)).split())[:150]
                self.served[named] += processor_of(backend) - served
                self.waited[named] += time.perf_counter() - began
                self.times[named] += 1

        with connection.execute_wrapper(note):
            yield

    def __str__(self) -> str:
        longest = sorted(self.waited.items(), key=lambda each: -each[1])[:15]
        return "\n".join(
            f"{waited:8.2f} s {self.served[named]:8.2f} s {self.times[named]:6}  {named}" for named, waited in longest
        )


def processor_of(stat: str) -> float:
    fields = Path(stat).read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def bodies(many: int) -> list[tuple[UUID, str]]:
    """So many bodies whose bank account has long been approved, written as rows."""
    from acquis.kit.actor import system
    from acquis.kit.ids import new_id
    from acquis.kit.sql import append
    from acquis.providers import actions as providers
    from acquis.providers.models import BankAccount, Provider
    from acquis.providers.queries import ids_by_siret
    from acquis.providers.types import BankState, PayeeMatch, ProviderRow, ProviderState
    from acquis.site.demo.bodies import iban_of, siret_of

    sirets = [siret_of(number) for number in range(1_000, 1_000 + many)]
    given = [
        ProviderRow(siret=each, name=f"Formation {each[-9:]}", nda="11755555555", qualiopi_training=True)
        for each in sirets
    ]
    providers.upsert_providers(rows=given, by=system("benchmark"), at=BEFORE)
    Provider.objects.update(state=ProviderState.REFERENCED)
    ids = ids_by_siret(sirets)
    rows = []
    for number, siret in enumerate(sirets):
        account = new_id()
        rows.append(
            BankAccount(
                id=account,
                provider_id=ids[siret],
                iban_sealed=BankAccount.sealed_iban(iban_of(10_000 + number), row=account),
                bic="ACQSFRPPXXX",
                holder_name="Formation",
                state=BankState.ACTIVE,
                proposed_by="benchmark 1",
                proposed_at=BEFORE,
                approved_by="benchmark 2",
                approved_at=BEFORE,
                usable_from=BEFORE.date(),
                payee=PayeeMatch.MATCH,
            )
        )
    append(rows)
    return [(ids[siret], siret) for siret in sirets]


def owe(known: list[tuple[UUID, str]], many: int) -> None:
    """Invoices of what was followed, spread over the bodies, and what the ledger owes for them."""
    from acquis.kit.actor import system
    from acquis.kit.sql import append
    from acquis.ledger import actions as ledger
    from acquis.ledger.types import Code, House, Transfer, house, provider_payable
    from acquis.treasury.models import Invoice, Series

    by = system("benchmark")
    for provider_id, _ in known:
        ledger.open_payable(provider_id=provider_id, by=by, at=BEFORE)
    for start in range(0, many, 5_000):
        rows = []
        for place in range(start, min(start + 5_000, many)):
            provider_id, siret = known[place % len(known)]
            rows.append(
                Invoice(
                    number=f"2026-{siret}-{place // len(known) + 1:06d}",
                    reference=f"benchmark {place}",
                    provider_id=provider_id,
                    account_id=uuid4(),
                    about=uuid4(),
                    kind="balance",
                    amount_cents=100_000 + place % 977,
                    net_cents=100_000 + place % 977,
                    tax_cents=0,
                    vat_regime="vat_exempt",
                    issued_on=DAY,
                    payable_by=date(2026, 11, 25),
                )
            )
        append(rows)
        transfers = [
            Transfer(
                owner=row.account_id,
                debit=house(House.COMMITMENTS),
                credit=provider_payable(row.provider_id),
                amount_cents=row.amount_cents,
                code=Code.SETTLEMENT,
                effective_on=DAY,
                reference=f"invoice {row.number}",
                about=row.about,
            )
            for row in rows
        ]
        ledger.post(transfers=transfers, by=by, at=BEFORE)
    last = {siret: 0 for _, siret in known}
    for place in range(many):
        last[known[place % len(known)][1]] = place // len(known) + 1
    Series.objects.bulk_create([Series(name=f"invoice 2026 {siret}", last=number) for siret, number in last.items()])


if __name__ == "__main__":
    main()
