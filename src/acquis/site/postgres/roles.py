"""The roles of an embedded server that may sign in and own nothing: one for the web, one for the worker.

Each has a random password in a file of the server's folder, readable by us alone. What they may do is said by
`acquis.site.privileges` after every migration; here they only come to exist.
"""

from __future__ import annotations

from psycopg import Connection, sql

WEB = "acquis_web"
WORK = "acquis_work"
ROLES = (WEB, WORK)


def password_file(role: str) -> str:
    """The name of the file that holds a role's password, beside the owner's."""
    return f"password.{role}"


def make(connection: Connection, role: str, password: str) -> None:
    """Let `role` sign in with `password`; it is made when it is not there. The server keeps its SCRAM digest only."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    words = "ALTER ROLE {} {}" if known else "CREATE ROLE {} {}"
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
    with connection.transaction():
        # So that the password stands in no log, whatever the server is told to log.
        connection.execute("SET LOCAL log_statement = 'none'")
        connection.execute("SET LOCAL log_min_error_statement = 'panic'")
        digest = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL(words).format(sql.Identifier(role), sql.SQL(rights).format(digest)))
