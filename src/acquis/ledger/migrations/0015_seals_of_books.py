"""Blocks of sealed credits beside those of transfers, and an anchor that says how many blocks it covers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0014_house_of_joined_accounts")]

    operations = [
        migrations.AlterField("block", "after_seq", models.BigIntegerField(null=True)),
        migrations.AlterField("block", "upto_seq", models.BigIntegerField(null=True)),
        migrations.AddField("block", "book", models.IntegerField(null=True)),
        migrations.AddField("block", "slice", models.IntegerField(null=True)),
        migrations.AddField("block", "after_owner", models.UUIDField(null=True)),
        migrations.AddField("block", "upto_owner", models.UUIDField(null=True)),
        migrations.AddField("anchor", "blocks", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddConstraint(
            "block", models.UniqueConstraint(fields=("book", "upto_owner"), name="block_by_last_credit")
        ),
        migrations.AddConstraint(
            "block",
            models.CheckConstraint(
                condition=models.Q(
                    after_seq__isnull=False,
                    upto_seq__isnull=False,
                    book__isnull=True,
                    slice__isnull=True,
                    after_owner__isnull=True,
                    upto_owner__isnull=True,
                )
                | models.Q(
                    after_seq__isnull=True,
                    upto_seq__isnull=True,
                    book__isnull=False,
                    slice__isnull=False,
                    after_owner__isnull=False,
                    upto_owner__isnull=False,
                ),
                name="a_block_is_of_transfers_or_of_credits",
            ),
        ),
    ]
