"""What a yearly run reads of the facts, in the order of accounts; made beside those who write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("declarations", "0003_deaths")]
    operations = [
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
        AddIndexConcurrently(
            "workedline",
            models.Index(
                fields=["year", "account_id"],
                condition=Q(current=True) & (Q(paid__isnull=True) | ~Q(absences=[])),
                name="times_to_compute_of_a_year",
            ),
        ),
    ]
