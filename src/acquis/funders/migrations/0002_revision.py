"""The sequence from which a change of a convention takes its number.

A sequence does not go back when a transaction is undone: no number stands twice for different conventions.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("funders", "0001_initial")]

    operations = [migrations.RunSQL("CREATE SEQUENCE funders_revision_number", "DROP SEQUENCE funders_revision_number")]
