"""What a yearly run reads of the facts, in the order of accounts; made beside those who write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("declarations", "0003_deaths")]
    # What an interrupted upgrade left is made again: a cut build stays there, and is not valid.
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS times_paid_of_a_year", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "workedline",
            models.Index(
                fields=[
                    "year",
                    "account_id",
                    "regime",
                    "unit",
                    "reference",
                    "withdrawn",
                    "oeth",
                    "contribution_paid",
                    "category_c",
                    "incomplete_post",
                ],
                include=["paid"],
                condition=Q(current=True, paid__isnull=False, absences=[]),
                name="times_paid_of_a_year",
            ),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS times_to_compute_of_a_year", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "workedline",
            models.Index(
                fields=["year", "account_id"],
                condition=Q(current=True) & (Q(paid__isnull=True) | ~Q(absences=[])),
                name="times_to_compute_of_a_year",
            ),
        ),
    ]
