"""The versions of one year of a range of accounts, in columns: what stands of each, and what all of them moved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import Column

from . import kept
from .law_columns import FactColumns


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
    found = kept.of_year(first, last, year)
    accounts, traits, moments, moved = found.accounts, found.traits, found.moments, found.moved
    opens = np.flatnonzero(kit.opens(accounts))
    ends = np.append(opens[1:], len(accounts))[: len(opens)] - 1
    return Chains(
        accounts=accounts,
        facts=FactColumns.of(traits, found.worked, found.reference),
        cause=traits.cause,
        version=moments.version,
        before=found.before,
        earned=found.earned,
        ceiling=found.ceiling,
        moved=moved,
        day=moments.day,
        run=found.run,
        owners=accounts[opens],
        first=opens,
        last=ends,
        given=np.add.reduceat(moved, opens) if len(opens) else moved,
        single=traits.regime[opens] == traits.regime[ends],
    )


def received_since(accounts: Column, days: Column, *, but: int) -> Column:
    """Cents that each of these accounts, in their order, was credited from its day on, by others than run `but`."""
    total = np.zeros(len(accounts), dtype=np.int64)
    if len(total):
        span = kit.uuid_of(accounts[0]), kit.uuid_of(accounts[-1])
        owners, moved, day = kept.received(*span, from_day=int(days.min()), but=but)
        of, ours = kit.places(accounts, owners)
        ours &= day >= days[of]
        np.add.at(total, of[ours], moved[ours])
    return total
