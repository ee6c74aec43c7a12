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
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from acquis.site.postgres.server import EmbeddedServer

BEFORE = datetime(2026, 9, 1, 9, tzinfo=UTC)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY, UNTIL = date(2026, 11, 2), date(2026, 11, 27)
IBAN = "FR7699999000010000000000115"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.payouts", description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--bodies", type=int, default=5_000, help="one transfer each (default 5 000)")
    parser.add_argument("--profile", action="store_true", help="print where the time of each act goes")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServer(Path(folder) / "postgres") as server:
            os.environ |= {
                "ACQUIS_DATABASE_URL": server.url,
                "ACQUIS_HOME": folder,
                "ACQUIS_DEMO": "true",
                "DJANGO_SETTINGS_MODULE": "acquis.site.settings",
            }
            import django

            django.setup()
            from acquis.site import migration, secrets

            secrets.make(Path(folder))
            migration.migrate()
            told = measure(args.invoices, args.bodies, profile=args.profile)
    if args.json:
        print(json.dumps(told, indent=1))
        return
    for name, value in told.items():
        print(f"{name:44} {value}")


def measure(invoices: int, many: int, *, profile: bool) -> dict[str, Any]:
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
        watching = cProfile.Profile() if profile else None
        began, processor = time.perf_counter(), time.process_time()
        found = watching.runcall(act) if watching else act()
        wall, ours = time.perf_counter() - began, time.process_time() - processor
        told[f"{name}, seconds (of which processor of ours)"] = f"{wall:.1f} ({ours:.1f})"
        told["all, seconds"] = round(told.get("all, seconds", 0.0) + wall, 1)
        told["all, processor of ours"] = round(told.get("all, processor of ours", 0.0) + ours, 1)
        if watching:
            print(f"--- {name}")
            pstats.Stats(watching).sort_stats("cumulative").print_stats(28)
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
    told["payout file, MB"] = round(len(file) / 1e6, 1)
    return told


def bodies(many: int) -> list[tuple[UUID, str]]:
    """So many bodies whose bank account has long been approved."""
    from acquis.kit.actor import Actor, Role, system
    from acquis.providers import actions as providers
    from acquis.providers.queries import ids_by_siret
    from acquis.providers.types import ProviderRow
    from acquis.site.demo.bodies import iban_of, siret_of

    by, approver = system("benchmark"), Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=104))
    sirets = [siret_of(number) for number in range(1_000, 1_000 + many)]
    given = [
        ProviderRow(siret=each, name=f"Formation {each[-9:]}", nda="11755555555", qualiopi_training=True)
        for each in sirets
    ]
    providers.upsert_providers(rows=given, by=by, at=BEFORE)
    ids = ids_by_siret(sirets)
    for number, siret in enumerate(sirets):
        providers.reference(provider_id=ids[siret], by=by, at=BEFORE)
        account = providers.propose_bank_account(
            provider_id=ids[siret],
            iban=iban_of(10_000 + number),
            bic="ACQSFRPPXXX",
            holder_name="Formation",
            by=by,
            at=BEFORE,
        )
        providers.approve_bank_account(bank_account_id=account, words="on an invented paper", by=approver, at=BEFORE)
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
