"""Migrations of training bodies that change rows, run on rows; and what the database itself holds afterwards."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests import scenes
from tests.scenes import SYSTEM

from acquis.people import crypto
from acquis.people.sealed import left_behind
from acquis.providers import queries
from acquis.providers.models import BankAccount

pytestmark = pytest.mark.django_db
IBAN = "FR7630006000011234567890189"


def migrated(name):
    """The tables as a migration leaves them; rows of this very transaction are checked before it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    MigrationExecutor(connection).migrate([("providers", name)])
    return MigrationExecutor(connection).loader.project_state([("providers", name)]).apps


def test_the_ibans_kept_are_sealed_and_come_back():
    body = scenes.with_bank_account(scenes.a_body())
    before = migrated("0004_who_makes_the_invoices").get_model("providers", "BankAccount")
    assert list(before.objects.values_list("iban", flat=True)) == [IBAN]
    migrated("0005_sealed_accounts")
    (row,) = BankAccount.objects.all()
    assert row.iban == IBAN
    (card,) = queries.bank_accounts(body.id, by=SYSTEM)
    assert card.iban_masked == "FR76 •••• 0189"


def test_no_iban_is_in_clear_and_a_seal_opens_in_its_own_row_only():
    rows = [BankAccount.objects.get(provider_id=scenes.with_bank_account(scenes.a_body()).id) for _ in range(2)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM providers_bankaccount t")
        (told,) = cursor.fetchone()
    assert IBAN not in told
    assert IBAN.encode().hex() not in told
    rows[0].iban_sealed = rows[1].iban_sealed
    with pytest.raises(crypto.Unsealable):
        _ = rows[0].iban
    assert left_behind()["providers_bankaccount.iban_sealed"] == 0
