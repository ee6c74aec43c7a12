"""The database itself refuses to change a fact, but for leaving `current`, or to remove one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION declarations_facts_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.current AND NOT NEW.current THEN
        NEW.current := true;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            NEW.current := false;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'declared facts are only added' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER facts_are_only_added BEFORE UPDATE OR DELETE ON declarations_workedline
    FOR EACH ROW EXECUTE FUNCTION declarations_facts_are_only_added();
"""
BACKWARD = """
DROP TRIGGER facts_are_only_added ON declarations_workedline;
DROP FUNCTION declarations_facts_are_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
