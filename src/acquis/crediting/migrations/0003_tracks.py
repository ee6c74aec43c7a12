"""A run is walked on several tracks at once; one under way goes on with a single track from where it stood."""

import django.db.models.deletion
from django.db import migrations, models

#: Slices were numbered by the accounts walked through before them: those that come must have other numbers.
CARRY_OVER = """
INSERT INTO crediting_track (run_id, number, after, upto, done, slices, is_over)
SELECT id, 0, after, NULL, done, done / 64 + 1, state NOT IN ('foreseeing', 'approved', 'running') FROM crediting_run
"""
#: Going back, a run has one place again: that of its only track. One that is walked on several has none, and must end first.
CARRY_BACK = """
DO $$
DECLARE blocked int;
BEGIN
    SELECT min(r.number) INTO blocked FROM crediting_run r
     WHERE r.state IN ('foreseeing', 'approved', 'running')
       AND (SELECT count(*) FROM crediting_track t WHERE t.run_id = r.id) > 1;
    IF blocked IS NOT NULL THEN
        RAISE EXCEPTION 'run % is walked on several tracks: let it end, or give it up, before this migration is undone', blocked;
    END IF;
END $$;
UPDATE crediting_run r
   SET done = (SELECT coalesce(sum(t.done), 0) FROM crediting_track t WHERE t.run_id = r.id),
       after = (SELECT t.after FROM crediting_track t WHERE t.run_id = r.id ORDER BY t.number LIMIT 1);
"""


class Migration(migrations.Migration):
    dependencies = [("crediting", "0002_reconciliations")]

    operations = [
        migrations.CreateModel(
            name="Track",
            fields=[
                ("pk", models.CompositePrimaryKey("run_id", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("number", models.SmallIntegerField()),
                ("after", models.UUIDField(null=True)),
                ("upto", models.UUIDField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("slices", models.IntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                ("run", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="tracks", to="crediting.run")),
            ],
        ),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(model_name="run", name="after"),
        migrations.RemoveField(model_name="run", name="done"),
    ]
