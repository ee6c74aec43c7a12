"""Slabs: the credits of some hundred accounts in one row, in columns: tables, and who reads one.

A slab is what a slice of a run wrote for accounts of one shard that follow each other: their ids, their purses, the
amounts, each column being bytes of one width (`width = length / accounts`). One account is read by functions of the
database: its shard and the order of keys lead to the slab, a search in the bytes to its place. A holder who spends has
what waits in slabs put into the balance row first (`slab_fold`). How runs write and read them: `slab_doors.py`.
"""

from __future__ import annotations

from django.db import connection

#: What both kinds of slabs say of themselves: which accounts, in which part of which slice of which run.
_KEYED = """
    run integer NOT NULL, shard smallint NOT NULL, last uuid NOT NULL, first uuid NOT NULL, slice integer NOT NULL,
    part smallint NOT NULL, accounts smallint NOT NULL, digest bytea NOT NULL, owners bytea NOT NULL,
    PRIMARY KEY (run, shard, last), UNIQUE (run, slice, part), CHECK (first <= last AND accounts > 0),
    CHECK (length(owners) = accounts * 16)
"""
_FIXED = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
TABLES = f"""
CREATE TABLE slab_run (run integer PRIMARY KEY, shards smallint NOT NULL);
CREATE TABLE slab_credit ({_KEYED}, books integer[] NOT NULL, purses bytea NOT NULL,
    book bytea NOT NULL, cents bytea NOT NULL, total_cents bigint NOT NULL);
CREATE TABLE slab_early (owner uuid, run integer, PRIMARY KEY (owner, run));
{_FIXED.format(table="slab_credit")}
"""
_EXTERNAL = {
    "slab_credit": ("owners", "purses", "book", "cents"),
}
READERS = """
CREATE FUNCTION slab_shard(owner uuid, shards smallint) RETURNS smallint LANGUAGE sql IMMUTABLE AS
$$ SELECT (get_byte(uuid_send(owner), 15) % shards)::smallint $$;

-- A whole number of a column of bytes: width after width, the most significant first.
CREATE FUNCTION slab_number(column_ bytea, place integer, accounts integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || lpad(encode(substr(column_, place * (octet_length(column_) / accounts) + 1,
                                     octet_length(column_) / accounts), 'hex'), 16, '0'))::bit(64)::bigint $$;

CREATE FUNCTION slab_place(owners bytea, owner uuid) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_ids bytea := owners || ''::bytea;  -- brought into memory once
    v_id bytea := uuid_send(owner);
    v_low integer := 0;
    v_high integer := octet_length(v_ids) / 16 - 1;
    v_middle integer;
    v_here bytea;
BEGIN
    WHILE v_low <= v_high LOOP
        v_middle := (v_low + v_high) / 2;
        v_here := substr(v_ids, v_middle * 16 + 1, 16);
        IF v_here = v_id THEN
            RETURN v_middle;
        ELSIF v_here < v_id THEN
            v_low := v_middle + 1;
        ELSE
            v_high := v_middle - 1;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- The credits of an owner: one slab a run at most.
CREATE FUNCTION slab_credits(p_owner uuid, OUT run integer, OUT book integer, OUT purse uuid, OUT cents bigint)
RETURNS SETOF record LANGUAGE sql STABLE AS $$
    SELECT s.run, s.books[1 + slab_number(s.book, p.place, s.accounts)],
           encode(substr(s.purses, p.place * 16 + 1, 16), 'hex')::uuid, slab_number(s.cents, p.place, s.accounts)
      FROM slab_run r
     CROSS JOIN LATERAL (SELECT * FROM slab_credit c WHERE c.run = r.run AND c.shard = slab_shard(p_owner, r.shards)
                            AND c.last >= p_owner ORDER BY c.last LIMIT 1) s
     CROSS JOIN LATERAL (SELECT slab_place(s.owners, p_owner) AS place OFFSET 0) p
     WHERE s.first <= p_owner AND p.place IS NOT NULL
$$;

-- One statement, one instant: a credit is in the row and among those folded early, or in neither.
CREATE FUNCTION slab_balance(p_owner uuid, p_purse uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT g.posted_cents + coalesce((SELECT sum(c.cents) FROM slab_credits(p_owner) c WHERE c.purse = p_purse
             AND NOT EXISTS (SELECT FROM slab_early e WHERE e.owner = p_owner AND e.run = c.run)), 0)::bigint
      FROM ledger_guardedaccount g WHERE g.owner = p_owner AND g.id = p_purse
$$;

-- What waits in slabs into the balance rows of its owner, each credit once, whoever asks at the same time.
CREATE FUNCTION slab_fold(p_owner uuid) RETURNS bigint LANGUAGE sql AS $$
    WITH early AS (
        INSERT INTO slab_early (owner, run) SELECT p_owner, c.run FROM slab_credits(p_owner) c ORDER BY c.run
        ON CONFLICT DO NOTHING RETURNING run
    ), moved AS (
        UPDATE ledger_guardedaccount g SET posted_cents = g.posted_cents + s.cents
          FROM (SELECT c.purse, sum(c.cents)::bigint AS cents FROM slab_credits(p_owner) c JOIN early e USING (run)
                 GROUP BY c.purse) s WHERE g.owner = p_owner AND g.id = s.purse RETURNING 1
    ) SELECT count(*) FROM moved
$$;
"""
#: The database distrusting who writes, as it does for rows: every credit read again, and its account sought.
CHECKED = """
CREATE FUNCTION slab_credit_counts() RETURNS trigger LANGUAGE plpgsql
SET enable_nestloop = off SET enable_seqscan = off SET jit = off AS $$
DECLARE
    v_first uuid; v_last uuid; v_wrong bigint;
BEGIN
    SELECT min(w.first::text)::uuid, max(w.last::text)::uuid INTO v_first, v_last FROM written w;
    SELECT count(*) INTO v_wrong FROM (
        SELECT encode(substr(w.owners, i * 16 + 1, 16), 'hex')::uuid AS owner,
               encode(substr(w.purses, i * 16 + 1, 16), 'hex')::uuid AS purse,
               slab_number(w.cents, i, w.accounts) AS cents
          FROM (SELECT owners || ''::bytea AS owners, purses || ''::bytea AS purses, cents || ''::bytea AS cents,
                       accounts FROM written OFFSET 0) w
         CROSS JOIN LATERAL generate_series(0, w.accounts - 1) i) c
      LEFT JOIN (SELECT owner, id FROM ledger_guardedaccount WHERE unit = 'eur' AND owner BETWEEN v_first AND v_last) g
             ON g.owner = c.owner AND g.id = c.purse
     WHERE g.id IS NULL OR c.cents <= 0;
    IF v_wrong > 0 THEN
        RAISE EXCEPTION 'credits that nobody receives';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER slab_credit_counts AFTER INSERT ON slab_credit REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION slab_credit_counts();
"""


def make(*, checked: bool) -> None:
    """The tables and their readers."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, columns in _EXTERNAL.items():
            for column in columns:
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")
        cursor.execute(READERS)
        if checked:
            cursor.execute(CHECKED)
