"""What a yearly run wrote in hours in a range of accounts, in columns, beside what the ledger moved for it."""

from __future__ import annotations

from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, FLAG, INTEGER, SMALLINT, UUIDS, Column
from acquis.ledger import queries as ledger
from acquis.rules import Regime, YearOfService, yearly_hours

from .hours import HOUR
from .standing import standing
from .types import CAUSES, REGIMES, Cause, PurseKind
from .written import Written
from .yearly import PARTS, law_of

# Numbers are kept as they were written; the id of a movement is made of its reference, here as in the ledger.
_VERSIONS = """
    SELECT account_id, array_position(ARRAY['{causes}'], cause)::int4, version, year,
           (replace(trim(worked), ',', '.')::numeric * {parts})::bigint,
           (coalesce(replace(trim(reference), ',', '.')::numeric, 0) * {parts})::bigint,
           category_c_low_qualified, is_part_time_post, balance_before_hours, earned_hours, moved_hours,
           encode(substr(sha256(convert_to(transfer_reference, 'UTF8')), 1, 16), 'hex')::uuid
      FROM accounts_yearlyhours WHERE account_id BETWEEN %s AND %s AND run = %s
     ORDER BY account_id, year, version
""".format(causes="', '".join(CAUSES), parts=PARTS)  # noqa: S608
_TYPES = [UUIDS, INTEGER, SMALLINT, SMALLINT, BIGINT, BIGINT, FLAG, FLAG, INTEGER, INTEGER, INTEGER, UUIDS]


def hours_written_by_run(run: int, first: UUID, last: UUID) -> Written | None:
    """As `written_by_run`, of public agents; amounts are hundredths of an hour."""
    columns = kit.read(_VERSIONS, [first, last, run], _TYPES)
    accounts, cause, version, year, worked, reference, low, part_time, before, earned, kept, ids = columns
    if not len(accounts):
        return None
    cause = cause - 1
    stands = standing(first, last, kind=PurseKind.HOURS)
    at, known = kit.places(stands.accounts, accounts)
    if not known.all():
        raise ValueError(f"account {kit.uuid_of(accounts[~known][0])} has years of service and no purse of hours")
    again = _earned_again(year, worked, reference, low, part_time, before)
    facts = kept + np.where(cause == CAUSES.index(Cause.UNDONE), 0, again - earned)

    moved = ledger.moved_between(first, last)
    of, ours = kit.places(stands.accounts, moved.owners)
    ours &= kit.same(stands.purses[of], moved.accounts)
    total = np.zeros(len(stands.accounts), dtype=np.int64)
    np.add.at(total, of[ours], moved.amounts[ours])
    found = np.zeros(len(accounts), dtype=np.int64)
    transfers = np.flatnonzero((moved.book == 0) & ours)
    transfers = transfers[np.argsort(moved.ids[transfers], kind="stable")]
    if len(transfers):
        where, there = kit.places(moved.ids[transfers], ids)
        there &= kit.same(moved.owners[transfers[where]], accounts)
        found[there] = moved.amounts[transfers[where[there]]]
    opens = kit.opens(accounts)
    return Written(
        accounts=accounts,
        persons=stands.persons[at],
        regime=np.full(len(accounts), REGIMES.index(Regime.PUBLIC_AGENT), dtype=np.int64),
        cause=cause.astype(np.int64),
        corrects=version > 1,
        facts_cents=facts.astype(np.int64) * HOUR,
        ledger_cents=found,
        left_cents=np.where(opens, stands.posted[at] - total[at] + found, found),
    )


def _earned_again(
    year: Column, worked: Column, reference: Column, low: Column, part_time: Column, before: Column
) -> Column:
    """The hours that the law gives for kept facts, asked anew; -1 where it refuses."""
    earned = np.full(len(year), -1, dtype=np.int64)
    key = year.astype(np.int64) * 2 + (reference > 0)
    for each in np.unique(key):
        rows = np.flatnonzero(key == each)
        given = yearly_hours(
            law_of(int(year[rows[0]])),
            YearOfService(
                worked=worked[rows],
                reference=reference[rows] if reference[rows[0]] else None,
                scale=PARTS,
                category_c_low_qualified=low[rows],
                is_part_time_post=part_time[rows],
                balance_hours=before[rows].astype(np.int64),
            ),
        )
        if given.refusal is None:
            earned[rows] = given.earned_hours
    return earned
