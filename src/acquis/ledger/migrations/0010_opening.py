"""The doors through which accounts are opened, and through which the roll-up takes its cut, as functions of the database.

They run as the owner of the tables (`acquis.site.privileges` says so, and who may call them), so that the roles
of the web and of the worker need no right to write accounts by themselves. An account without a limit cannot be
opened under an id of the caller's choice: the id is made here, of the provider's.
"""

from django.db import migrations

#: The same namespace as `_NAMES` in `types.py`; the id is that of `provider_payable`.
PAYABLE = """
CREATE FUNCTION ledger_payable(p_provider uuid) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid
      FROM substr(sha256(decode('7a1c6f0e3b525d0a9f4e1c0de5ac9a15', 'hex')
                         || convert_to('provider/' || p_provider::text, 'UTF8')), 1, 16) AS s(h)
$$;
"""

OPEN = """
CREATE FUNCTION ledger_open(p_at timestamptz, p_owners uuid[], p_ids uuid[], p_units text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_account uuid;
BEGIN
    INSERT INTO ledger_guardedaccount (owner, id, unit, opened_at)
    SELECT b.owner, b.id, b.unit, p_at FROM unnest(p_owners, p_ids, p_units) AS b(owner, id, unit)
     ORDER BY b.owner, b.id
    ON CONFLICT DO NOTHING;
    -- Judged after writing, because only then is it sure what stands; a refusal undoes the writing.
    SELECT min(found.id::text)::uuid INTO v_account
      FROM (SELECT g.id FROM ledger_guardedaccount g JOIN unnest(p_owners, p_ids, p_units) AS b(owner, id, unit)
                ON g.id = b.id AND (g.owner, g.unit) <> (b.owner, b.unit)
             WHERE g.id = ANY (p_ids)
            UNION ALL
            SELECT o.id FROM ledger_openaccount o WHERE o.id = ANY (p_ids)) found;
    IF v_account IS NOT NULL THEN
        PERFORM ledger_refuse('ledger_account_differs', json_build_object('account', v_account));
    END IF;
END $$;
"""

OPEN_PAYABLE = """
CREATE FUNCTION ledger_open_payable(p_at timestamptz, p_provider uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_openaccount (id, owner, unit, opened_at)
    VALUES (ledger_payable(p_provider), '00000000-0000-0000-0000-000000000000', 'eur', p_at)
    ON CONFLICT DO NOTHING;
END $$;
"""

#: Only an owner may take this lock; it is held until the caller's transaction ends, which is meant to be at once.
CUT = """
CREATE FUNCTION ledger_cut() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE ledger_transfer IN SHARE MODE;
    RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_transfer_seq_seq);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_references_byte_by_byte")]

    operations = [
        migrations.RunSQL(PAYABLE, "DROP FUNCTION ledger_payable"),
        migrations.RunSQL(OPEN, "DROP FUNCTION ledger_open"),
        migrations.RunSQL(OPEN_PAYABLE, "DROP FUNCTION ledger_open_payable"),
        migrations.RunSQL(CUT, "DROP FUNCTION ledger_cut"),
    ]
