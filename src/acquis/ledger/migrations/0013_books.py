"""Books of credits: the door of the yearly run, which writes a hundred thousand or a million transfers at once.

The rows come by COPY, the fastest way into a table. What makes them transfers is the trigger: in the same statement
it moves every balance, or refuses, and notes the slice. So nobody can write a credit that did not move its balance,
not even who may COPY. It says what the slice is by a setting that ends with the transaction.
"""

from django.db import migrations, models

OPEN = """
ALTER TABLE ledger_book ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

CREATE FUNCTION ledger_open_book(
    p_reference text, p_debit uuid, p_code text, p_day date, p_by text, p_at timestamptz
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v_book ledger_book;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_openaccount o WHERE o.id = p_debit) THEN
        PERFORM ledger_refuse('ledger_account_unknown', json_build_object('account', p_debit, 'reference', p_reference));
    END IF;
    -- Looked for first, so that asking again spends no number.
    SELECT * INTO v_book FROM ledger_book b WHERE b.reference = p_reference;
    IF NOT FOUND THEN
        INSERT INTO ledger_book (reference, debit, code, effective_on, by, opened_at)
        VALUES (p_reference, p_debit, p_code, p_day, p_by, p_at) ON CONFLICT (reference) DO NOTHING;
        SELECT * INTO v_book FROM ledger_book b WHERE b.reference = p_reference;
    END IF;
    IF (v_book.debit, v_book.code, v_book.effective_on) <> (p_debit, p_code, p_day) THEN
        PERFORM ledger_refuse('ledger_reference_reused', json_build_object('reference', p_reference));
    END IF;
    RETURN v_book.id;
END $$;
"""

#: Owners come in their order, so that nested loops over the index walk through the balances once, and lock them in
#: the order in which every other batch does.
MOVE = """
CREATE FUNCTION ledger_credit_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off SET enable_seqscan = off SET jit = off
AS $$
DECLARE
    v_slice json := nullif(current_setting('ledger.slice', true), '')::json;
    v_first uuid := v_slice ->> 'first_owner';
    v_last uuid := v_slice ->> 'last_owner';
    v_book ledger_book;
    v_unit text;
    v_credits bigint;
    v_cents bigint;
    v_strange bigint;
    v_moved bigint;
    v_account uuid;
    v_owner uuid;
    v_other text;
BEGIN
    SELECT * INTO STRICT v_book FROM ledger_book b WHERE b.id = (v_slice ->> 'book')::integer;
    SELECT o.unit INTO STRICT v_unit FROM ledger_openaccount o WHERE o.id = v_book.debit;
    SELECT count(*), coalesce(sum(w.amount_cents), 0)::bigint,
           count(*) FILTER (WHERE w.book <> v_book.id OR w.owner < v_first OR w.owner > v_last)
      INTO v_credits, v_cents, v_strange FROM written w;
    IF v_strange > 0 OR v_credits = 0 THEN
        RAISE EXCEPTION 'credits of another book, or outside the slice';
    END IF;
    INSERT INTO ledger_slice (book, number, first_owner, last_owner, credits, amount_cents, digest, recorded_at, by)
    VALUES (v_book.id, (v_slice ->> 'number')::integer, v_first, v_last, v_credits, v_cents,
            decode(v_slice ->> 'digest', 'hex'), (v_slice ->> 'at')::timestamptz, v_slice ->> 'by');
    PERFORM set_config('ledger.slice', '', true);

    UPDATE ledger_guardedaccount g SET posted_cents = g.posted_cents + w.amount_cents
      FROM written w WHERE g.owner = w.owner AND g.id = w.account AND g.unit = v_unit;
    GET DIAGNOSTICS v_moved = ROW_COUNT;
    IF v_moved <> v_credits THEN
        SELECT w.account, w.owner, g.unit INTO v_account, v_owner, v_other
          FROM written w LEFT JOIN ledger_guardedaccount g ON g.owner = w.owner AND g.id = w.account
         WHERE g.unit IS DISTINCT FROM v_unit ORDER BY w.owner LIMIT 1;
        PERFORM ledger_refuse(CASE WHEN v_other IS NULL THEN 'ledger_account_unknown' ELSE 'ledger_units_differ' END,
                              json_build_object('account', v_account, 'reference', v_book.reference || ' ' || v_owner));
    END IF;
    RETURN NULL;
END $$;

-- The temporary schema last: a table or an operator made there must not stand before ours.
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION ledger_credit_moves() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER ledger_credit_moves AFTER INSERT ON ledger_credit REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_credit_moves();
ALTER TABLE ledger_credit ENABLE ALWAYS TRIGGER ledger_credit_moves;
"""

#: Every transfer in one shape, wherever it stands: for statements, checks, and who reads the tables by hand.
VIEW = """
CREATE VIEW ledger_movement AS
    SELECT id, owner, seq, debit, credit, amount_cents, kind, code, effective_on, recorded_at, by, reference, about, follows
      FROM ledger_transfer
    UNION ALL
    SELECT encode(substr(sha256(convert_to(b.reference || ' ' || c.owner, 'UTF8')), 1, 16), 'hex')::uuid, c.owner,
           0::bigint, b.debit, c.account, c.amount_cents, 'posted', b.code, b.effective_on,
           s.recorded_at, s.by, b.reference || ' ' || c.owner, NULL::uuid, NULL::uuid
      FROM ledger_book b JOIN ledger_credit c ON c.book = b.id
      CROSS JOIN LATERAL (SELECT recorded_at, by FROM ledger_slice
                           WHERE book = c.book AND first_owner <= c.owner ORDER BY first_owner DESC LIMIT 1) s;
"""

UNCHANGED = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER;
"""

UNCHANGED_BACK = """
GRANT ALL ON {table} TO CURRENT_USER;
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {table}_no_change ON {table};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0012_seals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.IntegerField(primary_key=True, serialize=False)),
                ('reference', models.TextField(db_collation='C', unique=True)),
                ('debit', models.UUIDField()),
                ('code', models.TextField()),
                ('effective_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('by', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('pk', models.CompositePrimaryKey('book', 'owner', blank=True, editable=False, primary_key=True, serialize=False)),
                ('owner', models.UUIDField()),
                ('account', models.UUIDField()),
                ('amount_cents', models.BigIntegerField()),
                ('book', models.IntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='credit_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='Slice',
            fields=[
                ('pk', models.CompositePrimaryKey('book', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('book', models.IntegerField()),
                ('number', models.IntegerField()),
                ('first_owner', models.UUIDField()),
                ('last_owner', models.UUIDField()),
                ('credits', models.BigIntegerField()),
                ('amount_cents', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['book', 'first_owner'], name='slice_by_owner')],
            },
        ),
        migrations.RunSQL(OPEN, "DROP FUNCTION ledger_open_book"),
        migrations.RunSQL(MOVE, "DROP TRIGGER ledger_credit_moves ON ledger_credit; DROP FUNCTION ledger_credit_moves"),
        migrations.RunSQL(VIEW, "DROP VIEW ledger_movement"),
        *(
            migrations.RunSQL(UNCHANGED.format(table=table), UNCHANGED_BACK.format(table=table))
            for table in ("ledger_book", "ledger_slice", "ledger_credit")
        ),
    ]
