"""What must always be true of accounts, and of the ledger seen from them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from acquis.journal.checks import check

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
    facts_without_movement = """
        SELECT y.id FROM accounts_yearlycredit y
          LEFT JOIN ledger_transfer l ON l.owner = y.account_id AND l.reference = y.transfer_reference
           AND l.amount_cents = abs(y.moved_cents)
           AND l.code = CASE WHEN y.version = 1 THEN 'yearly_credit' ELSE 'correction' END
         WHERE y.moved_cents <> 0 AND l.id IS NULL
    """
    for (credit,) in _rows(facts_without_movement):
        yield f"yearly credit {credit}: the ledger has not this movement"
    movements_without_facts = """
        SELECT l.id FROM ledger_transfer l
          LEFT JOIN accounts_yearlycredit y ON y.account_id = l.owner AND y.transfer_reference = l.reference
         WHERE l.code = 'yearly_credit' AND y.id IS NULL
    """
    for (transfer,) in _rows(movements_without_facts):
        yield f"transfer {transfer}: a yearly credit without its facts"


@check("accounts: every top-up is a movement of the ledger")
def top_ups_equal_the_ledger() -> Iterator[str]:
    for (reference,) in _rows(_TOP_UPS):
        yield f"top-up {reference}: the ledger has not this movement"


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
