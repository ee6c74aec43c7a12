"""How the accounts of a range stand, in columns: whose they are, their yearly purse, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import INTEGER, UUIDS, Column
from acquis.ledger import queries as ledger

from .types import AccountState, PurseKind

STATES = tuple(AccountState)

_ACCOUNTS = f"""
    SELECT id, person_id, {kit.code_of("state", STATES)} FROM accounts_account WHERE id BETWEEN %s AND %s ORDER BY id
"""  # noqa: S608
_PURSES = """
    SELECT account_id, id FROM accounts_purse WHERE account_id BETWEEN %s AND %s AND kind = %s ORDER BY account_id
"""
# Few have another purse than the yearly one: these are read, and what else is guarded of an account is the yearly one.
_OTHERS = f"SELECT id FROM accounts_purse WHERE account_id BETWEEN %s AND %s AND kind <> '{PurseKind.YEARLY}'"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One place in every column for each account that has the purse asked for, in the order of accounts.

    `states` are places in `STATES`; `posted` and `reserved` are in hundredths.
    """

    accounts: Column
    persons: Column
    states: Column
    purses: Column
    posted: Column
    reserved: Column


def standing(first: UUID, last: UUID, *, kind: str, held: ledger.Held | None = None) -> Standing:
    """The accounts from `first` to `last`, both included, with their purse of this kind (a single one).

    `held` is what they hold, where the caller has read it.
    """
    ids, persons, states = kit.read(_ACCOUNTS, [first, last], [UUIDS, UUIDS, INTEGER])
    held = held or ledger.balances_between(first, last)
    owners, purses = _purses(first, last, kind, held)
    at, has = kit.places(owners, ids)
    ids, persons, states, purses = ids[has], persons[has], states[has], purses[at[has]]
    posted, reserved = (np.zeros(len(ids), dtype=np.int64) for _ in range(2))
    of, ours = kit.places(ids, held.owners)
    if len(ids):
        ours &= kit.same(purses[of], held.ids)
    np.add.at(posted, of[ours], held.posted[ours])
    np.add.at(reserved, of[ours], held.reserved[ours])
    return Standing(accounts=ids, persons=persons, states=states, purses=purses, posted=posted, reserved=reserved)


def _purses(first: UUID, last: UUID, kind: str, held: ledger.Held) -> tuple[Column, Column]:
    """The owners who have a purse of this kind, in their order, and the purse of each."""
    if kind == PurseKind.YEARLY:
        (others,) = kit.read(_OTHERS, [first, last], [UUIDS])
        own = held.opened & ~kit.places(others[kit.in_order(others)], held.ids)[1]
        owners, purses = held.owners[own], held.ids[own]
        if kit.opens(owners).all() and kit.is_in_order(owners):
            return owners, purses
        # One has two, neither of another kind: the purses themselves tell.
    owners, purses = kit.read(_PURSES, [first, last, kind], [UUIDS, UUIDS])
    return owners, purses
