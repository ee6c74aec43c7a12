"""A purse may be of one enrolment alone: what a funder promised for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_purses_beside_the_yearly")]

    operations = [migrations.AddField("purse", "promised_for", models.UUIDField(null=True))]
