"""Facts and readings cannot be changed or removed: the server refuses, whoever asks.

The role that serves the application often owns the tables too, and an owner can grant itself anything
back; so the trigger is what holds. It also fires for a session that plays a replica (ENABLE ALWAYS).
"""

from django.db import migrations

REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that corrects the old one.';
END $$;
"""

TABLE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER;
"""

UNDO = """
GRANT ALL ON {table} TO CURRENT_USER;
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {table}_no_change ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_tables")]

    operations = [
        migrations.RunSQL(REFUSAL, "DROP FUNCTION refuse_change()"),
        *(
            migrations.RunSQL(TABLE.format(table=table), UNDO.format(table=table))
            for table in ("journal_event", "journal_read")
        ),
    ]
