"""What a distributed PostgreSQL asks: the owner in every unique key of the tables that grow, and no foreign key."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

DISTRIBUTED = ["ledger_transfer", "ledger_guardedaccount"]
#: One server sees every owner, and so refuses a reference of another one. Several nodes make this index without
#: UNIQUE: the key (owner, id) still holds each owner to one transfer, and a check finds what stands under two.
ON_ONE_SERVER_ONLY = {"one_transfer_per_reference"}


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
    assert [name for name, holds in keys.items() if not holds and name not in ON_ONE_SERVER_ONLY] == []


@pytest.mark.parametrize("table", DISTRIBUTED)
def test_no_foreign_key_ties_nodes_together(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND %s::regclass IN (conrelid, confrelid)", [table]
        )
        assert cursor.fetchone() == (0,)
