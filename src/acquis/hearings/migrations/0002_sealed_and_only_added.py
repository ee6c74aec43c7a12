"""The names of files are sealed too; and what was said, or attached, is never changed or removed: the server refuses.

The sealed cells alone may be written again, under newer keys: a seal holds for its own cell, so that nothing else can be
put in its place without them.
"""

from typing import Any

from django.db import migrations, models

from acquis.people import crypto

FORWARD = """
CREATE FUNCTION hearings_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV[0]::text[] = to_jsonb(OLD) - TG_ARGV[0]::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that corrects the old one.';
END $$;
CREATE TRIGGER hearings_entry_is_only_added BEFORE UPDATE OR DELETE ON hearings_entry
    FOR EACH ROW EXECUTE FUNCTION hearings_refuse_change('{words_sealed}');
CREATE TRIGGER hearings_exhibit_is_only_added BEFORE UPDATE OR DELETE ON hearings_exhibit
    FOR EACH ROW EXECUTE FUNCTION hearings_refuse_change('{name_sealed,content_sealed}');
"""
BACKWARD = """
DROP TRIGGER hearings_exhibit_is_only_added ON hearings_exhibit;
DROP TRIGGER hearings_entry_is_only_added ON hearings_entry;
DROP FUNCTION hearings_refuse_change();
"""


def seal(apps: Any, _editor: Any) -> None:
    exhibits = apps.get_model("hearings", "Exhibit").objects
    for row in exhibits.only("id", "name").iterator():
        sealed = crypto.seal(row.name, table="hearings_exhibit", column="name", row=row.id)
        exhibits.filter(pk=row.id).update(name_sealed=sealed)


def unseal(apps: Any, _editor: Any) -> None:
    exhibits = apps.get_model("hearings", "Exhibit").objects
    for row in exhibits.only("id", "name_sealed").iterator():
        name = crypto.unseal(row.name_sealed, table="hearings_exhibit", column="name", row=row.id)
        exhibits.filter(pk=row.id).update(name=name)


class Migration(migrations.Migration):
    # Rows written in this transaction wait for their deferred constraints, and the table could not be altered.
    atomic = False
    dependencies = [("hearings", "0001_initial")]
    operations = [
        migrations.AddField("exhibit", "name_sealed", models.BinaryField(null=True)),
        migrations.RunPython(seal, unseal),
        migrations.AlterField("exhibit", "name_sealed", models.BinaryField()),
        # So that it can be put back for the rows there are.
        migrations.AlterField("exhibit", "name", models.CharField(max_length=200, default="")),
        migrations.RemoveField("exhibit", "name"),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
