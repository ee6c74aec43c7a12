"""What a distributed PostgreSQL asks: the owner in every unique key of the tables that grow, and no foreign key."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

DISTRIBUTED = ["ledger_transfer", "ledger_guardedaccount"]


@pytest.mark.parametrize("table", DISTRIBUTED)
def test_every_unique_key_holds_the_owner(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, bool_or(a.attname = 'owner') FROM pg_index i"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])"
            " WHERE i.indrelid = %s::regclass AND i.indisunique GROUP BY i.indexrelid",
            [table],
        )
        keys = dict(cursor.fetchall())
    assert keys
    assert [name for name, holds in keys.items() if not holds] == []


@pytest.mark.parametrize("table", DISTRIBUTED)
def test_no_foreign_key_ties_nodes_together(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND %s::regclass IN (conrelid, confrelid)", [table]
        )
        assert cursor.fetchone() == (0,)
