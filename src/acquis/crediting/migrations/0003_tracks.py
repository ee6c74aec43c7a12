"""A run is walked on several tracks at once; one under way goes on with a single track from where it stood."""

import django.db.models.deletion
from django.db import migrations, models

#: Slices were numbered by the accounts walked through before them: those that come must have other numbers.
CARRY_OVER = """
INSERT INTO crediting_track (run_id, number, after, upto, done, slices, is_over)
SELECT id, 0, after, NULL, done, done / 64 + 1, state NOT IN ('foreseeing', 'approved', 'running') FROM crediting_run
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
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="run", name="after"),
        migrations.RemoveField(model_name="run", name="done"),
    ]
