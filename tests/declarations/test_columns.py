"""The facts of a year added up in columns: the same rows as line by line, to the digit, whatever is mixed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from random import Random
from uuid import UUID, uuid4

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crediting.scenes import AT, SYSTEM, done_run
from tests.declarations.test_counting import work

from acquis.accounts.actions import credit_years, join_accounts, open_accounts
from acquis.accounts.queries import rights
from acquis.accounts.types import REGIMES, UNITS, YearColumns, YearRow
from acquis.crediting import queries as runs
from acquis.declarations import queries
from acquis.declarations.adding import NONE, LineColumns, Years
from acquis.declarations.counting import counts, law_of
from acquis.declarations.models import Declaration, WorkedLine
from acquis.declarations.queries import columns
from acquis.declarations.queries.facts import _service, _year
from acquis.declarations.taking import Slice
from acquis.declarations.types import Absence, Ground, RunFacts, Source, Work
from acquis.kit import columns as kit
from acquis.rules import Regime, WorkUnit

YEAR = 2025
LAW = law_of(YEAR)

# ------------------------------------------------------------------ any lines at all

numbers = st.one_of(st.integers(0, 25_000), st.integers(-3_000, 3_000), st.integers(0, 10**9), st.integers(0, 1 << 50))
fulls = st.one_of(
    st.just(None),
    st.sampled_from([182_004, 168_000, 160_700, 21_800, 20_500, 100]),
    st.integers(1, 200_000),
    st.integers(1, 1 << 44),
)
absences = st.lists(
    st.builds(
        Absence,
        ground=st.sampled_from(Ground),
        days=st.one_of(st.just(0), st.integers(1, 31)),
        time=st.one_of(st.just(0), st.integers(1, 20_000), st.integers(0, 1 << 40)),
    ),
    max_size=3,
).map(tuple)


@st.composite
def lines(draw: st.DrawFn) -> Work:
    quantity = draw(st.one_of(st.none(), numbers.map(abs)))
    paid = draw(numbers if quantity is None else st.one_of(st.none(), numbers))
    return work(
        regime=draw(st.sampled_from(Regime)),
        unit=draw(st.sampled_from(WorkUnit)),
        paid=paid,
        quantity=quantity,
        reference=draw(fulls),
        present_days=draw(st.one_of(st.integers(0, 31), st.integers(0, 2_000))),
        span_days=draw(st.sampled_from([1, 28, 29, 30, 31, 336, 348, 360, 365, 366, 372, 997, 1_009, 2_000])),
        absences=draw(absences),
        oeth=draw(st.booleans()),
        contribution_paid=draw(st.sampled_from([None, True, False])),
        category_c=draw(st.booleans()),
        incomplete_post=draw(st.booleans()),
        cancelled=draw(st.integers(0, 9)) == 9,
    )


def said(each: Work) -> Work:
    """A line as `queries.facts` reads it: one withdrawn has nothing paid."""
    gone = {"paid": 0, "quantity": None, "absences": (), "oeth": False, "category_c": False}
    return replace(each, **gone) if each.cancelled else each  # type: ignore[arg-type]


def one_by_one(works: dict[UUID, list[Work]]) -> list[YearRow]:
    rows = []
    for account_id, own in works.items():
        for regime in Regime:
            of_regime = [said(each) for each in own if each.regime is regime]
            if of_regime:
                told = _service if regime is Regime.PUBLIC_AGENT else _year
                rows.append(told(account_id, YEAR, regime, of_regime, LAW))
    return rows


def in_columns(works: dict[UUID, list[Work]]) -> Years:
    """The lines in columns, as the statement of `queries.columns` gives them."""
    every = [(account_id, each) for account_id, own in works.items() for each in own]

    def away(each: Work, name: str, counted: bool) -> int:
        return sum(getattr(a, name) for a in each.absences if counts(a.ground, LAW) is counted)

    given = {
        "account": kit.uuids([account_id for account_id, _ in every]),
        "regime": [REGIMES.index(each.regime) for _, each in every],
        "unit": [UNITS.index(each.unit) for _, each in every],
        "withdrawn": [each.cancelled for _, each in every],
        "contribution": [-1 if each.contribution_paid is None else int(each.contribution_paid) for _, each in every],
        "counted_days": [away(each, "days", True) for _, each in every],
        "counted_time": [away(each, "time", True) for _, each in every],
        "lost_days": [away(each, "days", False) for _, each in every],
        "lost_time": [away(each, "time", False) for _, each in every],
    }
    for field in fields(LineColumns):
        if field.name not in given:
            values = [getattr(each, field.name) for _, each in every]
            given[field.name] = [NONE if value is None else value for value in values]
    return Years(YEAR, LineColumns(**{name: np.asarray(column) for name, column in given.items()}), LAW)


def same(ours: YearColumns | None, theirs: list[YearRow]) -> None:
    """Column by column, and the rows that columns cannot hold."""
    expected = YearColumns.of(YEAR, theirs)
    if ours is None:
        assert not len(expected)
        return
    assert ours.odd == expected.odd
    for field in fields(YearColumns):
        if field.name not in ("year", "odd"):
            assert getattr(ours, field.name).tolist() == getattr(expected, field.name).tolist(), field.name


def yearly_cents(account_id: UUID) -> int:
    cards = rights(account_id, on=date(2026, 4, 15)).purses
    return sum(card.available_cents for card in cards if card.kind == "yearly")


def euros(rows: list[YearRow]) -> list[YearRow]:
    return [row for row in rows if row.regime is not Regime.PUBLIC_AGENT]


def hours(rows: list[YearRow]) -> list[YearRow]:
    return [row for row in rows if row.regime is Regime.PUBLIC_AGENT]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(lines(), min_size=1, max_size=14), min_size=1, max_size=6))
def test_whatever_is_mixed_columns_say_what_lines_say(people):
    works = {UUID(int=(rank + 1) << 64): own for rank, own in enumerate(people)}
    years = in_columns(works)
    expected = one_by_one({each: own for each, own in works.items() if each not in years.odd})
    same(years.in_euros(), euros(expected))
    assert years.in_hours() == hours(expected)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 20_000),
            st.sampled_from([182_004, 168_000, 160_700, None]),
            st.integers(28, 31),
            st.integers(0, 31),
            st.sampled_from([*Ground]),
            st.booleans(),
        ),
        min_size=1,
        max_size=36,
    )
)
def test_months_of_several_employers_with_absences_are_never_left_to_lines(told):
    own = [
        work(
            paid=paid if is_paid else None,
            reference=full,
            span_days=span,
            present_days=min(span, 31 - away // 2),
            absences=(Absence(ground=ground, days=away),) if away else (),
        )
        for paid, full, span, away, ground, is_paid in told
    ]
    works = {UUID(int=1 << 64): own}
    years = in_columns(works)
    assert not years.odd
    same(years.in_euros(), one_by_one(works))


@pytest.mark.parametrize("paid", [1, 10**9, 15 * 10**9, (1 << 36) - 1])
def test_sums_that_do_not_fit_are_not_made_in_columns(paid):
    own = [work(paid=paid, quantity=None, reference=full) for full in (1_073_741_789, 2_147_483_647)] * 2
    works = {UUID(int=1 << 64): own}
    same(in_columns(works).in_euros(), one_by_one(works))


def test_a_nation_is_mostly_added_in_whole_numbers(monkeypatch):
    """One full year, or two, whatever the absences: nobody goes through fractions."""
    monkeypatch.setattr(Years, "_as_fractions", lambda self, group: pytest.fail(f"{self.accounts[group]}"))
    random = Random(3)
    works = {
        UUID(int=(rank + 1) << 64): [
            work(
                paid=None if random.random() < 0.2 else random.randint(0, 20_000),
                reference=random.choice([182_004, 168_000]),
                span_days=random.choice([28, 30, 31]),
                present_days=random.randint(1, 28),
                absences=(Absence(ground=Ground.MATERNITY, days=random.randint(1, 28)),) if month % 5 == 0 else (),
            )
            for month in range(24)
        ]
        for rank in range(50)
    }
    same(in_columns(works).in_euros(), one_by_one(works))


# ------------------------------------------------------------------ through the tables


def accounts(count: int) -> list[UUID]:
    """Some accounts in the order of their keys."""
    return sorted(open_accounts(person_ids=[uuid4() for _ in range(count)], by=SYSTEM, at=AT).values())


def some_work(random: Random, rank: int) -> Work:
    """One line as declarations bring them: mostly months of an employee, and some of everything else."""
    month = random.randint(1, 12)
    span = (date(YEAR + month // 12, month % 12 + 1, 1) - date(YEAR, month, 1)).days
    told = {
        "key": f"{rank}",
        "period_from": date(YEAR, month, 1),
        "period_to": date(YEAR, month, span),
        "span_days": span,
        "present_days": random.choice([span, random.randint(0, span)]),
        "oeth": random.random() < 0.1,
        "reference": random.choice([182_004, 182_004, 182_004, 168_000, 199_333, None]),
        "paid": random.choice([15_167, 7_583, random.randint(-500, 20_000)]),
        "quantity": random.choice([15_167, None]),
    }
    kind = random.random()
    if kind < 0.1:
        told |= {"paid": None, "quantity": 15_167}
    elif kind < 0.15:
        told |= {"unit": WorkUnit.PAY, "paid": random.randint(-5_000, 400_000), "quantity": None, "reference": None}
    elif kind < 0.2:
        told |= {"unit": WorkUnit.DAYS, "paid": None, "quantity": 21_800, "span_days": 12 * span, "reference": 23_500}
    elif kind < 0.25:
        post = random.choice([{"quantity": 9_100, "reference": 15_167, "incomplete_post": True}, {}])
        told |= {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "paid": None, "category_c": month < 3}
        told |= {"quantity": 100, "reference": 100, "span_days": 12 * span} | post
    elif kind < 0.3:
        told |= {"regime": Regime.SELF_EMPLOYED, "unit": WorkUnit.MONTHS, "paid": 300, "quantity": None}
        told |= {"reference": None, "contribution_paid": random.choice([None, True, False])}
    elif kind < 0.31:
        told |= {"paid": random.choice([1 << 45, 1 << 50]), "quantity": None}
    if random.random() < 0.2:
        told["absences"] = tuple(
            Absence(ground=random.choice([*Ground]), days=random.randint(0, 20), time=random.choice([0, 0, 3_500]))
            for _ in range(random.randint(1, 3))
        )
    return work(**told)


def declared(account_ids: list[UUID], seed: int) -> None:
    """Lines of these accounts, some corrected and some withdrawn by a later sending, and lines of other years."""
    random = Random(seed)
    sendings = [
        Declaration.objects.create(
            source=Source.DSN, lineage="dsn", order=order, replaces=order > 1, received_at=AT,
            period_from=date(YEAR, 1, 1), period_to=date(YEAR, 12, 31),
        )
        for order in (1, 2)
    ]  # fmt: skip
    works = {each: [some_work(random, rank) for rank in range(random.randint(1, 16))] for each in account_ids}
    for sending in sendings:
        slice_ = Slice(sending, AT)
        slice_.know(set(account_ids))
        for account_id, own in works.items():
            slice_.take(1, own, account_id)
        slice_.write()
        for own in works.values():
            for place, each in enumerate(own):
                if random.random() < 0.1:
                    own[place] = replace(some_work(random, 0), key=each.key, cancelled=random.random() < 0.3)
    years = [date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 1)]
    beside = Slice(sendings[0], AT)
    for account_id in account_ids[::3]:
        beside.take(
            1, [work(key=f"beside {day}", period_from=day, period_to=day.replace(day=31)) for day in years], account_id
        )
    beside.write()


def walked(limit: int, upto: UUID | None = None) -> list[RunFacts]:
    found: list[RunFacts] = []
    after = None
    while (told := queries.run_facts(YEAR, after=after, upto=upto, limit=limit)).last is not None:
        assert after is None or told.last > after
        found, after = [*found, told], told.last
    assert (told.accounts, told.facts, told.service) == (0, None, ())
    return found


def together_of(found: list[RunFacts]) -> tuple[YearColumns, list[YearRow]]:
    facts = YearColumns.of(YEAR, [])
    for each in found:
        facts = facts if each.facts is None else facts.beside(each.facts)
    return facts, [row for each in found for row in each.service]


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 7, 1_000])
def test_a_population_is_told_alike_from_its_lines_whatever_the_slice(limit):
    ids = accounts(60 if limit == 1 else 240)
    declared(ids, seed=limit)
    # The kept one before the joined one and after it, at a distance; one with two that lead to it.
    for rank, (kept, merged) in enumerate(
        ((ids[2], ids[50]), (ids[51], ids[3]), (ids[20], ids[21]), (ids[20], ids[22]))
    ):
        join_accounts(kept_id=kept, joined_id=merged, joining_id=UUID(int=rank + 1), by=SYSTEM, at=AT)
    assert WorkedLine.objects.filter(current=False).count() > 20
    assert WorkedLine.objects.filter(current=True, withdrawn=True).count() > 3

    expected = queries.run_rows(YEAR, account_ids=set(ids) - {ids[50], ids[3], ids[21], ids[22]})
    found = walked(limit)
    facts, service = together_of(found)
    same(facts, euros(expected))
    assert service == hours(expected)
    assert sum(each.accounts for each in found) == len({row.account_id for row in expected}) == len(ids) - 4
    assert max(each.accounts for each in found) <= limit
    if limit > 1:
        assert {row.regime for row in expected} == {*Regime} - {Regime.ESAT}
        assert (facts.worked >= 1 << 40).sum() > 5


@pytest.mark.django_db
def test_a_part_of_the_way_ends_where_it_is_told():
    ids = accounts(30)
    declared(ids, seed=5)
    join_accounts(kept_id=ids[12], joined_id=ids[25], joining_id=UUID(int=1), by=SYSTEM, at=AT)
    middle = ids[14]
    first, rest = walked(4, upto=middle), queries.run_facts(YEAR, after=middle, upto=None, limit=100)
    assert first[-1].last == middle
    assert (sum(each.accounts for each in first), rest.accounts) == (15, 14)
    facts, service = together_of([*first, rest])
    expected = queries.run_rows(YEAR, account_ids=set(ids) - {ids[25]})
    same(facts, euros(expected))
    assert service == hours(expected)


@pytest.mark.django_db
def test_whatever_is_written_in_a_line_is_read_again():
    (account_id,) = accounts(1)
    sending = Declaration.objects.create(
        source=Source.DSN, lineage="dsn", order=1, received_at=AT,
        period_from=date(YEAR, 1, 1), period_to=date(YEAR, 12, 31),
    )  # fmt: skip
    away = (Absence(ground=Ground.OTHER, days=3, from_day=date(YEAR, 3, 1), to_day=date(YEAR, 3, 3)),)
    works = [
        work(key=odd, contract=odd, quantity=None, reference=None, contract_to=None, contribution_paid=None, oeth=True)
        for odd in ("\\N", "a\tb", "a\\b\nc", "", "NULL", "«é»", '"')
    ] + [work(key="full", absences=away, contract_to=date(YEAR, 5, 1), contribution_paid=False, paid=None)]
    for times in (1, 2):
        slice_ = Slice(sending, AT)
        slice_.know({account_id})
        slice_.take(1, works, account_id)
        slice_.write()
        assert slice_.counts == dict.fromkeys(slice_.counts, 0) | {"created" if times == 1 else "unchanged": 8}
    assert WorkedLine.objects.get(contract="\\N").received_at == AT
    (told,) = WorkedLine.objects.get(key="dsn full").absences
    assert told == {"ground": "other", "days": 3, "time": 0, "from": f"{YEAR}-03-01", "to": f"{YEAR}-03-03"}


@pytest.mark.django_db
def test_lines_are_read_in_the_order_of_accounts_by_indexes_that_hold_them():
    """A nation is not sorted, and its table not read at random: what is added up stands in the index."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    values = columns._values(YEAR, None, None, LAW)
    with psycopg.Cursor(connection.connection) as cursor:
        found = [row for (row,) in cursor.execute(f"EXPLAIN (COSTS OFF) {columns._LINES}", values).fetchall()]
    plan = "\n".join(found)
    added, computed = plan.index("Index Only Scan using times_paid_of_a_year"), plan.index("times_to_compute_of_a_year")
    assert "GroupAggregate" in plan[:added]
    assert "Sort " not in plan[:added].replace("Sort Key", "")
    assert added < computed
    assert "Filter" not in plan


@pytest.mark.django_db
def test_a_run_gives_the_cents_that_lines_give():
    ids = accounts(50)
    declared(ids, seed=11)
    join_accounts(kept_id=ids[4], joined_id=ids[40], joining_id=UUID(int=1), by=SYSTEM, at=AT)
    rows = queries.run_rows(YEAR, account_ids=set(ids) - {ids[40]})
    with transaction.atomic():
        by_rows = credit_years(rows=euros(rows), by=SYSTEM, at=AT)
        one_by_one = {each: yearly_cents(each) for each in ids}
        transaction.set_rollback(True)
    run = runs.run(done_run(), by=SYSTEM)
    assert {each: yearly_cents(each) for each in ids} == one_by_one
    assert run.executed == run.foreseen
    assert run.executed.given_cents == by_rows.granted_cents
    assert run.executed.years == by_rows.credited + len(hours(rows))
    assert by_rows.granted_cents > 500_000
    assert runs.reconciled_now(run.id, by=SYSTEM).agrees
