"""The ceilings and what one writes first: posting written by hand in SQL, called with as little Python as there can be.

`lean` is the least that still is a ledger with guarded balances and unique keys: one narrow row, one index.
`naive` is what one writes first: seven statements, each a trip to the server, two postings a transfer, a balance row
for both sides. `bare` is those very statements in one function of the database, called once.
`wide` writes the very rows and indexes of our ledger, but judges nothing: it tells what the rows cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID


def uuids(column: Iterable[UUID]) -> str:
    """A column of UUIDs as the text of an array."""
    return "{" + ",".join([f"{value.int:032x}" for value in column]) + "}"


def plain(column: Iterable[object]) -> str:
    """A column whose texts need no quoting as the text of an array."""
    return "{" + ",".join(map(str, column)) + "}"


LEAN = """
CREATE TABLE lean_account (id uuid PRIMARY KEY, balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0))
    WITH (fillfactor = 60);
CREATE TABLE lean_transfer (id uuid PRIMARY KEY, debit uuid NOT NULL, credit uuid NOT NULL,
                            amount bigint NOT NULL CHECK (amount > 0));

CREATE FUNCTION lean_one(p_id uuid, p_debit uuid, p_credit uuid, p_amount bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lean_transfer VALUES (p_id, p_debit, p_credit, p_amount);
    UPDATE lean_account SET balance = balance + p_amount WHERE id = p_credit;
END $$;

CREATE FUNCTION lean_batch(p_ids uuid[], p_debits uuid[], p_credits uuid[], p_amounts bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
    WITH written AS (
        INSERT INTO lean_transfer SELECT * FROM unnest(p_ids, p_debits, p_credits, p_amounts)
        ON CONFLICT DO NOTHING RETURNING credit, amount
    ), delta AS (SELECT credit, sum(amount)::bigint AS amount FROM written GROUP BY credit ORDER BY credit)
    UPDATE lean_account a SET balance = a.balance + d.amount FROM delta d WHERE a.id = d.credit;
END $$;
"""

WIDE = """
CREATE TABLE wide_account (LIKE ledger_guardedaccount INCLUDING ALL) WITH (fillfactor = 60);
CREATE TABLE wide_transfer (LIKE ledger_transfer INCLUDING ALL);

CREATE FUNCTION wide_batch(p_by text, p_at timestamptz, p_ids uuid[], p_owners uuid[], p_debits uuid[],
                           p_credits uuid[], p_amounts bigint[], p_code text, p_day date, p_references text[])
RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    WITH written AS (
        INSERT INTO wide_transfer (owner, id, debit, credit, amount_cents, kind, code, effective_on, recorded_at, by,
                                   reference)
        SELECT b.owner, b.id, b.debit, b.credit, b.amount, 'posted', p_code, p_day, p_at, p_by, b.reference
          FROM unnest(p_ids, p_owners, p_debits, p_credits, p_amounts, p_references)
            AS b(id, owner, debit, credit, amount, reference)
        ON CONFLICT DO NOTHING RETURNING owner, credit, amount_cents
    ), delta AS (SELECT owner, credit, sum(amount_cents)::bigint AS amount FROM written GROUP BY owner, credit
                  ORDER BY owner, credit)
    UPDATE wide_account a SET posted_cents = a.posted_cents + d.amount FROM delta d
     WHERE a.owner = d.owner AND a.id = d.credit;
END $$;
"""

NAIVE = """
CREATE TABLE naive_account (id uuid PRIMARY KEY, balance bigint NOT NULL DEFAULT 0) WITH (fillfactor = 60);
CREATE TABLE naive_transfer (id uuid PRIMARY KEY, amount bigint NOT NULL CHECK (amount > 0));
CREATE TABLE naive_posting (transfer uuid NOT NULL, account uuid NOT NULL, amount bigint NOT NULL,
                            PRIMARY KEY (transfer, account));

CREATE FUNCTION bare_one(p_id uuid, p_debit uuid, p_credit uuid, p_amount bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM balance FROM naive_account WHERE id IN (p_debit, p_credit) ORDER BY id FOR UPDATE;
    INSERT INTO naive_transfer VALUES (p_id, p_amount);
    INSERT INTO naive_posting VALUES (p_id, p_debit, -p_amount), (p_id, p_credit, p_amount);
    UPDATE naive_account SET balance = balance - p_amount WHERE id = p_debit;
    UPDATE naive_account SET balance = balance + p_amount WHERE id = p_credit;
END $$;
"""

#: Between BEGIN and COMMIT, which make seven; each with the places of its values.
NAIVE_STATEMENTS = (
    (b"SELECT balance FROM naive_account WHERE id IN (%s, %s) ORDER BY id FOR UPDATE", (1, 2)),
    (b"INSERT INTO naive_transfer VALUES (%s, %s)", (0, 3)),
    (b"INSERT INTO naive_posting VALUES (%s, %s, -%s::bigint), (%s, %s, %s)", (0, 1, 3, 0, 2, 3)),
    (b"UPDATE naive_account SET balance = balance - %s::bigint WHERE id = %s", (3, 1)),
    (b"UPDATE naive_account SET balance = balance + %s::bigint WHERE id = %s", (3, 2)),
)

LEAN_ONE = b"SELECT lean_one(%s, %s, %s, %s)"
BARE_ONE = b"SELECT bare_one(%s, %s, %s, %s)"
LEAN_BATCH = b"SELECT lean_batch(%s, %s, %s, %s)"
WIDE_BATCH = b"SELECT wide_batch(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
