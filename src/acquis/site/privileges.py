"""What each role of the database may do: the web and the worker serve, and own nothing.

Three roles. The *owner* makes and changes the tables (`acquis migrate`). `acquis_web` serves pages and addresses,
`acquis_work` does what the calendar asks and what commands bring in. Neither can change or remove a transfer or a
fact of the journal, open an account of money by itself, or make, alter or empty a table: money moves through the
ledger's functions, which run as the owner, with their search path pinned. Rights are computed from the tables that
are there, so that a new table is never forgotten; what is not said here is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db import connection, transaction
from psycopg import sql

from .postgres.roles import WEB, WORK


class Role(StrEnum):
    """The roles that serve; the owner is whoever `ACQUIS_DATABASE_URL` names for `acquis migrate`."""

    WEB = WEB
    WORK = WORK


#: Every function that only the ledger's owner could do without, and who may call it. The others are called by these.
DOORS: dict[str, frozenset[Role]] = {
    "ledger_post": frozenset(Role),
    "ledger_post_one": frozenset(Role),
    "ledger_resolve": frozenset(Role),
    "ledger_open": frozenset(Role),
    "ledger_open_payable": frozenset(Role),
    "ledger_cut": frozenset({Role.WORK}),
    "ledger_open_book": frozenset({Role.WORK}),
    "ledger_fold": frozenset({Role.WORK}),
}
#: Called from inside the doors and by nobody else.
INNER = frozenset({"ledger_refuse", "ledger_payable", "ledger_id", "ledger_judge_sides", "ledger_fold_owners"})

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
#: Tables that have rights of their own. Of the ledger's, nobody may more than read unless it is said here.
TABLES: dict[str, dict[Role, tuple[str, ...]]] = {
    "django_migrations": dict.fromkeys(Role, ("SELECT",)),
    # What is copied here is of accounts that are there, and waits for its balance; or is refused: a trigger sees to it.
    "ledger_credit": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "INSERT")},
    # Runs are walked by the worker.
    "accounts_yearslab": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "INSERT")},
    "accounts_keptyear": dict.fromkeys(Role, ("SELECT",)),
    "ledger_housesum": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "INSERT", "UPDATE")},
    "ledger_block": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "INSERT")},
    "ledger_anchor": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "INSERT")},
    "ledger_rollup": {Role.WEB: ("SELECT",), Role.WORK: ("SELECT", "UPDATE")},
}

#: Tables and views of our schema, and whether a trigger refuses that rows of them are changed.
_TABLES = """
    SELECT c.relname, bool_or(coalesce(t.tgtype & 2 > 0 AND t.tgtype & 24 = 24, false))
      FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND p_refuses(t.tgfoid)
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
     GROUP BY c.relname ORDER BY c.relname
""".replace("p_refuses(t.tgfoid)", "t.tgfoid::regproc::text IN ('refuse_change', 'catalogue_versions_are_only_added')")

_FUNCTIONS = """
    SELECT p.proname, p.oid::regprocedure::text FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'ledger\\_%' AND p.prokind = 'f'
       AND p.prorettype <> 'trigger'::regtype
"""


def rights(table: str, role: Role, *, append_only: bool) -> tuple[str, ...]:
    """What `role` may do with the rows of a table."""
    if table in TABLES:
        return TABLES[table].get(role, ())
    if table.startswith("ledger_"):
        return ("SELECT",)
    return ("SELECT", "INSERT") if append_only else ALL


def provision() -> None:
    """Give each role what it may, and nothing else, on the tables as they are; again, nothing changes.

    Run by the tables' owner after every migration. Raises `RolesMissing` when the roles are not there and the owner
    may not create them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _make_roles()
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(sql.Identifier, cursor.fetchone())
        roles = sql.SQL(", ").join(sql.Identifier(role) for role in Role)
        words: list[sql.Composed] = [
            sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC, {}").format(schema, roles),
            sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, roles),
            sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC, {}").format(database, roles),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, roles),
            sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM PUBLIC, {}").format(schema, roles),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, roles),
        ]
        cursor.execute(_TABLES)
        for table, append_only in cursor.fetchall():
            for role in Role:
                if given := rights(table, role, append_only=append_only):
                    words.append(
                        sql.SQL("GRANT {} ON {}.{} TO {}").format(
                            sql.SQL(", ").join(map(sql.SQL, given)),
                            schema,
                            sql.Identifier(table),
                            sql.Identifier(role),
                        )
                    )
        cursor.execute(_FUNCTIONS)
        words += [word for name, signature in cursor.fetchall() for word in _door(name, signature, schema)]
        for word in words:
            cursor.execute(word)


def _door(name: str, signature: str, schema: sql.Identifier) -> Iterable[sql.Composed]:
    """Close a function of the ledger to everybody, then open it to those who may call it."""
    function = sql.SQL(signature)
    everybody = sql.SQL(", ").join(sql.Identifier(role) for role in Role)
    yield sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC, {}").format(function, everybody)
    if name not in DOORS:
        return
    # The temporary schema last: a table or an operator made there must not stand before ours.
    yield sql.SQL("ALTER FUNCTION {} SECURITY DEFINER SET search_path = pg_catalog, {}, pg_temp").format(
        function, schema
    )
    callers = sql.SQL(", ").join(sql.Identifier(role) for role in sorted(DOORS[name]))
    yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, callers)


class RolesMissing(Exception):
    """The roles are not there and we may not make them; the message says which SQL does."""


def _make_roles() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [[*Role]])
        missing = sorted(set(Role) - {row[0] for row in cursor.fetchall()})
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        may = bool(cursor.fetchone()[0])
        if missing and not may:
            wanted = " ".join(f"CREATE ROLE {role};" for role in missing)
            raise RolesMissing(f"the roles that serve are not there, and we may not make them: {wanted}")
        for role in missing:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


def provisioned() -> bool:
    """Whether both roles may read every table, and every door opens: false after another program has migrated."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(bool_and(has_table_privilege(r.oid, c.oid, 'SELECT')), true)"
            " AND count(DISTINCT r.oid) = %s FROM pg_roles r, pg_class c WHERE r.rolname = ANY (%s)"
            " AND c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace"
            "                  AND p.proname = ANY (%s) AND NOT p.prosecdef)",
            [len(Role), [*Role], [*DOORS]],
        )
        return bool(cursor.fetchone()[0])


#: Powers over the ledger and the journal that nobody who serves should have, as questions to the server.
_TOO_MUCH = {
    "is a superuser": "SELECT rolsuper FROM pg_roles WHERE rolname = current_user",
    "may change or remove a transfer": "SELECT has_table_privilege('ledger_transfer', 'UPDATE, DELETE, TRUNCATE')",
    "may write a transfer by itself": "SELECT has_table_privilege('ledger_transfer', 'INSERT')",
    "may write an account of money by itself": "SELECT has_table_privilege('ledger_guardedaccount', 'INSERT, UPDATE') "
    "OR has_table_privilege('ledger_openaccount', 'INSERT, UPDATE')",
    "may change or remove a fact": "SELECT has_table_privilege('journal_event', 'UPDATE, DELETE, TRUNCATE')",
    "owns tables": "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
    "AND relkind = 'r' AND pg_has_role(current_user, relowner, 'USAGE'))",
    "may make tables": "SELECT has_schema_privilege(current_schema(), 'CREATE')",
}


def excess() -> list[str]:
    """What the role of this connection may do that a role that serves should not; empty when it is a lesser role."""
    found = []
    with connection.cursor() as cursor:
        for power, question in _TOO_MUCH.items():
            cursor.execute(question)
            if cursor.fetchone()[0]:
                found.append(power)
    return found
