"""A rule asked for many rows: one body, and the same answers one by one, by NumPy, by machine code, and exactly."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shared import shared

from acquis.rules import (
    Action,
    Purchase,
    Refusal,
    Regime,
    WorkUnit,
    YearlyCredit,
    YearlyHours,
    YearOfService,
    YearOfWork,
    in_columns,
    law_on,
    parse_change,
    split_price,
    yearly_credit,
    yearly_hours,
)
from acquis.rules import many as module
from acquis.rules.compiling import can_compile

CREDIT = tuple(each.name for each in fields(YearlyCredit) if each.name != "refusal")
HOURS = tuple(each.name for each in fields(YearlyHours) if each.name != "refusal")
LAW = law_on(date(2027, 12, 31))
SCALE = 10_000
BALANCES = ("balance_cents", "balance_hours")

#: A way is set once for all the examples of a test.
ASKED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

needs_a_compiler = pytest.mark.skipif(not can_compile(), reason="llvmlite is not there")


@pytest.fixture(params=["machine", "numpy"])
def way(request, monkeypatch):
    """Both ways of asking; the machine's from the first row on."""
    if request.param == "machine" and not can_compile():
        pytest.skip("llvmlite is not there")
    monkeypatch.setattr(module, "WORTH_COMPILING", -1 if request.param == "machine" else 2**60)
    return request.param


@pytest.fixture
def no_other_way(monkeypatch):
    """Machine code answers, or the test fails."""
    monkeypatch.setattr(module, "WORTH_COMPILING", -1)
    for other in ("_by_columns", "_exactly"):
        monkeypatch.setattr(module._Question, other, lambda *_: pytest.fail("machine code did not answer"))


def in_column(values: list[Any]) -> Any:
    return np.array(values, dtype=bool if isinstance(values[0], bool) else np.int64)


def agree(rule, law, constants, rows, names, kind) -> None:
    """What the rule answers to each row is what it answers to them all."""
    columns = {name: in_column([row[name] for row in rows]) for name in rows[0]}
    many = in_columns(rule, law, kind(**constants, **columns), *names)
    for at, row in enumerate(rows):
        one = rule(law, kind(**constants, **row))
        if one.refusal is not None:
            assert many is one.refusal, (law.on, constants)
            continue
        for name, column in zip(names, many, strict=True):
            assert column[at] == getattr(one, name), (law.on, constants, name, row)


# ---------------------------------------------------------------- every question, on the edges

years = st.integers(2019, 2028)
parts = st.one_of(
    st.sampled_from([0, 1, 12 * SCALE, 803 * SCALE, 8_035_000, 8_034_999, 1_607 * SCALE, 109 * SCALE, 366 * SCALE]),
    st.integers(0, 2 * 1_607 * SCALE),
    st.integers(0, 2**33),
)
cents = st.one_of(st.sampled_from([0, 499_999, 500_000, 799_999, 800_000, 900_000]), st.integers(0, 1_000_000))


@ASKED
@given(
    year=years,
    regime=st.sampled_from(Regime),
    unit=st.sampled_from(WorkUnit),
    has_reference=st.booleans(),
    paid=st.sampled_from([None, True, False, "column"]),
    rows=st.lists(st.tuples(parts, parts, st.booleans(), st.booleans(), st.booleans(), cents), min_size=1, max_size=9),
)
@pytest.mark.usefixtures("way")
def test_a_year_of_work_is_the_same_one_by_one_and_in_columns(year, regime, unit, has_reference, paid, rows):
    names = ("worked", "reference", "low_qualified", "oeth", "contribution_paid", "balance_cents")
    given = [dict(zip(names, row, strict=True)) for row in rows]
    for row in given:
        row["reference"] += 1
        if not has_reference:
            del row["reference"]
        if paid != "column":
            del row["contribution_paid"]
    constants = {"regime": regime, "unit": unit, "scale": SCALE}
    if paid != "column":
        constants["contribution_paid"] = paid
    agree(yearly_credit, law_on(date(year, 12, 31)), constants, given, CREDIT, YearOfWork)


@ASKED
@given(
    year=years,
    unit=st.sampled_from([WorkUnit.SHARE, WorkUnit.HOURS]),
    has_reference=st.booleans(),
    rows=st.lists(
        st.tuples(st.integers(0, 3_000), st.integers(1, 3_000), st.booleans(), st.booleans(), st.integers(0, 500)),
        min_size=1,
        max_size=9,
    ),
)
@pytest.mark.usefixtures("way")
def test_a_year_of_service_is_the_same_one_by_one_and_in_columns(year, unit, has_reference, rows):
    names = ("worked", "reference", "category_c_low_qualified", "is_part_time_post", "balance_hours")
    given = [dict(zip(names, row, strict=True)) for row in rows]
    for row in given if not has_reference else ():
        del row["reference"]
    agree(yearly_hours, law_on(date(year, 12, 31)), {"unit": unit, "scale": 1_000}, given, HOURS, YearOfService)


@pytest.mark.usefixtures("way")
def test_the_cases_of_the_register_in_columns():
    cases = json.loads(shared("law/cases.json").read_text())["yearly-credit"]
    asked = 0
    for case in cases:
        if "malformed" in case["expected"] or case["on"] < "2019":
            continue
        facts = dict(case["facts"])
        rule, kind = (
            (yearly_hours, YearOfService) if facts["regime"] == Regime.PUBLIC_AGENT else (yearly_credit, YearOfWork)
        )
        given = {name: facts[name] for name in (each.name for each in fields(kind)) if name in facts}
        given |= {"unit": WorkUnit(facts["unit"]), "scale": SCALE}
        if kind is YearOfWork:
            given["regime"] = Regime(facts["regime"])
        for name in ("worked", "reference"):
            given[name] = None if facts[name] is None else in_column([int(Decimal(str(facts[name])) * SCALE)])
        for name in ("low_qualified", "oeth", "category_c_low_qualified", "is_part_time_post", *BALANCES):
            if name in given:
                given[name] = in_column([given[name]])
        names = tuple(case["expected"].get("result", ["granted_hours" if kind is YearOfService else "granted_cents"]))
        answer = in_columns(rule, law_on(date.fromisoformat(case["on"])), kind(**given), *names)
        if "refusal" in case["expected"]:
            assert answer == case["expected"]["refusal"], case["id"]
        else:
            assert [int(column[0]) for column in answer] == list(case["expected"]["result"].values()), case["id"]
        asked += 1
    assert asked > 20


# ---------------------------------------------------------------- numbers of any size

PAY = {"regime": Regime.EMPLOYEE, "unit": WorkUnit.PAY, "scale": 1}
AGREED = {"regime": Regime.EMPLOYEE, "unit": WorkUnit.HOURS, "scale": SCALE}


@pytest.mark.parametrize("bits", [30, 32, 33, 39, 40, 41, 47, 55, 62])
@pytest.mark.parametrize("constants", [PAY, AGREED], ids=["pay", "hours"])
@pytest.mark.usefixtures("way")
def test_numbers_too_large_for_sixty_four_bits_are_computed_exactly(bits, constants):
    rows = [
        {"worked": worked, "reference": reference, "low_qualified": True, "balance_cents": balance}
        for worked, reference, balance in (
            (2**bits - 1, 2**bits - 1, 2**bits - 1),
            (2 ** (bits - 2) - 1, 2**bits - 3, 7),
            (2 ** (bits - 1) - 1, 2**bits - 2, 0),
            (1, 2**bits - 1, 1),
        )
    ]
    agree(yearly_credit, LAW, constants, rows, CREDIT, YearOfWork)


@pytest.mark.usefixtures("way")
def test_negative_numbers_are_computed_exactly():
    rows = [{"worked": -5, "balance_cents": -(2**60)}, {"worked": 8_000 * SCALE, "balance_cents": -1}]
    agree(yearly_credit, LAW, {"regime": Regime.EMPLOYEE, "unit": WorkUnit.HOURS, "scale": 1}, rows, CREDIT, YearOfWork)


@pytest.mark.usefixtures("way")
def test_amounts_of_the_law_that_no_product_in_sixty_four_bits_would_hold():
    law = law_on(date(2027, 12, 31), changes=[parse_change("employee_cents=1000000000@2027-01-01")])
    rows = [{"worked": 2**bits // 3, "reference": 2**bits, "balance_cents": 5} for bits in (20, 31, 35, 39)]
    agree(yearly_credit, law, AGREED, rows, ("earned_cents", "granted_cents"), YearOfWork)


@given(
    st.lists(
        st.tuples(st.integers(1, 2**32 - 1), st.integers(0, 2**51 - 1), st.integers(-1, 1)), min_size=1, max_size=40
    )
)
@ASKED
@pytest.mark.usefixtures("way")
def test_quotients_beside_whole_ones(rows):
    """Where a division by doubles would first go wrong: a multiple of the divisor, and one more, and one less."""
    numbers = [max(0, number // by * by + off) for by, number, off in rows]
    work = YearOfWork(
        regime=Regime.ESAT,
        unit=WorkUnit.SHARE,
        worked=np.array([number >> 19 for number in numbers]),
        balance_cents=np.array([number % 2**19 for number in numbers]),
        reference=np.array([by for by, _, _ in rows]),
    )
    down, up = in_columns(_quotients, LAW, work, "value", "other")
    wanted = [(number // by, -(-number // by)) for number, (by, _, _) in zip(numbers, rows, strict=True)]
    assert list(zip(down.tolist(), up.tolist(), strict=True)) == wanted


def _quotients(law, work):
    number = work.worked * 2**19 + work.balance_cents
    return _Answer(value=number // work.reference, other=-(-number // work.reference))


# ---------------------------------------------------------------- columns as callers have them


@needs_a_compiler
@pytest.mark.usefixtures("no_other_way")
@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "uint8", "uint16", "uint32", ">i8", ">i4"])
def test_machine_code_reads_columns_of_every_width(kind):
    worked = np.array([0, 1, 60, 109, 110], dtype=kind)
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.DAYS, worked=worked, balance_cents=worked[::-1])
    (granted,) = in_columns(yearly_credit, LAW, work, "granted_cents")
    assert granted.tolist() == [0, 2_30, 137_62, 500_00, 500_00]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["int16", "uint16", "int32", "int64"])
def test_narrow_columns_do_not_overflow(kind):
    worked = np.array([800, 32_000], dtype=kind)
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=worked)
    assert in_columns(yearly_credit, LAW, work, "earned_cents")[0].tolist() == [248_92, 500_00]


@needs_a_compiler
@pytest.mark.usefixtures("no_other_way")
def test_machine_code_reads_slices_that_are_not_one_piece():
    facts = np.arange(0, 4_000, dtype=np.int64).reshape(-1, 4)
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=facts[:, 1], balance_cents=facts[:, 2])
    (granted,) = in_columns(yearly_credit, LAW, work, "granted_cents")
    assert granted.tolist() == yearly_credit(LAW, work).granted_cents.tolist()


@pytest.mark.usefixtures("way")
def test_no_rows_have_no_answers_and_rows_of_two_lengths_are_refused():
    none = np.empty(0, dtype=np.int64)
    work = YearOfWork(regime=Regime.ESAT, unit=WorkUnit.SHARE, worked=none)
    assert [column.tolist() for column in in_columns(yearly_credit, LAW, work, "earned_cents", "ceiling_cents")] == [
        [],
        [],
    ]
    with pytest.raises(ValueError, match="of one length"):
        in_columns(yearly_credit, LAW, replace(work, balance_cents=np.array([1])), "earned_cents")


@pytest.mark.usefixtures("way")
def test_an_answer_that_is_the_same_for_all_is_a_column_too():
    work = YearOfWork(regime=Regime.ESAT, unit=WorkUnit.SHARE, worked=np.array([0, 1]))
    earned, ceiling = in_columns(yearly_credit, LAW, work, "earned_cents", "ceiling_cents")
    assert (earned.tolist(), ceiling.tolist()) == ([0, 800_00], [8_000_00, 8_000_00])


@pytest.mark.usefixtures("way")
def test_a_refusal_is_one_for_all():
    work = YearOfWork(regime=Regime.SELF_EMPLOYED, unit=WorkUnit.MONTHS, worked=np.array([1, 2]))
    assert in_columns(yearly_credit, LAW, work, "earned_cents") is Refusal.CONTRIBUTION_UNKNOWN


# ---------------------------------------------------------------- which way is taken


@needs_a_compiler
def test_few_rows_are_not_compiled_and_many_are(monkeypatch):
    class Compiled(Exception):
        pass

    def compiles(*_words):
        raise Compiled

    monkeypatch.setattr(module, "loop_of", compiles)
    monkeypatch.setattr(module, "WORTH_COMPILING", 3 * (400 + module.AN_ASKING) - 1)
    # A law that no other test asks about: the question begins anew.
    law = law_on(date(2027, 12, 31), changes=[parse_change("employee_cents=50001@2027-01-01")])
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=np.arange(400))
    for _ in range(2):
        in_columns(yearly_credit, law, work, "granted_cents")
    # A law that says the same in another year counts with it.
    law = law_on(date(2028, 12, 31), changes=[parse_change("employee_cents=50001@2027-01-01")])
    with pytest.raises(Compiled):
        in_columns(yearly_credit, law, work, "granted_cents")


def test_without_the_compiler_numpy_answers(monkeypatch):
    monkeypatch.setattr(module, "WORTH_COMPILING", -1)
    monkeypatch.setattr(module, "can_compile", lambda: False)
    monkeypatch.setattr(module, "loop_of", lambda *_: pytest.fail("there is no compiler"))
    rows = [{"worked": hours * SCALE, "balance_cents": 4_900_00} for hours in (0, 803, 804)]
    agree(yearly_credit, LAW, {**AGREED, "low_qualified": True}, rows, CREDIT, YearOfWork)


@pytest.mark.parametrize("action", Action)
@pytest.mark.usefixtures("way")
def test_refusals_may_differ_from_row_to_row(action):
    rows = [(100_00, 50_00, True), (900_00, 2_000_00, False), (5_000_00, 3_000_00, False), (0, 7_00, True)]
    names = ("price_cents", "rights_cents", "jobseeker")
    facts = {name: in_column([row[at] for row in rows]) for at, name in enumerate(names)}
    asked = ("rights_cents", "holder_pays_cents", "exempt_as_jobseeker")
    given = in_columns(split_price, LAW, Purchase(action=action, certification=None, **facts), *asked)
    for at, row in enumerate(rows):
        one = split_price(LAW, Purchase(action=action, certification=None, **dict(zip(names, row, strict=True))))
        if isinstance(given, Refusal):
            assert one.refusal is given
        else:
            assert [column[at] for column in given] == [getattr(one, name) for name in asked], (action, row)


@pytest.mark.usefixtures("way")
def test_reasons_that_are_asked_for_are_told():
    facts = {"price_cents": np.array([1, 2]), "jobseeker": np.array([True, False]), "rights_cents": np.array([1, 1])}
    purchase = Purchase(action=Action.LICENCE_LIGHT, certification=None, **facts)
    refusals, rights = in_columns(split_price, LAW, purchase, "refusal", "rights_cents")
    assert refusals.tolist() == [None, Refusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY]
    assert rights.tolist() == [1, 0]


@needs_a_compiler
@pytest.mark.usefixtures("no_other_way")
def test_a_price_is_shared_by_machine_code():
    facts = {"price_cents": np.array([1, 2]), "jobseeker": np.array([True, False]), "rights_cents": np.array([1, 1])}
    purchase = Purchase(action=Action.LICENCE_LIGHT, certification=None, **facts)
    assert in_columns(split_price, LAW, purchase, "rights_cents")[0].tolist() == [1, 0]


@pytest.mark.usefixtures("way")
def test_answers_are_written_where_the_caller_wants_them():
    facts = np.arange(0, 1_607, 4)
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=facts)
    whole, flags = np.full((2, 500), -1), np.zeros(len(facts), dtype=bool)
    into = [whole[0, 50 : 50 + len(facts)], flags]
    given = in_columns(yearly_credit, LAW, work, "earned_cents", "is_full_share", into=into)
    expected = yearly_credit(LAW, work)
    assert given[0].tolist() == into[0].tolist() == expected.earned_cents.tolist()
    assert flags.tolist() == expected.is_full_share.tolist()
    assert set(whole[0, :50]) | set(whole[0, 50 + len(facts) :]) | set(whole[1]) == {-1}
    with pytest.raises(ValueError, match="of one length"):
        in_columns(yearly_credit, LAW, work, "earned_cents", into=[whole[0]])


@needs_a_compiler
@pytest.mark.usefixtures("no_other_way")
@pytest.mark.parametrize("into", [np.zeros((3, 2), dtype=np.int64)[:, 0], np.zeros(3, dtype=np.int32)])
def test_machine_code_writes_into_nothing_else_than_its_own_kind_of_column(into):
    work = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=np.arange(3))
    with pytest.raises(TypeError, match="contiguous columns"):
        in_columns(yearly_credit, LAW, work, "earned_cents", into=[into])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    value: Any
    other: Any = 0
    refusal: None = None


def test_a_body_that_branches_on_a_column_is_told_so(way):
    def branches(law, work):
        return _Answer(value=1 if work.worked > 3 else 0)

    work = YearOfWork(regime=Regime.ESAT, unit=WorkUnit.SHARE, worked=np.array([1, 5]))
    with pytest.raises(ValueError, match="ambiguous"):
        in_columns(branches, LAW, work, "value")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (lambda a, b: (a - b) // 7, [-1, 0, 0, 0]),
        (lambda a, b: (a - b) // b, [-1, 0, 0, 2]),
        (lambda a, b: a // (b - b), [0, 0, 0, 0]),
        (lambda a, b: -a // b, [0, -1, 0, -3]),
        (lambda a, b: -(-a // (b + 1)), [0, 1, 4, 3]),
        (lambda a, b: (a > b) | (a == b), [False, True, True, True]),
        (lambda a, b: np.logical_not(a <= b) & (b != 0), [False, False, False, True]),
        (lambda a, b: np.where(a > b, a > 8, b < 4), [False, False, False, True]),
        (lambda a, b: (a > b) + (b >= 3) * 5, [5, 5, 1, 6]),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_the_words_of_an_expression(way, body, expected):
    """Words and signs that no yearly rule has; a division by 0 is 0, as in NumPy."""
    work = YearOfWork(
        regime=Regime.ESAT, unit=WorkUnit.SHARE, worked=np.array([0, 4, 4, 9]), balance_cents=np.array([5, 4, 0, 3])
    )
    (found,) = in_columns(lambda law, facts: _Answer(value=body(facts.worked, facts.balance_cents)), LAW, work, "value")
    assert found.tolist() == expected


@needs_a_compiler
@pytest.mark.usefixtures("no_other_way")
def test_threads_ask_side_by_side():
    hours = np.arange(200_000) % (2_000 * SCALE)
    law = law_on(date(2027, 12, 31), changes=[parse_change("employee_cents=50002@2027-01-01")])
    work = YearOfWork(**AGREED, worked=hours, low_qualified=hours % 2 == 0)
    alone = yearly_credit(law, work).granted_cents
    with ThreadPoolExecutor(4) as pool:
        for granted in pool.map(lambda _: in_columns(yearly_credit, law, work, "granted_cents")[0], range(12)):
            assert np.array_equal(granted, alone)
