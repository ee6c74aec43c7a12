"""Blocks of sealed transfers and daily anchors: append-only, like what they vouch for."""

from django.db import migrations, models

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
    dependencies = [("ledger", "0011_house_of_the_regimes"), ("journal", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("upto_block", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day",), name="one_anchor_a_day")],
                "indexes": [models.Index(fields=["upto_block"], name="anchor_by_block")],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after_seq", models.BigIntegerField()),
                ("upto_seq", models.BigIntegerField()),
                ("size", models.IntegerField()),
                ("root", models.BinaryField()),
                ("marks", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upto_seq",), name="block_by_last_row"),
                    models.UniqueConstraint(fields=("after_seq",), name="a_block_follows_one_block"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="a_block_is_not_empty"),
                ],
            },
        ),
        *(
            migrations.RunSQL(TABLE.format(table=table), UNDO.format(table=table))
            for table in ("ledger_block", "ledger_anchor")
        ),
    ]
