"""What must always be true of accounts, and of the ledger seen from them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from acquis.journal.checks import check

from .models import REFERENCES_SQL

_EVERY_ACCOUNT_HAS_ITS_PURSE = """
    SELECT a.id FROM accounts_account a
     WHERE NOT EXISTS (SELECT FROM accounts_purse p WHERE p.account_id = a.id AND p.kind = 'yearly')
"""

_TOP_UPS = """
    SELECT t.reference FROM accounts_topup t
      LEFT JOIN ledger_transfer l
        ON l.owner = t.account_id AND l.reference = 'top-up ' || t.reference
       AND l.credit = t.purse_id AND l.amount_cents = t.amount_cents
     WHERE l.id IS NULL
"""


_HOURS_WITHOUT_MOVEMENT = """
    SELECT y.id FROM accounts_yearlyhours y
      LEFT JOIN ledger_transfer l ON l.owner = y.account_id AND l.reference = y.transfer_reference
       AND l.amount_cents = abs(y.moved_hours) * 100
       AND l.code = CASE WHEN y.version = 1 THEN 'yearly_hours' ELSE 'hours_correction' END
     WHERE y.moved_hours <> 0 AND l.id IS NULL
"""
_MOVEMENTS_WITHOUT_HOURS = """
    SELECT l.id FROM ledger_transfer l
      LEFT JOIN accounts_yearlyhours y ON y.account_id = l.owner AND y.transfer_reference = l.reference
     WHERE l.code IN ('yearly_hours', 'hours_correction') AND y.id IS NULL
"""
_GRANTS_WITHOUT_MOVEMENT = """
    SELECT g.reference FROM accounts_grant g
      LEFT JOIN ledger_transfer l ON l.owner = g.account_id AND l.reference = g.transfer_reference
       AND l.amount_cents = abs(g.amount) AND g.purse_id = CASE WHEN g.amount > 0 THEN l.credit ELSE l.debit END
     WHERE g.amount <> 0 AND l.id IS NULL
"""
_MOVEMENTS_WITHOUT_GRANT = """
    SELECT l.id FROM ledger_transfer l
      LEFT JOIN accounts_grant g ON g.account_id = l.owner AND g.transfer_reference = l.reference
     WHERE l.code IN ('grant', 'conversion') AND g.reference IS NULL
"""
_FREEZES_WITHOUT_REASON = """
    SELECT a.id FROM accounts_account a
     WHERE a.state <> 'closed'
       AND (a.state = 'frozen' OR a.frozen_at_end)
           <> EXISTS (SELECT FROM accounts_freeze f WHERE f.account_id = a.id AND f.lifted_at IS NULL)
"""
_PURSES_IN_ANOTHER_UNIT = """
    SELECT p.id FROM accounts_purse p JOIN ledger_guardedaccount g ON g.owner = p.account_id AND g.id = p.id
     WHERE (p.kind = 'hours') <> (g.unit = 'hour')
"""
_APPROVED_AND_NOT_GIVEN = """
    SELECT p.id FROM accounts_grantproposal p
     WHERE p.state = 'approved'
       AND NOT EXISTS (SELECT FROM accounts_grant g
                        WHERE (g.reference = p.reference OR g.origin = p.reference)
                          AND g.amount = p.amount_cents)
"""
# What `slabs.digest` makes of a slab, made by the server.
_SLABS_ALTERED = """
    SELECT s.run, s.slice, s.part FROM accounts_yearslab s
     WHERE s.digest <> sha256(
           convert_to(concat_ws(' ', s.run, s.slice, s.part, s.year, to_char(s.credited_on, 'YYYY-MM-DD')), 'UTF8')
           || s.owners || s.traits || s.worked || s.reference || s.before || s.earned || s.ceiling || s.granted)
        OR uuid_send(s.first) <> substr(s.owners, 1, 16)
        OR uuid_send(s.last) <> substr(s.owners, (s.accounts - 1) * 16 + 1, 16)
"""
_SLABS_OVERLAP = """
    SELECT s.run, s.slice, s.part
      FROM (SELECT run, slice, part, first, lag(last) OVER (PARTITION BY run ORDER BY last) AS before
              FROM accounts_yearslab) s
     WHERE s.before >= s.first
"""
_CONVERSIONS_ONE_SIDED = """
    SELECT min(reference) FROM accounts_grant WHERE ground IN ('hours_to_euros', 'euros_to_hours')
     GROUP BY account_id, facts
    HAVING bool_or(amount > 0) IS DISTINCT FROM true OR bool_or(amount < 0) IS DISTINCT FROM true
"""


@check("accounts: every account has its purse of yearly rights")
def purses_of_accounts() -> Iterator[str]:
    for (account,) in _rows(_EVERY_ACCOUNT_HAS_ITS_PURSE):
        yield f"account {account}: no purse of yearly rights"


@check("accounts: every purse has its guarded account in the ledger, owned by its account")
def purses_are_guarded() -> Iterator[str]:
    from_purses = """
        SELECT p.id FROM accounts_purse p
          LEFT JOIN ledger_guardedaccount g ON g.owner = p.account_id AND g.id = p.id
         WHERE g.id IS NULL
    """
    for (purse,) in _rows(from_purses):
        yield f"purse {purse}: not a guarded account of its owner in the ledger"


@check("accounts: every yearly credit is a movement of the ledger, and every movement a yearly credit")
def years_equal_the_ledger() -> Iterator[str]:
    facts_without_movement = f"""
        SELECT y.account_id, y.year, y.regime, y.version FROM accounts_keptyear y
          LEFT JOIN ledger_movement l ON l.owner = y.account_id AND l.reference = ANY ({REFERENCES_SQL})
           AND l.amount_cents = abs(y.moved_cents)
           AND l.code = CASE WHEN y.version = 1 THEN 'yearly_credit' ELSE 'correction' END
         WHERE y.moved_cents <> 0 AND l.id IS NULL
    """  # noqa: S608
    for account, year, regime, version in _rows(facts_without_movement):
        yield f"account {account}, {year} {regime} version {version}: the ledger has not this movement"
    movements_without_facts = f"""
        SELECT l.id FROM ledger_movement l
          LEFT JOIN accounts_keptyear y ON y.account_id = l.owner AND l.reference = ANY ({REFERENCES_SQL})
         WHERE (l.code = 'yearly_credit' OR (l.code = 'correction' AND l.reference LIKE 'book:run %'))
           AND y.account_id IS NULL
    """  # noqa: S608
    for (transfer,) in _rows(movements_without_facts):
        yield f"transfer {transfer}: a yearly credit without its facts"


@check("accounts: every yearly credit is of an account, and its versions follow each other")
def years_are_of_accounts() -> Iterator[str]:
    strangers = """
        SELECT DISTINCT y.account_id FROM accounts_keptyear y
         WHERE NOT EXISTS (SELECT FROM accounts_account a WHERE a.id = y.account_id)
    """
    for (account,) in _rows(strangers):
        yield f"account {account}: has yearly credits and does not exist"
    gaps = """
        SELECT account_id, year, regime FROM accounts_keptyear
         GROUP BY account_id, year, regime HAVING count(*) <> max(version) OR min(version) <> 1
    """
    for account, year, regime in _rows(gaps):
        yield f"account {account}, {year} {regime}: a version is missing"


@check("accounts: every slab of years is as it was written, and those of a run stand apart")
def slabs_are_as_written() -> Iterator[str]:
    for run, slice_, part in _rows(_SLABS_ALTERED):
        yield f"run {run}, slice {slice_}, slab {part}: altered since it was written"
    for run, slice_, part in _rows(_SLABS_OVERLAP):
        yield f"run {run}, slice {slice_}, slab {part}: begins before the one before it ends"


@check("accounts: what a year gave in all is the sum of what its versions moved")
def years_are_sums() -> Iterator[str]:
    # Of accounts that are one, together: what one of them had been given may be taken back on another.
    wrong = """
        WITH RECURSIVE led(id, head) AS (
            SELECT a.id, a.joined_to_id FROM accounts_account a WHERE a.joined_to_id IS NOT NULL
             UNION ALL
            SELECT l.id, h.joined_to_id FROM led l JOIN accounts_account h ON h.id = l.head
             WHERE h.joined_to_id IS NOT NULL
        ), ends AS (
            SELECT l.id, l.head FROM led l JOIN accounts_account h ON h.id = l.head AND h.joined_to_id IS NULL
        )
        SELECT coalesce(e.head, y.account_id), y.year, sum(y.moved_cents)
          FROM accounts_keptyear y LEFT JOIN ends e ON e.id = y.account_id
         GROUP BY coalesce(e.head, y.account_id), y.year HAVING sum(y.moved_cents) < 0
    """
    for account, year, moved in _rows(wrong):
        yield f"account {account}, {year}: gave {moved} cents in all"


@check("accounts: every top-up is a movement of the ledger")
def top_ups_equal_the_ledger() -> Iterator[str]:
    for (reference,) in _rows(_TOP_UPS):
        yield f"top-up {reference}: the ledger has not this movement"


@check("accounts: every credit of hours is a movement of the ledger, and every movement a credit")
def hours_equal_the_ledger() -> Iterator[str]:
    for (credit,) in _rows(_HOURS_WITHOUT_MOVEMENT):
        yield f"credit of hours {credit}: the ledger has not this movement"
    for (transfer,) in _rows(_MOVEMENTS_WITHOUT_HOURS):
        yield f"transfer {transfer}: a credit of hours without its facts"


@check("accounts: every grant is a movement of the ledger, and every movement a grant")
def grants_equal_the_ledger() -> Iterator[str]:
    for (reference,) in _rows(_GRANTS_WITHOUT_MOVEMENT):
        yield f"grant {reference}: the ledger has not this movement"
    for (transfer,) in _rows(_MOVEMENTS_WITHOUT_GRANT):
        yield f"transfer {transfer}: a grant without its facts"


@check("accounts: hours are counted in hours, euros in euros")
def purses_count_in_their_unit() -> Iterator[str]:
    for (purse,) in _rows(_PURSES_IN_ANOTHER_UNIT):
        yield f"purse {purse}: counts in another unit than its kind"


@check("accounts: what is converted leaves one counter and enters another, each in its unit")
def conversions_have_both_sides() -> Iterator[str]:
    for (reference,) in _rows(_CONVERSIONS_ONE_SIDED):
        yield f"conversion {reference}: one of its sides is missing"


@check("accounts: what is frozen has a reason that stands, and what has one is frozen")
def freezes_have_their_reason() -> Iterator[str]:
    for (account,) in _rows(_FREEZES_WITHOUT_REASON):
        yield f"account {account}: frozen for no reason, or not frozen though a reason stands"


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@check("accounts: every right that a second person approved was given, for the sum approved")
def approved_rights_are_given() -> Iterator[str]:
    for (proposal,) in _rows(_APPROVED_AND_NOT_GIVEN):
        yield f"proposal {proposal}: approved, and no right of its sum stands under its reference"
