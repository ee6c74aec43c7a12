"""Migrations of the treasury that change rows, run on rows."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db


def migrated(name):
    """The tables as a migration leaves them; rows of this very transaction are checked before it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    MigrationExecutor(connection).migrate([("treasury", name)])
    return MigrationExecutor(connection).loader.project_state([("treasury", name)]).apps


def test_what_was_credited_of_an_invoice_that_waits_is_deducted_from_it_and_of_a_paid_one_is_not():
    apps = migrated("0004_electronic_invoices")
    invoices, lines, batches = (apps.get_model("treasury", name) for name in ("Invoice", "PayoutLine", "PayoutBatch"))
    batch = batches.objects.create(
        number="L1", state="paid", until=date(2026, 11, 1), prepared_by="a:1", approved_by="b:2", sha256="x",
        prepared_at="2026-11-01T09:00Z", total_cents=1_000, count=1,
    )  # fmt: skip
    line = lines.objects.create(
        batch=batch, provider_id=uuid4(), bank_account_id=uuid4(), payee="p", iban="i", bic="b", amount_cents=1_000,
        end_to_end_id="E1",
    )  # fmt: skip

    def invoice(number, cents, **more):
        same = {"provider_id": line.provider_id, "account_id": uuid4(), "about": uuid4(), "kind": "balance"}
        return invoices.objects.create(
            number=number, reference=number, amount_cents=cents, net_cents=cents,
            issued_on=date(2026, 11, 1), payable_by=date(2026, 12, 1), **same | {"state": "to_pay"} | more,
        )  # fmt: skip

    part, whole = invoice("F1", 1_000), invoice("F2", 1_000)
    invoice("F3", 1_000)
    paid = invoice("F4", 1_000, state="paid", line=line)
    for number, corrected, cents in (("A1", part, 300), ("A2", part, 200), ("A3", whole, 1_000), ("A4", paid, 400)):
        invoice(number, cents, kind="credit_note", state="deducted", corrects=corrected)
    now = migrated("0005_deducted_invoices").get_model("treasury", "Invoice")
    rows = dict(now.objects.exclude(kind="credit_note").values_list("number", "deducted_cents"))
    assert rows == {"F1": 500, "F2": 1_000, "F3": 0, "F4": 0}
    assert now.objects.get(number="F2").state == "deducted"
    assert {each.state for each in now.objects.filter(number__in=["F1", "F3"])} == {"to_pay"}
