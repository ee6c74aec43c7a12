"""What lets a test that commits leave the test database as it found it.

Django ends such a test by truncating every table. Append-only tables refuse that, rightly; and the
rows that migrations wrote would be lost. Only the test database is changed so; nothing of this is shipped.
"""

from django.db import connection

#: Tables whose rows come from migrations.
SEEDED = ("ledger_openaccount", "ledger_rollup")

_REFUSING = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'"

_RESTORED = """
CREATE TABLE seed_of_{table} AS TABLE {table};
CREATE FUNCTION restore_{table}() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO {table} SELECT * FROM seed_of_{table}; RETURN NULL; END';
CREATE TRIGGER restored_after_truncate AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION restore_{table}();
"""

#: The queue's tables are not Django's, which would leave the jobs of one test to the next.
_QUEUE_TOO = """
CREATE FUNCTION empty_the_queue() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers; RETURN NULL; END';
CREATE TRIGGER queue_too AFTER TRUNCATE ON journal_event FOR EACH STATEMENT EXECUTE FUNCTION empty_the_queue();
"""


def let_tests_truncate() -> None:
    """To be run once on a fresh test database."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUSING)
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
            cursor.execute(f"GRANT TRUNCATE ON {table} TO CURRENT_USER")
        for table in SEEDED:
            cursor.execute("SELECT to_regclass(%s)", [f"seed_of_{table}"])
            if cursor.fetchone() == (None,):
                cursor.execute(_RESTORED.format(table=table))
        cursor.execute("SELECT to_regproc('empty_the_queue')")
        if cursor.fetchone() == (None,):
            cursor.execute(_QUEUE_TOO)
