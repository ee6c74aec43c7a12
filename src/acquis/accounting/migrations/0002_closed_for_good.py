"""What was decided of a closing never changes, whoever asks: neither it, nor its sums, nor the slices it holds."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION accounting_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_state text;
BEGIN
    IF TG_TABLE_NAME = 'accounting_closing' THEN
        v_state := OLD.state;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT c.state INTO v_state FROM accounting_closing c WHERE c.id = NEW.closing_id;
    ELSE
        SELECT c.state INTO v_state FROM accounting_closing c WHERE c.id = OLD.closing_id;
    END IF;
    IF v_state <> 'prepared' THEN
        RAISE EXCEPTION 'a closing that was decided never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER accounting_keep_closed BEFORE UPDATE OR DELETE ON accounting_closing
    FOR EACH ROW EXECUTE FUNCTION accounting_keep_closed();
CREATE TRIGGER accounting_keep_closed BEFORE INSERT OR UPDATE OR DELETE ON accounting_closedflow
    FOR EACH ROW EXECUTE FUNCTION accounting_keep_closed();
CREATE TRIGGER accounting_keep_closed BEFORE INSERT OR UPDATE OR DELETE ON accounting_closedslice
    FOR EACH ROW EXECUTE FUNCTION accounting_keep_closed();
ALTER TABLE accounting_closing ENABLE ALWAYS TRIGGER accounting_keep_closed;
ALTER TABLE accounting_closedflow ENABLE ALWAYS TRIGGER accounting_keep_closed;
ALTER TABLE accounting_closedslice ENABLE ALWAYS TRIGGER accounting_keep_closed;
"""
UNDO = """
DROP TRIGGER accounting_keep_closed ON accounting_closedslice;
DROP TRIGGER accounting_keep_closed ON accounting_closedflow;
DROP TRIGGER accounting_keep_closed ON accounting_closing;
DROP FUNCTION accounting_keep_closed;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_tables"), ("ledger", "0018_house_of_the_fund")]

    operations = [migrations.RunSQL(REFUSE, UNDO)]
