"""What is written stays written: the server refuses, also to the tables' owner and to a replica's session."""

import pytest
from django.db import Error, connection, transaction

from acquis.journal.reads import note_read
from acquis.kit.ids import new_id

from .scenes import ME, Holder, broken

pytestmark = pytest.mark.django_db

TABLES = ["ledger_transfer", "journal_event", "journal_read"]


@pytest.fixture(autouse=True)
def some_rows():
    Holder(1_000)
    note_read(by=ME, person_id=new_id(), what="name", reason="test")


def execute(*statements):
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def refused(*statements):
    with pytest.raises(Error, match=r"never changed or removed|permission denied"):
        execute(*statements)


#: A row like those that are there, written by hand.
COPY = (
    "INSERT INTO ledger_transfer (owner, id, debit, credit, amount_cents, kind, code, effective_on, recorded_at, by,"
    " reference, follows) SELECT {owner}, {id}, debit, credit, {amount}, {kind}, code, effective_on,"
    " recorded_at, by, {reference}, {follows} FROM ledger_transfer"
)
AS_IT_IS = {
    "owner": "owner",
    "id": "ledger_id('new')",
    "amount": "amount_cents",
    "kind": "kind",
    "reference": "'new'",
    "follows": "follows",
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET by = 'me'", "DELETE FROM {0}", "DELETE FROM {0} WHERE false"])
def test_rows_are_neither_changed_nor_removed(table, statement):
    refused(statement.format(table))
    refused("SET LOCAL session_replication_role = replica", statement.format(table))


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_not_emptied(table):
    # The tests' own cleaning had this trigger put aside; it is put back here as migrations left it.
    refused(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate", f"TRUNCATE {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_guardedaccount SET posted_cents = -1",
        "UPDATE ledger_guardedaccount SET reserved_cents = posted_cents + 1",
        "UPDATE ledger_guardedaccount SET reserved_cents = -1",
        COPY.format(**AS_IT_IS | {"amount": "0"}),
        COPY.format(**AS_IT_IS | {"id": "id", "reference": "reference"}),
    ],
)
def test_what_constraints_promise_holds_by_hand_too(statement):
    with pytest.raises(Error, match="constraint"):
        execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_guardedaccount SET posted_cents = posted_cents + 1",
        "UPDATE ledger_guardedaccount SET reserved_cents = 1",
        "DELETE FROM ledger_guardedaccount",
        "INSERT INTO ledger_housesum VALUES (gen_random_uuid(), 1, 2)",
        "INSERT INTO ledger_openaccount SELECT id, owner, unit, opened_at FROM ledger_guardedaccount",
        COPY.format(**AS_IT_IS | {"owner": "gen_random_uuid()"}),
        COPY.format(**AS_IT_IS | {"id": "gen_random_uuid()"}),
        COPY.format(**AS_IT_IS | {"reference": "reference"}),
        COPY.format(**AS_IT_IS | {"kind": "'released'", "follows": "id"}),
    ],
)
def test_damage_done_by_hand_is_found(damage):
    assert broken() == []
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert broken() != []
