"""Years kept in slabs are told as rows would tell them, found one by one or for everybody, and never changed."""

from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from tests.accounts.scenes import AT, SYSTEM, a_year, an_account, broken, credited, holder_of

from acquis.accounts import kept, slabs
from acquis.accounts.actions import credit_columns
from acquis.accounts.models import YearlyCredit, YearSlab
from acquis.accounts.queries import credited_years, last_year, statement, why, year_in_columns
from acquis.accounts.traits import MOMENT, TRAITS, Moments, Traits, packed
from acquis.accounts.types import Cause, YearColumns
from acquis.accounts.year_types import CAUSES, REGIMES, UNITS
from acquis.rules import Regime, WorkUnit

pytestmark = pytest.mark.django_db


@contextmanager
def slabs_of(accounts):
    """Slabs from one account on, of so many."""
    with mock.patch.multiple(slabs, AT_LEAST=1, ACCOUNTS=accounts):
        yield


def run_of(number, *rows, slice_=0):
    return credit_columns(facts=YearColumns.of(rows[0].year, rows), run=number, number=slice_, by=SYSTEM, at=AT)


def facts(account, place):
    """Facts as different as they come."""
    return [
        a_year(account),
        a_year(account, worked="803.5", low_qualified=True),
        a_year(account, unit=WorkUnit.SHARE, worked="1", reference="3", oeth=True),
        a_year(account, regime=Regime.SELF_EMPLOYED, unit=WorkUnit.SHARE, worked="1", contribution_paid=True),
        a_year(account, worked="0"),
    ][place % 5]


def seen(accounts):
    """Everything that is told of some accounts in the order of their keys, but who they are and by which run."""
    names = [f.attname for f in YearlyCredit._meta.fields if f.attname not in ("pk", "account_id", "run")]
    first, last = accounts[0], accounts[-1]
    of = kept.of_year(first, last, 2025)
    columns = [of.worked, of.reference, of.before, of.earned, of.ceiling, of.moved]
    for packed_together in (of.traits, of.moments):
        columns += [getattr(packed_together, name) for name in type(packed_together).__dataclass_fields__]
    return (
        [tuple(getattr(each, name) for name in names) for each in kept.of_accounts(accounts)],
        np.stack([column.astype(np.int64) for column in columns]).tolist(),
        [why(each, 2025) and why(each, 2025).regimes for each in accounts],
        [[(line.amount_cents, line.why_year) for line in statement(each)] for each in accounts],
        len(kept.having_year(first, last, 2025)),
    )


def test_slabs_tell_what_rows_tell():
    rows, others = (sorted(an_account() for _ in range(9)) for _ in range(2))
    run_of(7, *[facts(each, place) for place, each in enumerate(rows)])
    with slabs_of(4):
        run_of(8, *[facts(each, place) for place, each in enumerate(others)])
    assert YearlyCredit.objects.count() == 9
    assert [slab.accounts for slab in YearSlab.objects.order_by("part")] == [4, 4, 1]
    assert seen(others) == seen(rows)
    assert last_year() == 2025
    assert broken() == []
    # Everybody at once: the checks' view, and the columns of what a change of law would do.
    with connection.cursor() as cursor:
        told = "SELECT count(*), sum(moved_cents), min(version), max(year), array_agg(DISTINCT regime) FROM"
        cursor.execute(f"{told} accounts_keptyear WHERE run = 8 UNION ALL {told} accounts_yearlycredit WHERE run = 7")
        in_slabs, in_rows = cursor.fetchall()
    assert in_slabs == in_rows
    assert sum(len(of.worked) for of in year_in_columns(2025).columns) == 18


def test_a_later_version_is_a_row_beside_the_slab():
    ids = sorted(an_account() for _ in range(5))
    with slabs_of(2):
        run_of(7, *map(a_year, ids))
        credited(a_year(ids[1], worked="803"))
        run_of(8, a_year(ids[3], worked="100"), a_year(ids[4]))
    assert [(row.account_id, row.version, row.run) for row in YearlyCredit.objects.order_by("account_id")] == [
        (ids[1], 2, None),
        (ids[3], 2, 8),
    ]
    assert [each.version for each in kept.of_accounts([ids[1]])] == [1, 2]
    of = kept.of_year(ids[0], ids[-1], 2025)
    assert of.moments.version.tolist() == [1, 1, 2, 1, 1, 2, 1]
    assert [of.run[place] for place in of.last] == [7, -1, 7, 8, 7]
    assert credited_years(ids[1], by=holder_of(ids[1])) == [(2025, 24_985)]
    assert broken() == []


def test_accounts_between_those_of_a_slab_are_written_as_rows():
    ids = sorted(an_account() for _ in range(4))
    with slabs_of(2):
        run_of(7, a_year(ids[0]), a_year(ids[2]))
        run_of(7, a_year(ids[1]), a_year(ids[3]), slice_=1)
    assert set(YearlyCredit.objects.values_list("account_id", flat=True)) == {ids[1], ids[3]}
    assert kept.having_of_run(ids[0], ids[3], 7).tolist() == [each.bytes for each in ids]
    assert len(kept.of_run(ids[1], ids[2], 7)) == 2


def test_a_slab_is_neither_changed_nor_removed_nor_written_over():
    ids = sorted(an_account() for _ in range(3))
    with slabs_of(3):
        run_of(7, *map(a_year, ids))
    columns = [field.column for field in YearSlab._meta.local_fields if field.column]
    again = ", ".join({"slice": "slice + 1", "last": f"'{ids[1]}'::uuid"}.get(name, name) for name in columns)
    for attempt in (
        "UPDATE accounts_yearslab SET year = year",
        "DELETE FROM accounts_yearslab",
        # Another slab of the run, over accounts that it has.
        f"INSERT INTO accounts_yearslab ({', '.join(columns)}) SELECT {again} FROM accounts_yearslab",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert YearSlab.objects.count() == 1


def test_one_altered_byte_is_found_and_located():
    ids = sorted(an_account() for _ in range(4))
    with slabs_of(2):
        run_of(7, *map(a_year, ids))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_yearslab DISABLE TRIGGER ALL")
        cursor.execute("GRANT UPDATE ON accounts_yearslab TO CURRENT_USER")
        cursor.execute("UPDATE accounts_yearslab SET worked = set_byte(worked, 1, 7) WHERE part = 1")
        cursor.execute("ALTER TABLE accounts_yearslab ENABLE TRIGGER ALL")
    assert [each.partition(": run")[2] for each in broken()] == [" 7, slice 0, slab 1: altered since it was written"]


def test_what_is_packed_is_what_the_server_tells_of_rows_and_codes_stay():
    """Slabs keep places in these for ever: a new one comes last."""
    assert [each.value for each in REGIMES] == ["employee", "esat", "self_employed", "public_agent"]
    assert [each.value for each in UNITS] == ["hours", "days", "months", "share", "pay"]
    assert CAUSES == (Cause.FACTS, Cause.LAW, Cause.UNDONE, Cause.RESTORED, Cause.JOINED, Cause.PARTED)
    account = an_account()
    credited(facts(account, 3))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TRAITS}, {MOMENT} FROM accounts_yearlycredit")
        traits, moment = cursor.fetchone()
    assert packed(Traits.of(np.array([traits]))).tolist() == [traits]
    assert Moments.of(np.array([moment])).year.tolist() == [2025]
