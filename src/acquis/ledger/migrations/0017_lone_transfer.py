"""The function of a lone transfer, made of the simplest statements: between the house and a purse, one row changes.

The general statement, which serves two purses of one owner as well, cost as much again as the row and its balance. Which
side is the house's is guessed from the shape of ids (those of purses are of version 7, `kit/ids.py`), and looked up:
a wrong guess only takes the general way.
"""

from django.db import migrations

POST_ONE = """
CREATE OR REPLACE FUNCTION ledger_post_one(
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

    -- The house pays into a purse, or is paid out of one: a balance moves, and the other side is there.
    IF get_byte(uuid_send(p_debit), 6) >> 4 <> 7 THEN
        SELECT o.unit INTO v_first FROM ledger_openaccount o WHERE o.id = p_debit;
        IF FOUND THEN
            UPDATE ledger_guardedaccount g
               SET posted_cents = g.posted_cents + CASE p_kind WHEN 'posted' THEN p_amount ELSE 0 END
             WHERE g.owner = p_owner AND g.id = p_credit
            RETURNING g.unit INTO v_last;
        END IF;
    ELSIF get_byte(uuid_send(p_credit), 6) >> 4 <> 7 THEN
        SELECT o.unit INTO v_last FROM ledger_openaccount o WHERE o.id = p_credit;
        IF FOUND THEN
            UPDATE ledger_guardedaccount g
               SET posted_cents = g.posted_cents - CASE p_kind WHEN 'posted' THEN p_amount ELSE 0 END,
                   reserved_cents = g.reserved_cents + CASE p_kind WHEN 'reserved' THEN p_amount ELSE 0 END
             WHERE g.owner = p_owner AND g.id = p_debit AND g.posted_cents - g.reserved_cents >= p_amount
            RETURNING g.unit INTO v_first;
        END IF;
    END IF;

    IF v_first IS NULL OR v_last IS NULL THEN
        -- Whatever else: two purses, two accounts of the house, or something that is to be refused. No balance moved yet.
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
        IF v_sides <> 2 AND p_debit <> ALL (coalesce(v_moved, '{}')) THEN
            PERFORM ledger_fold_owners(ARRAY[p_owner]);
            -- A credit of a book was waiting, or the worker has just folded it: it may be enough.
            UPDATE ledger_guardedaccount g
               SET posted_cents = g.posted_cents - CASE WHEN p_kind = 'posted' THEN p_amount ELSE 0 END,
                   reserved_cents = g.reserved_cents + CASE WHEN p_kind = 'reserved' THEN p_amount ELSE 0 END
             WHERE g.owner = p_owner AND g.id = p_debit AND g.posted_cents - g.reserved_cents >= p_amount
            RETURNING v_sides + 1, v_moved || g.id, least(v_first, g.unit), greatest(v_last, g.unit)
                 INTO v_sides, v_moved, v_first, v_last;
        END IF;
        IF v_sides <> 2 OR v_sides IS NULL THEN
            PERFORM ledger_judge_sides(ARRAY[p_owner], ARRAY[p_debit], ARRAY[p_credit], ARRAY[p_reference],
                                       coalesce(v_moved, '{}'));
        END IF;
    END IF;
    IF v_first <> v_last THEN
        PERFORM ledger_refuse('ledger_units_differ', json_build_object('reference', p_reference));
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0016_waiting")]

    operations = [migrations.RunSQL(POST_ONE, migrations.RunSQL.noop)]
