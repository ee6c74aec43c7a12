"""The one row whose number tells processes that a convention changed, and the sequence its numbers come from.

A sequence does not go back when a transaction is undone: no number stands twice for different conventions.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("funders", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE funders_revision_number", "DROP SEQUENCE funders_revision_number"),
        migrations.RunSQL("INSERT INTO funders_revision (id, number) VALUES (1, 0)", "DELETE FROM funders_revision"),
    ]
