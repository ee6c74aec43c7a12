"""Credits of books wait beside the balances, and are folded into them by who needs them or by the worker.

A balance is its row and the credits that wait: as soon as a slice is committed, everybody reads both. The row alone is
never more than the truth, so a payment that fits it needs to know nothing else. One that does not fit folds the credits
of its owners first. The worker folds the rest, portion by portion.

Each credit is folded once. Who folds early holds the slice in share mode and writes down what they folded; the worker
holds it alone, so that whoever folded early has written it down and committed, or will find the slice gone.
"""

from importlib import import_module

from django.db import migrations, models

#: The door of batches, which folds what waits when a balance is too low, is written where it was first made; that of a
#: lone transfer is made again by the next migration.
_POSTING = import_module("acquis.ledger.migrations.0002_posting")

WAITS = """
CREATE OR REPLACE FUNCTION ledger_credit_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET enable_nestloop = off SET enable_seqscan = off SET jit = off
AS $$
DECLARE
    v_slice json := nullif(current_setting('ledger.slice', true), '')::json;
    v_first uuid := v_slice ->> 'first_owner';
    v_last uuid := v_slice ->> 'last_owner';
    v_number integer := v_slice ->> 'number';
    v_book ledger_book;
    v_unit text;
    v_credits bigint;
    v_cents bigint;
    v_strange bigint;
    v_known bigint;
    v_account uuid;
    v_owner uuid;
    v_other text;
BEGIN
    SELECT * INTO STRICT v_book FROM ledger_book b WHERE b.id = (v_slice ->> 'book')::integer;
    SELECT o.unit INTO STRICT v_unit FROM ledger_openaccount o WHERE o.id = v_book.debit;
    SELECT count(*), coalesce(sum(w.amount_cents), 0)::bigint,
           count(*) FILTER (WHERE w.book <> v_book.id OR w.owner < v_first OR w.owner > v_last), count(g.id)
      INTO v_credits, v_cents, v_strange, v_known
      FROM written w LEFT JOIN ledger_guardedaccount g
           ON g.owner = w.owner AND g.id = w.account AND g.unit = v_unit AND g.owner BETWEEN v_first AND v_last;
    IF v_strange > 0 OR v_credits = 0 THEN
        RAISE EXCEPTION 'credits of another book, or outside the slice';
    END IF;
    IF v_known <> v_credits THEN
        SELECT w.account, w.owner, g.unit INTO v_account, v_owner, v_other
          FROM written w LEFT JOIN ledger_guardedaccount g ON g.owner = w.owner AND g.id = w.account
         WHERE g.unit IS DISTINCT FROM v_unit ORDER BY w.owner LIMIT 1;
        PERFORM ledger_refuse(CASE WHEN v_other IS NULL THEN 'ledger_account_unknown' ELSE 'ledger_units_differ' END,
                              json_build_object('account', v_account, 'reference', v_book.reference || ' ' || v_owner));
    END IF;
    INSERT INTO ledger_slice (book, number, first_owner, last_owner, credits, amount_cents, digest, recorded_at, by)
    VALUES (v_book.id, v_number, v_first, v_last, v_credits, v_cents,
            decode(v_slice ->> 'digest', 'hex'), (v_slice ->> 'at')::timestamptz, v_slice ->> 'by');
    INSERT INTO ledger_waiting (book, number, first_owner, last_owner) VALUES (v_book.id, v_number, v_first, v_last);
    PERFORM set_config('ledger.slice', '', true);
    RETURN NULL;
END $$;

-- The temporary schema last: a table or an operator made there must not stand before ours.
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION ledger_credit_moves() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""

#: A balance as it is: for one account or a few. Over all of them, sum the rows, and what waits (`sums.py`).
BALANCE = """
CREATE VIEW ledger_balance AS
    SELECT g.owner, g.id, g.unit, g.posted_cents + coalesce((
               SELECT sum(c.amount_cents) FROM ledger_waiting w
                 JOIN ledger_credit c ON c.book = w.book AND c.owner = g.owner AND c.account = g.id
                WHERE g.owner BETWEEN w.first_owner AND w.last_owner AND NOT EXISTS (
                      SELECT FROM ledger_early e WHERE e.book = c.book AND e.owner = c.owner)), 0)::bigint AS posted_cents,
           g.reserved_cents
      FROM ledger_guardedaccount g;
"""

FOLD_OWNERS = """
CREATE FUNCTION ledger_fold_owners(p_owners uuid[]) RETURNS void LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    v_held text[];
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_waiting) THEN
        RETURN;
    END IF;
    -- Waits for the worker when it is folding these owners; what follows then sees what it did. Only what is held may
    -- be folded, and a slice may come while we wait: again, until every slice of these owners is held.
    LOOP
        SELECT coalesce(array_agg((h.book, h.number)::text), '{}') INTO v_held
          FROM (SELECT w.book, w.number FROM ledger_waiting w
                 WHERE EXISTS (SELECT FROM unnest(p_owners) AS o(owner) WHERE o.owner BETWEEN w.first_owner AND w.last_owner)
                 ORDER BY w.book, w.number FOR SHARE) h;
        EXIT WHEN NOT EXISTS (
            SELECT FROM ledger_waiting w JOIN unnest(p_owners) AS o(owner) ON o.owner BETWEEN w.first_owner AND w.last_owner
             WHERE (w.book, w.number)::text <> ALL (v_held));
    END LOOP;
    WITH found AS (
        SELECT c.book, c.owner, c.account, c.amount_cents
          FROM (SELECT DISTINCT owner FROM unnest(p_owners) AS o(owner)) o
          JOIN ledger_waiting w ON o.owner BETWEEN w.first_owner AND w.last_owner AND (w.book, w.number)::text = ANY (v_held)
          JOIN ledger_credit c ON c.book = w.book AND c.owner = o.owner
    ), early AS (
        INSERT INTO ledger_early (book, owner) SELECT f.book, f.owner FROM found f ORDER BY f.owner, f.book
        ON CONFLICT DO NOTHING RETURNING book, owner
    ), sums AS (
        SELECT f.owner, f.account, sum(f.amount_cents)::bigint AS cents
          FROM found f JOIN early e ON e.book = f.book AND e.owner = f.owner
         GROUP BY f.owner, f.account ORDER BY f.owner, f.account
    )
    UPDATE ledger_guardedaccount g SET posted_cents = g.posted_cents + s.cents
      FROM sums s WHERE g.owner = s.owner AND g.id = s.account;
END $$;
"""

#: Gives way: who spends is never held up for long, and a circle of waiting is broken on this side.
FOLD = """
CREATE FUNCTION ledger_fold(p_most integer) RETURNS bigint LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off SET enable_seqscan = off SET jit = off
SET lock_timeout = '500ms'
AS $$
DECLARE
    v_slice ledger_waiting;
    v_upto uuid;
    v_next uuid;
    v_credits bigint;
BEGIN
    SELECT * INTO v_slice FROM ledger_waiting w ORDER BY w.book, w.number LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    SELECT max(p.owner::text)::uuid, count(*) INTO v_upto, v_credits
      FROM (SELECT c.owner FROM ledger_credit c
             WHERE c.book = v_slice.book AND c.owner BETWEEN v_slice.first_owner AND v_slice.last_owner
             ORDER BY c.owner LIMIT p_most) p;
    UPDATE ledger_guardedaccount g SET posted_cents = g.posted_cents + c.amount_cents
      FROM ledger_credit c
     WHERE c.book = v_slice.book AND c.owner BETWEEN v_slice.first_owner AND v_upto
       AND g.owner = c.owner AND g.id = c.account
       AND NOT EXISTS (SELECT FROM ledger_early e WHERE e.book = c.book AND e.owner = c.owner);
    DELETE FROM ledger_early e WHERE e.book = v_slice.book AND e.owner BETWEEN v_slice.first_owner AND v_upto;
    SELECT c.owner INTO v_next FROM ledger_credit c
     WHERE c.book = v_slice.book AND c.owner > v_upto AND c.owner <= v_slice.last_owner ORDER BY c.owner LIMIT 1;
    IF FOUND THEN
        UPDATE ledger_waiting SET first_owner = v_next WHERE book = v_slice.book AND number = v_slice.number;
    ELSE
        DELETE FROM ledger_waiting WHERE book = v_slice.book AND number = v_slice.number;
    END IF;
    RETURN v_credits;
END $$;
"""


def _again(statement: str) -> str:
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0015_seals_of_books")]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("pk", models.CompositePrimaryKey("book", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("book", models.IntegerField()),
                ("number", models.IntegerField()),
                ("first_owner", models.UUIDField()),
                ("last_owner", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Early",
            fields=[
                ("pk", models.CompositePrimaryKey("book", "owner", blank=True, editable=False, primary_key=True, serialize=False)),
                ("book", models.IntegerField()),
                ("owner", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(WAITS, migrations.RunSQL.noop),
        migrations.RunSQL(BALANCE, "DROP VIEW ledger_balance"),
        migrations.RunSQL(FOLD_OWNERS, "DROP FUNCTION ledger_fold_owners"),
        migrations.RunSQL(FOLD, "DROP FUNCTION ledger_fold"),
        migrations.RunSQL(_again(_POSTING.POST), migrations.RunSQL.noop),
    ]
