"""A yearly run reads the purses that are not the yearly one, which are few: an index of these alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_kept_years_in_slabs")]

    operations = [
        migrations.AddIndex(
            "purse",
            models.Index(condition=~models.Q(kind="yearly"), fields=["account"], name="purses_beside_the_yearly"),
        ),
    ]
