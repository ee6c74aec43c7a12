"""The database itself refuses to change or remove a version of a certification."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_versions_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of certifications are only added' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER versions_are_only_added BEFORE UPDATE OR DELETE ON catalogue_certificationversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_versions_are_only_added();
"""
BACKWARD = """
DROP TRIGGER versions_are_only_added ON catalogue_certificationversion;
DROP FUNCTION catalogue_versions_are_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
