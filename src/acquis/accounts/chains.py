"""The versions of one year of a range of accounts, in columns: what stands of each, and what all of them moved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, DAY, INTEGER, SMALLINT, UUIDS, Column

from .law_columns import FactColumns
from .traits import MOMENT, MOMENT_TYPE, TRAITS, TRAITS_TYPE, Moments, Traits

# `accounts_yearlycredit` is keyed by account: a range of it is a range of the key.
_VERSIONS = f"""
    SELECT account_id, {TRAITS}, {MOMENT}, worked, coalesce(reference, 0), balance_before_cents, earned_cents,
           ceiling_cents, moved_cents, coalesce(run, -1)
      FROM accounts_yearlycredit WHERE account_id BETWEEN %s AND %s AND year = %s
     ORDER BY account_id, regime, version
"""  # noqa: S608
_TYPES = [UUIDS, TRAITS_TYPE, MOMENT_TYPE, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, INTEGER]
_YEARS = "SELECT DISTINCT year FROM accounts_yearlycredit WHERE account_id BETWEEN %s AND %s AND run = %s ORDER BY year"
_RECEIVED = """
    SELECT account_id, moved_cents, credited_on - DATE '2000-01-01' FROM accounts_yearlycredit
     WHERE account_id BETWEEN %s AND %s AND moved_cents > 0 AND credited_on >= DATE '2000-01-01' + %s
       AND run IS DISTINCT FROM %s
     ORDER BY account_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """One place for each version, those of an account and a regime one after the other; `run` is -1 for no run's.

    `owners` are the accounts that have any, in their order: the versions of each stand from `first` to `last`, both
    included, have moved `given` in all, and are of one regime where `single`.
    """

    accounts: Column
    facts: FactColumns
    cause: Column
    version: Column
    before: Column
    earned: Column
    ceiling: Column
    moved: Column
    day: Column
    run: Column
    owners: Column
    first: Column
    last: Column
    given: Column
    single: Column


def chains(first: UUID, last: UUID, year: int) -> Chains:
    """What the accounts from `first` to `last`, both included, have of a year, each by itself."""
    columns = kit.read(_VERSIONS, [first, last, year], _TYPES)
    accounts, told, when, worked, reference, before, earned, ceiling, moved, run = columns
    traits, moments = Traits.of(told), Moments.of(when)
    opens = np.flatnonzero(kit.opens(accounts))
    ends = np.append(opens[1:], len(accounts))[: len(opens)] - 1
    return Chains(
        accounts=accounts,
        facts=FactColumns.of(traits, worked, reference),
        cause=traits.cause,
        version=moments.version,
        before=before,
        earned=earned,
        ceiling=ceiling,
        moved=moved,
        day=moments.day,
        run=run.astype(np.int64),
        owners=accounts[opens],
        first=opens,
        last=ends,
        given=np.add.reduceat(moved, opens) if len(opens) else moved,
        single=traits.regime[opens] == traits.regime[ends],
    )


def years_of_run(first: UUID, last: UUID, run: int) -> list[int]:
    """The years of which a run wrote something to these accounts."""
    (years,) = kit.read(_YEARS, [first, last, run], [SMALLINT])
    return [int(year) for year in years]


def received_since(accounts: Column, days: Column, *, but: int) -> Column:
    """Cents that each of these accounts, in their order, was credited from its day on, by others than run `but`."""
    total = np.zeros(len(accounts), dtype=np.int64)
    if len(total):
        span = kit.uuid_of(accounts[0]), kit.uuid_of(accounts[-1])
        owners, moved, day = kit.read(_RECEIVED, [*span, int(days.min()), but], [UUIDS, BIGINT, DAY])
        of, ours = kit.places(accounts, owners)
        ours &= day >= days[of]
        np.add.at(total, of[ours], moved[ours])
    return total
