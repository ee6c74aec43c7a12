"""What is read from the transfers themselves: sums of what went through accounts, and the id of a reference."""

from __future__ import annotations

#: Debits and credits of unguarded accounts among rows with a seq in (%(after)s, %(upto)s]; only posted money counts.
OF_OPEN_ACCOUNTS = """
    SELECT s.account, sum(s.debit)::bigint, sum(s.credit)::bigint
      FROM (SELECT debit AS account, sum(amount_cents) AS debit, 0 AS credit FROM ledger_transfer
             WHERE seq > %(after)s AND seq <= %(upto)s AND kind IN ('posted', 'post_reserved') GROUP BY debit
            UNION ALL
            SELECT credit, 0, sum(amount_cents) FROM ledger_transfer
             WHERE seq > %(after)s AND seq <= %(upto)s AND kind IN ('posted', 'post_reserved') GROUP BY credit) s
      JOIN ledger_openaccount o ON o.id = s.account
     GROUP BY s.account
"""

#: What left accounts of the house by books of credits: the sums of slices; a check holds them to those of the credits.
OF_BOOKS = """
    SELECT b.debit, sum(s.amount_cents)::bigint FROM ledger_slice s JOIN ledger_book b ON b.id = s.book GROUP BY b.debit
"""

#: Credits of books that the balance rows do not hold yet (migration 0016): whose, which account, how much.
WAITING = """
    SELECT c.owner, c.account, c.amount_cents
      FROM ledger_waiting w JOIN ledger_credit c ON c.book = w.book AND c.owner BETWEEN w.first_owner AND w.last_owner
     WHERE NOT EXISTS (SELECT FROM ledger_early e WHERE e.book = c.book AND e.owner = c.owner)
"""

#: Posted and reserved of guarded accounts, from zero.
OF_GUARDED_ACCOUNTS = """
    SELECT s.owner, s.account, sum(s.posted)::bigint AS posted, sum(s.reserved)::bigint AS reserved
      FROM (SELECT owner, debit AS account,
                   sum(CASE WHEN kind IN ('posted', 'post_reserved') THEN -amount_cents ELSE 0 END) AS posted,
                   sum(CASE kind WHEN 'reserved' THEN amount_cents WHEN 'posted' THEN 0
                        ELSE -amount_cents END) AS reserved
              FROM ledger_transfer GROUP BY owner, debit
            UNION ALL
            SELECT owner, credit,
                   sum(CASE WHEN kind IN ('posted', 'post_reserved') THEN amount_cents ELSE 0 END), 0
              FROM ledger_transfer GROUP BY owner, credit
            UNION ALL
            SELECT owner, account, sum(amount_cents), 0 FROM ledger_credit GROUP BY owner, account) s
     GROUP BY s.owner, s.account
"""

#: What `ledger_id` answers, for those who may not call it.
ID_OF_REFERENCE = "encode(substr(sha256(convert_to(reference, 'UTF8')), 1, 16), 'hex')::uuid"

#: Larger than any seq.
END = (1 << 63) - 1
