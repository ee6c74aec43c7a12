"""The door through which every transfer passes, as functions of the database.

A batch is one call: rows and balances are written by the same statement. The plan is pinned, because
with large arrays the planner would sometimes rather read whole tables, and sometimes not. With only
nested loops over indexes allowed, balance rows are also locked in one order, that of (owner, id),
whichever side of the join comes first: two batches can wait for each other's rows in a circle no more.

New references are the rule, so a batch is first written as if all were new, which spares looking each up; when
one was met before, that attempt is undone and the batch is written again with care. A lone transfer has a
function of its own, without arrays and without pinned settings: both would be felt.
"""

from django.db import migrations

PINNED = """
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan SET jit = off
"""

TABLES = """
ALTER TABLE ledger_transfer ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY;
-- Room for as much again in each page: even when a yearly run changes every balance of it in one transaction, they
-- change in place and their indexes are left alone.
ALTER TABLE ledger_guardedaccount SET (fillfactor = 50);
ALTER TABLE ledger_guardedaccount ALTER COLUMN posted_cents SET DEFAULT 0;
ALTER TABLE ledger_guardedaccount ALTER COLUMN reserved_cents SET DEFAULT 0;
INSERT INTO ledger_rollup (id, upto_seq, cut_seq) VALUES (1, 0, 0);

CREATE TRIGGER ledger_transfer_no_change BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transfer_no_truncate BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_no_change;
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_no_truncate;
REVOKE UPDATE, DELETE ON ledger_transfer FROM PUBLIC, CURRENT_USER;
-- The owner keeps the right to TRUNCATE, which the trigger refuses: a server of version 15 asks for it, or for the right
-- to change rows, of who takes the lock that the roll-up needs.
REVOKE TRUNCATE ON ledger_transfer FROM PUBLIC;
"""

TABLES_BACK = """
GRANT ALL ON ledger_transfer TO CURRENT_USER;
DROP TRIGGER ledger_transfer_no_truncate ON ledger_transfer;
DROP TRIGGER ledger_transfer_no_change ON ledger_transfer;
"""

REFUSE = """
CREATE FUNCTION ledger_refuse(reason text, details json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', reason USING ERRCODE = 'LG001', DETAIL = details::text;
END $$;
"""

#: The id of a transfer: the first 16 bytes of the SHA-256 of its reference, as `references.py` makes it.
ID = """
CREATE FUNCTION ledger_id(p_reference text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT encode(substr(sha256(convert_to(p_reference, 'UTF8')), 1, 16), 'hex')::uuid
$$;
"""

#: What is wrong with the sides of transfers when fewer balances moved than there are guarded sides; an account of
#: the house that the caller did not name as such is nothing wrong.
SIDES = """
CREATE FUNCTION ledger_judge_sides(
    p_owners uuid[], p_debits uuid[], p_credits uuid[], p_references text[], p_moved uuid[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_account uuid;
    v_reference text;
BEGIN
    SELECT b.account, b.reference INTO v_account, v_reference
      FROM (SELECT owner, debit, reference, place
              FROM unnest(p_owners, p_debits, p_references) WITH ORDINALITY AS u(owner, debit, reference, place)
            UNION ALL
            SELECT owner, credit, reference, place
              FROM unnest(p_owners, p_credits, p_references) WITH ORDINALITY AS u(owner, credit, reference, place)
           ) b(owner, account, reference, place)
      LEFT JOIN ledger_guardedaccount g ON g.owner = b.owner AND g.id = b.account
      LEFT JOIN ledger_openaccount o ON o.id = b.account
     WHERE g.id IS NULL AND o.id IS NULL
     ORDER BY b.place LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse('ledger_account_unknown', json_build_object('account', v_account, 'reference', v_reference));
    END IF;
    SELECT b.account, b.reference INTO v_account, v_reference
      FROM unnest(p_owners, p_debits, p_references) WITH ORDINALITY AS b(owner, account, reference, place)
      JOIN ledger_guardedaccount g ON g.owner = b.owner AND g.id = b.account
     WHERE b.account <> ALL (p_moved)
     ORDER BY b.place LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse('ledger_balance_too_low', json_build_object('account', v_account, 'reference', v_reference));
    END IF;
END $$;
"""

_WRITE = """
        WITH written AS (
            INSERT INTO ledger_transfer (owner, id, debit, credit, amount_cents, kind, code, effective_on,
                                         recorded_at, by, reference, about, follows)
            SELECT b.owner, b.id, b.debit, b.credit, b.amount, p_kind, coalesce(b.code, p_code),
                   coalesce(b.day, p_day), p_at, p_by, b.reference, b.about, b.follows
              FROM unnest(p_ids, p_owners, p_debits, p_credits, p_amounts, p_codes, p_days, p_references,
                          p_abouts, p_follows)
                AS b(id, owner, debit, credit, amount, code, day, reference, about, follows)
             ORDER BY b.id{met}
            RETURNING owner, debit, credit, amount_cents
        ), delta AS (
            SELECT owner, account, sum(cents)::bigint AS cents
              FROM (SELECT owner, debit AS account, -amount_cents AS cents FROM written
                    UNION ALL
                    SELECT owner, credit, CASE p_kind WHEN 'posted' THEN amount_cents ELSE 0 END FROM written) side
             WHERE account <> ALL (v_open) GROUP BY owner, account ORDER BY owner, account
        ), moved AS (
            UPDATE ledger_guardedaccount g
               SET posted_cents = g.posted_cents + CASE p_kind WHEN 'posted' THEN d.cents ELSE 0 END,
                   reserved_cents = g.reserved_cents - CASE p_kind WHEN 'reserved' THEN d.cents ELSE 0 END
              FROM delta d
             WHERE g.owner = d.owner AND g.id = d.account AND g.posted_cents - g.reserved_cents + d.cents >= 0
            RETURNING g.id, g.unit
        )
        SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM delta), coalesce(array_agg(id), '{{}}'),
               min(unit), max(unit)
          INTO v_written, v_to_move, v_moved, v_first, v_last FROM moved;
"""

POST = f"""
CREATE FUNCTION ledger_post(
    p_kind text, p_by text, p_at timestamptz, p_ids uuid[], p_owners uuid[], p_debits uuid[], p_credits uuid[],
    p_amounts bigint[], p_code text, p_codes text[], p_day date, p_days date[], p_references text[], p_abouts uuid[],
    p_follows uuid[], p_house uuid[]
) RETURNS void LANGUAGE plpgsql {PINNED} AS $$
DECLARE
    v_open uuid[];
    v_units text[];
    v_moved uuid[];
    v_written bigint;
    v_to_move bigint;
    v_first text;
    v_last text;
    v_reference text;
    v_met uuid;
BEGIN
    -- The caller names the sides that it takes for the house's, so that not every purse is looked up there.
    SELECT coalesce(array_agg(o.id), '{{}}'), coalesce(array_agg(DISTINCT o.unit), '{{}}') INTO v_open, v_units
        FROM ledger_openaccount o WHERE o.id = ANY (p_house);

    -- Only rows written here move balances; a reference met before moves nothing.
    BEGIN
{_WRITE.format(met="")}
        IF cardinality(v_moved) <> v_to_move THEN
            RAISE EXCEPTION 'what waits may be enough' USING ERRCODE = 'LG002';
        END IF;
    EXCEPTION WHEN unique_violation OR SQLSTATE 'LG002' THEN
        PERFORM ledger_fold_owners(p_owners);
{_WRITE.format(met=" ON CONFLICT DO NOTHING")}
    END;

    IF v_written <> cardinality(p_ids) THEN
        -- A reference met before must have stood for the very same transfer.
        SELECT b.reference, t.id INTO v_reference, v_met
          FROM unnest(p_ids, p_owners, p_debits, p_credits, p_amounts, p_codes, p_days, p_references, p_abouts, p_follows)
               WITH ORDINALITY AS b(id, owner, debit, credit, amount, code, day, reference, about, follows, place)
          LEFT JOIN ledger_transfer t ON t.id = b.id
         WHERE (t.reference, t.owner, t.debit, t.credit, t.amount_cents, t.kind, t.code, t.effective_on, t.about, t.follows)
               IS DISTINCT FROM
               (b.reference, b.owner, b.debit, b.credit, b.amount, p_kind, coalesce(b.code, p_code),
                coalesce(b.day, p_day), b.about, b.follows)
         ORDER BY b.place LIMIT 1;
        IF FOUND THEN
            -- Neither written nor there: what it was to follow is followed by another.
            PERFORM ledger_refuse(CASE WHEN v_met IS NULL THEN 'ledger_already_reversed' ELSE 'ledger_reference_reused' END,
                                  json_build_object('reference', v_reference));
        END IF;
    END IF;

    IF cardinality(v_moved) <> v_to_move THEN
        PERFORM ledger_judge_sides(p_owners, p_debits, p_credits, p_references, v_moved);
        SELECT coalesce(array_agg(DISTINCT o.unit), '{{}}') INTO v_units
          FROM ledger_openaccount o WHERE o.id = ANY (p_debits || p_credits);
    END IF;

    IF v_first <> v_last OR cardinality(v_units) > 1 OR v_first <> v_units[1] THEN
        PERFORM ledger_refuse('ledger_units_differ', json_build_object('reference', p_references[1]));
    END IF;
END $$;
"""

POST_ONE = """
CREATE FUNCTION ledger_post_one(
    p_kind text, p_by text, p_at timestamptz, p_id uuid, p_owner uuid, p_debit uuid, p_credit uuid, p_amount bigint,
    p_code text, p_day date, p_reference text, p_about uuid, p_follows uuid
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_same boolean;
    v_sides bigint;
    v_first text;
    v_last text;
    v_moved uuid[];
BEGIN
    INSERT INTO ledger_transfer (owner, id, debit, credit, amount_cents, kind, code, effective_on, recorded_at, by,
                                 reference, about, follows)
    VALUES (p_owner, p_id, p_debit, p_credit, p_amount, p_kind, p_code, p_day, p_at, p_by, p_reference, p_about, p_follows)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        SELECT (t.reference, t.owner, t.debit, t.credit, t.amount_cents, t.kind, t.code, t.effective_on, t.about, t.follows)
               IS NOT DISTINCT FROM
               (p_reference, p_owner, p_debit, p_credit, p_amount, p_kind, p_code, p_day, p_about, p_follows)
          INTO v_same FROM ledger_transfer t WHERE t.id = p_id;
        IF NOT FOUND THEN
            -- Neither written nor there: what it was to follow is followed by another.
            PERFORM ledger_refuse('ledger_already_reversed', json_build_object('reference', p_reference));
        ELSIF NOT v_same THEN
            PERFORM ledger_refuse('ledger_reference_reused', json_build_object('reference', p_reference));
        END IF;
        RETURN;
    END IF;

    -- Each side is a balance that moved, or an account of the house.
    WITH moved AS (
        UPDATE ledger_guardedaccount g
           SET posted_cents = g.posted_cents + CASE WHEN p_kind <> 'posted' THEN 0
                                                    WHEN g.id = p_debit THEN -p_amount ELSE p_amount END,
               reserved_cents = g.reserved_cents + CASE WHEN p_kind = 'reserved' AND g.id = p_debit THEN p_amount ELSE 0 END
         WHERE g.owner = p_owner AND g.id IN (p_debit, p_credit)
           AND (g.id = p_credit OR g.posted_cents - g.reserved_cents >= p_amount)
        RETURNING g.id, g.unit
    )
    SELECT count(*), min(unit), max(unit), array_agg(id) INTO v_sides, v_first, v_last, v_moved
      FROM (SELECT id, unit FROM moved
            UNION ALL
            SELECT o.id, o.unit FROM ledger_openaccount o WHERE o.id IN (p_debit, p_credit)) side;

    IF v_sides <> 2 THEN
        PERFORM ledger_judge_sides(ARRAY[p_owner], ARRAY[p_debit], ARRAY[p_credit], ARRAY[p_reference], coalesce(v_moved, '{}'));
    END IF;
    IF v_first <> v_last THEN
        PERFORM ledger_refuse('ledger_units_differ', json_build_object('reference', p_reference));
    END IF;
END $$;
"""

RESOLVE = f"""
CREATE FUNCTION ledger_resolve(
    p_kind text, p_by text, p_at timestamptz, p_day date, p_references text[]
) RETURNS void LANGUAGE plpgsql {PINNED} AS $$
DECLARE
    v_reference text;
    v_kind text;
    v_moved bigint;
    v_account uuid;
BEGIN
    SELECT b.reference, t.kind INTO v_reference, v_kind
      FROM unnest(p_references) WITH ORDINALITY AS b(reference, place)
      LEFT JOIN ledger_transfer t ON t.id = ledger_id(b.reference)
     WHERE t.kind IS DISTINCT FROM 'reserved' ORDER BY b.place LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse(CASE WHEN v_kind IS NULL THEN 'ledger_reference_unknown' ELSE 'ledger_not_reserved' END,
                              json_build_object('reference', v_reference));
    END IF;

    -- The end of a reservation is a row that follows it; a second one moves nothing.
    WITH written AS (
        INSERT INTO ledger_transfer (owner, id, debit, credit, amount_cents, kind, code, effective_on,
                                     recorded_at, by, reference, about, follows)
        SELECT r.owner, ledger_id(r.reference || ' ' || p_kind), r.debit, r.credit, r.amount_cents, p_kind, r.code, p_day, p_at, p_by,
               r.reference || ' ' || p_kind, r.about, r.id
          FROM unnest(p_references) AS b(reference)
          JOIN ledger_transfer r ON r.id = ledger_id(b.reference)
         ORDER BY r.id
        ON CONFLICT DO NOTHING
        RETURNING owner, debit, credit, amount_cents
    ), delta AS (
        SELECT owner, account, sum(posted)::bigint AS posted, sum(reserved)::bigint AS reserved
          FROM (SELECT owner, debit AS account, CASE p_kind WHEN 'post_reserved' THEN -amount_cents ELSE 0 END AS posted,
                       -amount_cents AS reserved FROM written
                UNION ALL
                SELECT owner, credit, CASE p_kind WHEN 'post_reserved' THEN amount_cents ELSE 0 END, 0 FROM written) side
         GROUP BY owner, account ORDER BY owner, account
    )
    UPDATE ledger_guardedaccount g
       SET posted_cents = g.posted_cents + d.posted, reserved_cents = g.reserved_cents + d.reserved
      FROM delta d
     WHERE g.owner = d.owner AND g.id = d.account;

    SELECT b.reference INTO v_reference
      FROM unnest(p_references) WITH ORDINALITY AS b(reference, place)
      JOIN ledger_transfer r ON r.id = ledger_id(b.reference)
      LEFT JOIN ledger_transfer f ON f.owner = r.owner AND f.follows = r.id
     WHERE f.kind IS DISTINCT FROM p_kind OR (p_kind = 'post_reserved' AND f.effective_on <> p_day)
     ORDER BY b.place LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse('ledger_not_pending', json_build_object('reference', v_reference));
    END IF;
END $$;
"""

#: The State's accounts, as they were when this migration was written: uuid5 of the names in `types.py`.
HOUSE = """
INSERT INTO ledger_openaccount (id, owner, unit, opened_at) VALUES
{rows};
"""


def house_rows() -> str:
    from uuid import UUID, uuid5

    names = UUID("7a1c6f0e-3b52-5d0a-9f4e-1c0de5ac9a15")
    house = (
        "rights_issued", "top_ups_received", "commitments", "card_clearing",
        "refunds_due", "lapsed_rights", "payouts_in_transit", "bank",
    )
    return ",\n".join(
        f"('{uuid5(names, f'house/{name}')}', '{UUID(int=0)}', 'eur', '2019-01-01T00:00:00Z')" for name in house
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables"), ("journal", "0002_append_only")]

    operations = [
        migrations.RunSQL(TABLES, TABLES_BACK),
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse(text, json)"),
        migrations.RunSQL(ID, "DROP FUNCTION ledger_id"),
        migrations.RunSQL(SIDES, "DROP FUNCTION ledger_judge_sides"),
        migrations.RunSQL(POST, "DROP FUNCTION ledger_post"),
        migrations.RunSQL(POST_ONE, "DROP FUNCTION ledger_post_one"),
        migrations.RunSQL(RESOLVE, "DROP FUNCTION ledger_resolve"),
        migrations.RunSQL(HOUSE.format(rows=house_rows()), migrations.RunSQL.noop),
    ]
