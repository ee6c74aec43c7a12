"""The database itself refuses to change or remove a line of the history of an offer."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER offer_changes_are_only_added BEFORE UPDATE OR DELETE ON catalogue_offerchange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER offer_changes_are_only_added ON catalogue_offerchange;"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_drafts_and_history"), ("journal", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
