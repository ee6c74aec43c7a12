"""The database itself refuses to change or remove a line of a record, what a plan was, or what was declared beside."""

from django.db import migrations

TABLES = ("attendance_entry", "attendance_planchange", "attendance_declaredrate")

FORWARD = "".join(
    f"CREATE TRIGGER {table}_is_only_added BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_only_added ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial"), ("journal", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
