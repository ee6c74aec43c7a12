"""The plan by which the tables are spread over machines, by account; computed from the tables that are there.

An account's rows live together on one node, so that an act touches one node. What everybody reads is copied to every
node; what does not grow with accounts, or must be unique among all people, stays on the first. The words are those of
Citus, which runs PostgreSQL's own SQL; nothing of it is needed to run on one machine. docs/scaling.md tells the why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection


class Place(StrEnum):
    """Where a table's rows live."""

    BY_ACCOUNT = "by_account"
    EVERYWHERE = "everywhere"
    FIRST_NODE = "first_node"


#: The column that says whose a row is, for tables in which it is not `account_id`.
OWNER_COLUMNS = {"ledger_transfer": "owner", "ledger_guardedaccount": "owner", "accounts_account": "id"}

#: Tables that have an `account_id` and yet do not go by it, and tables without one whose place must be said.
SAID: dict[str, Place] = {
    # Read by every purchase, written by few: a copy on each node.
    "ledger_openaccount": Place.EVERYWHERE,
    "providers_provider": Place.EVERYWHERE,
    "providers_vatdeclaration": Place.EVERYWHERE,
    # Facts of the house have no account; a node's queue reads them in one order.
    "journal_event": Place.FIRST_NODE,
    # A death that was told belongs to nobody yet: it stands beside the doubtful identity it came with; one split of an
    # account concerns two of them, and is decided by the staff, a few a day.
    "accounts_deathnotice": Place.FIRST_NODE,
    "joining_split": Place.FIRST_NODE,
    # Some hundred accounts in one row, written by runs alone: cut by node on that day, a shard before its key
    # (docs/scaling.md); until then read from the first node by who wants an account's years.
    "accounts_yearslab": Place.FIRST_NODE,
    # A body's stop is about many accounts, and is decided by the staff as one.
    "stops_line": Place.FIRST_NODE,
    # What is billed has a number without a hole per provider, and is paid by batches of all providers.
    "treasury_invoice": Place.FIRST_NODE,
    "treasury_invoicefile": Place.FIRST_NODE,
    "treasury_invoicedeposit": Place.FIRST_NODE,
    # The card provider knows a collection by its own number alone.
    "treasury_collection": Place.FIRST_NODE,
}
#: Where the other tables of a context go when they have no `account_id`.
CONTEXTS = {"catalogue_": Place.EVERYWHERE}

#: The functions that a call may be sent to its node with, and the argument that says which.
DELEGATED = {"ledger_post_one": "p_owner"}


@dataclass(frozen=True, slots=True)
class Key:
    """A unique key of a table; `holds` says whether the column of distribution is in it."""

    name: str
    columns: tuple[str, ...]
    primary: bool
    constraint: bool
    where: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key between two tables, of one column each."""

    name: str
    column: str
    target: str
    target_column: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its place, the column it goes by (empty unless BY_ACCOUNT), its unique keys and its links."""

    name: str
    place: Place
    column: str
    keys: tuple[Key, ...]
    links: tuple[Link, ...]


_COLUMNS = """
    SELECT c.relname, array_agg(a.attname::text) FILTER (WHERE a.attnotnull)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     GROUP BY c.relname ORDER BY c.relname
"""
_KEYS = """
    SELECT t.relname, i.relname, x.indisprimary, k.oid IS NOT NULL, coalesce(pg_get_expr(x.indpred, x.indrelid), ''),
           ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS n(num, place)
                   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = n.num ORDER BY n.place)
      FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
      LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'u')
     WHERE x.indisunique AND t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
     ORDER BY x.indisprimary DESC, i.relname
"""
_LINKS = """
    SELECT t.relname, k.conname, a.attname, r.relname, b.attname
      FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]
      JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.confkey[1]
     WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND k.conparentid = 0
       AND t.relnamespace = current_schema()::regnamespace ORDER BY k.conname
"""


def tables() -> list[Table]:
    """Every table of the database with its place."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        filled = {name: set(columns or ()) for name, columns in cursor.fetchall()}
        cursor.execute(_KEYS)
        keys = cursor.fetchall()
        cursor.execute(_LINKS)
        links = cursor.fetchall()
    found = []
    for name, columns in filled.items():
        column = OWNER_COLUMNS.get(name, "account_id" if "account_id" in columns else "")
        place = _place(name, column)
        column = column if place == Place.BY_ACCOUNT else ""
        found.append(
            Table(
                name=name,
                place=place,
                column=column,
                keys=tuple(
                    Key(key, tuple(of), primary, constraint, where, column in of)
                    for table, key, primary, constraint, where, of in keys
                    if table == name
                ),
                links=tuple(Link(*rest) for table, *rest in links if table == name),
            )
        )
    return found


def _place(name: str, column: str) -> Place:
    if name in SAID:
        return SAID[name]
    if column:
        return Place.BY_ACCOUNT
    return next((place for prefix, place in CONTEXTS.items() if name.startswith(prefix)), Place.FIRST_NODE)


def reshaping(found: Iterable[Table]) -> list[str]:
    """The statements that any PostgreSQL runs first: keys that hold the account, links that stay on one node."""
    by_name = {table.name: table for table in found}
    dropped: list[str] = []
    keyed: list[str] = []
    linked: list[str] = []
    for table in by_name.values():
        for link in table.links:
            target = by_name[link.target]
            if Place.BY_ACCOUNT not in (table.place, target.place):
                continue
            along = table.place == target.place and link.column == table.column and link.target_column == target.column
            if along or target.place == Place.EVERYWHERE:
                continue
            dropped.append(f"ALTER TABLE {table.name} DROP CONSTRAINT {link.name}")
            # A link to another account than its own (two joined into one) would tie two nodes: it stays dropped.
            if table.place == target.place and link.target_column != target.column:
                linked.append(
                    f"ALTER TABLE {table.name} ADD FOREIGN KEY ({table.column}, {link.column})"
                    f" REFERENCES {target.name} ({target.column}, {link.target_column}) DEFERRABLE INITIALLY DEFERRED"
                )
        if table.place == Place.BY_ACCOUNT:
            keyed += _keyed(table)
    # Links first: a key that is referenced cannot go.
    return [*dropped, *keyed, *linked]


def _keyed(table: Table) -> Iterable[str]:
    for key in table.keys:
        if key.holds:
            continue
        wider = ", ".join([table.column, *key.columns])
        if key.constraint:
            yield f"ALTER TABLE {table.name} DROP CONSTRAINT {key.name} CASCADE"
            kind = "PRIMARY KEY" if key.primary else "UNIQUE"
            if {table.column, *key.columns} not in [set(each.columns) for each in table.keys if each.holds]:
                yield f"ALTER TABLE {table.name} ADD {kind} ({wider})"
        else:
            where = f" WHERE {key.where}" if key.where else ""
            yield f"DROP INDEX {key.name}"
            yield f"CREATE UNIQUE INDEX {key.name} ON {table.name} ({wider}){where}"
        # What is asked by the old key alone is still found, on each node.
        yield f"CREATE INDEX {key.name}_alone ON {table.name} ({', '.join(key.columns)})"


def spreading(found: Iterable[Table]) -> list[str]:
    """The statements that Citus runs then."""
    by_account = [table for table in found if table.place == Place.BY_ACCOUNT]
    everywhere = [table for table in found if table.place == Place.EVERYWHERE]
    # The account first: the others go where it goes.
    by_account.sort(key=lambda table: table.name != "accounts_account")
    words = [f"SELECT create_reference_table('{table.name}')" for table in everywhere]
    for place, table in enumerate(by_account):
        beside = f", colocate_with => '{by_account[0].name}'" if place else ""
        words.append(f"SELECT create_distributed_table('{table.name}', '{table.column}'{beside})")
    return words + [_delegated(signature, argument) for signature, argument in _functions()]


def _delegated(signature: str, argument: str) -> str:
    return f"SELECT create_distributed_function('{signature}', '{argument}', colocate_with => 'accounts_account')"


def _functions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text, proname FROM pg_proc WHERE proname = ANY (%s)"
            " AND pronamespace = current_schema()::regnamespace ORDER BY proname",
            [list(DELEGATED)],
        )
        return [(signature, DELEGATED[name]) for signature, name in cursor.fetchall()]


def narrowed(found: Iterable[Table]) -> list[str]:
    """What is unique among all accounts today and within an account once spread: each promise needs a register."""
    return [
        f"{table.name} ({', '.join(key.columns)})"
        for table in found
        if table.place == Place.BY_ACCOUNT
        for key in table.keys
        # A primary key called id is made at random, or by the server's sequence: no two accounts meet in it.
        if not key.holds and not (key.primary and key.columns == ("id",))
    ]
