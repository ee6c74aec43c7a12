"""What a change of law would do: nothing without a change, the figures of a hand, the same one by one as in columns."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.rules.test_command import acquis

from acquis.insight import simulation, two_laws
from acquis.insight.nation import shares
from acquis.insight.population import SCALES, SLICE, YEAR, Block, Population, Purchases, Slice
from acquis.insight.simulation import FOLLOWED, simulate
from acquis.insight.types import Dimension, Group
from acquis.insight.written import as_json, for_the_nation, from_json, margin_cents
from acquis.rules import (
    Action,
    Purchase,
    Regime,
    WorkUnit,
    WrongChange,
    YearOfService,
    YearOfWork,
    law_on,
    many,
    parse_change,
    split_price,
    yearly_credit,
    yearly_hours,
)
from acquis.rules.compiling import can_compile

LOW = "credit.low_qualified_cents=90000@2027-01-01"
#: Something else than the law in force, for every parameter that is followed.
OTHERWISE = {
    "half_time_percent": "80",
    "reference_hours": "2000",
    "reference_days": "250",
    "reference_pay_hours": "2400",
    "reference_months": "14",
    "closing_age": "60",
    "jobseeker_exempt": "false",
    "public_agent_hours": "30",
    "public_agent_ceiling_hours": "180",
    "category_c_hours": "60",
    "category_c_ceiling_hours": "450",
    "vae_cap_cents": "100000",
    "rs_cap_cents": "80000",
    "skills_assessment_cap_cents": "80000",
    "licence_light_cap_cents": "50000",
    "low_qualified_below_half_base_cents": "80000",
    "oeth_and_low_qualified_cents": "110000",
    # Half of them rise, half of them fall.
    "employee_ceiling_cents": "450000",
    "self_employed_ceiling_cents": "450000",
    "esat_ceiling_cents": "400000",
}


@pytest.fixture(params=["machine", "numpy"])
def way(request, monkeypatch):
    """The rules asked by machine code from the first row on, and never."""
    if request.param == "machine" and not can_compile():
        pytest.skip("llvmlite is not there")
    monkeypatch.setattr(many, "WORTH_COMPILING", -1 if request.param == "machine" else 2**60)


def changes(*texts):
    return [parse_change(text) for text in texts]


@pytest.mark.parametrize("years", [1, 4])
def test_no_change_is_no_difference_for_anybody(years):
    outcome = simulate(Population(60_000, 3), [], years=years)
    for effect in (outcome.first_year, outcome.all_years):
        assert (effect.everybody.gainers, effect.everybody.losers, effect.squares) == (0, 0, 0.0)
        assert effect.everybody.accounts == 60_000
    for year in outcome.years:
        assert year.credited_before_cents == year.credited_after_cents > 0
        assert year.used_before_cents == year.used_after_cents > 0
        assert year.purchases_before == year.purchases_after > 0


def test_to_change_a_value_for_itself_is_no_difference_either():
    outcome = simulate(Population(30_000, 3), changes("employee_cents=50000@2027-01-01"), years=2)
    assert outcome.all_years.everybody.gainers == outcome.all_years.everybody.losers == 0


def test_the_same_seed_gives_the_same_figures_whatever_the_threads():
    one, two = (simulate(Population(2 * SLICE, 9), changes(LOW), years=2, threads=n) for n in (1, 2))
    assert one == two
    assert one != simulate(Population(2 * SLICE, 10), changes(LOW), years=2)


def test_every_dimension_counts_everybody_once():
    outcome = simulate(Population(50_000, 1), changes(LOW, "half_time_percent=60@2027-01-01"), years=2)
    for effect in (outcome.first_year, outcome.all_years):
        everybody = effect.everybody
        assert everybody.gainers > 0
        assert everybody.losers > 0
        for groups in effect.groups.values():
            for field in ("accounts", "gainers", "losers", "gained_cents", "lost_cents"):
                assert sum(getattr(group, field) for group in groups) == getattr(everybody, field)
        assert sum(each.accounts for each in effect.classes) == 50_000
    assert outcome.years[0].net_cents == outcome.first_year.everybody.net_cents
    assert sum(year.net_cents for year in outcome.years) == outcome.all_years.everybody.net_cents


@pytest.mark.parametrize("name", [name for names in FOLLOWED.values() for name in names])
def test_every_parameter_it_follows_makes_a_difference(name):
    value = OTHERWISE.get(name) or str(int(getattr(_group_of(name), name) or 0) * 11 // 10 + 100)
    outcome = simulate(Population(100_000, 1), changes(f"{name}={value}@2027-01-01"), years=1)
    year, everybody = outcome.years[0], outcome.first_year.everybody
    assert everybody.gainers + everybody.losers > 0 or year.purchases_before != year.purchases_after


def _group_of(name):
    law = law_on(date(YEAR, 12, 31))
    return next(getattr(law, group) for group, names in FOLLOWED.items() if name in names)


# ---------------------------------------------------------------- by hand


class ByHand(Population):
    """Five accounts whose figures anybody can follow, and one who buys in each year."""

    def slice(self, number):
        def block(regime, unit, start, stop, worked, **facts):
            return Block(regime=regime, unit=unit, start=start, stop=stop, worked=np.array(worked), **facts)

        return Slice(
            number=0,
            size=5,
            age=np.array([30, 40, 50, 66, 45], dtype=np.int8),
            department=np.zeros(5, dtype=np.int8),
            region=np.zeros(5, dtype=np.int8),
            low_qualified=np.array([False, True, True, False, False]),
            oeth=np.zeros(5, dtype=bool),
            balance=np.array([490_000, 100_000, 795_000, 0, 100]),
            blocks=(
                block(Regime.EMPLOYEE, WorkUnit.HOURS, 0, 4, [160_700, 80_350, 160_700, 160_700]),
                block(Regime.PUBLIC_AGENT, WorkUnit.SHARE, 4, 5, [1_000], is_part_time_post=np.array([False])),
            ),
        )

    def purchases(self, drawn, year, age):
        return Purchases(
            place=np.array([1]),
            action=np.array([list(Action).index(Action.RNCP)], dtype=np.int8),
            price_cents=np.array([70_000]),
            jobseeker=np.array([False]),
        )


@pytest.mark.usefixtures("way")
def test_a_small_population_by_hand():
    """+100 € for the low-qualified, a higher ceiling for the others, 27 h instead of 25 for public agents.

    2027: account 0 (4 900 €) was cut at 5 000 (+100 €) and now gets its 500: gains 400 €. Account 1 buys for
    700 €: 150 € of participation, 550 € of rights, 450 € left, then 800 or 900 €: gains 100 €. Account 2 (7 950 €)
    is cut at 8 000 € under both laws: nothing. Account 3, 66 years old, gets 500 € under both. Account 4 gains
    2 h at 15 €.
    2028: account 0 stands at its 5 000 or 5 400 €: gets 0 or 500 €, gains 500 €. Account 1 gains 100 €. Account 3
    is 67: credited no more. Account 4 had 125 or 127 h, ceiling 150: gets 25 or 23: loses 2 h.
    """
    asked = changes(LOW, "employee_ceiling_cents=600000@2027-01-01", "public_agent_hours=27@2027-01-01")
    outcome = simulate(ByHand(5, 0), asked, years=2, threads=1)
    everybody = outcome.first_year.everybody
    assert (everybody.gainers, everybody.losers) == (3, 0)
    assert everybody.gained_cents == 40_000 + 10_000 + 2 * 1_500
    first, second = outcome.years
    assert (first.credited_before_cents, first.credited_after_cents) == (
        10_000 + 80_000 + 5_000 + 50_000,
        50_000 + 90_000 + 5_000 + 50_000,
    )
    assert (first.credited_before_hours, first.credited_after_hours) == (25, 27)
    assert (first.used_before_cents, first.paid_before_cents, first.purchases_before) == (55_000, 15_000, 1)
    assert (second.credited_before_cents, second.credited_after_cents) == (80_000, 50_000 + 90_000)
    assert (second.credited_before_hours, second.credited_after_hours) == (25, 23)
    assert (second.gainers, second.losers, second.net_cents) == (2, 1, 50_000 + 10_000 - 3_000)
    # Over both years the public agent's two hours come and go.
    assert (outcome.all_years.everybody.gainers, outcome.all_years.everybody.net_cents) == (2, 90_000 + 20_000)
    by_regime = {group.key: group for group in outcome.first_year.groups[Dimension.REGIME]}
    assert by_regime["public_agent"] == Group(
        key="public_agent", accounts=1, gainers=1, losers=0, gained_cents=3_000, lost_cents=0
    )


@pytest.mark.usefixtures("way")
def test_a_higher_participation_is_a_loss_for_who_buys_and_for_nobody_else():
    outcome = simulate(ByHand(5, 0), changes("participation_cents=20000@2027-01-01"), years=1)
    assert (outcome.first_year.everybody.losers, outcome.first_year.everybody.lost_cents) == (1, 5_000)
    assert outcome.first_year.everybody.gainers == 0
    assert outcome.years[0].used_after_cents - outcome.years[0].used_before_cents == -5_000


def test_rights_credited_and_then_used_are_a_gain_once():
    """Account 1 gains 100 € in 2027; in 2028 it buys with them, and this is not a second gain."""
    outcome = simulate(ByHand(5, 0), changes(LOW), years=2)
    assert [year.net_cents for year in outcome.years] == [10_000, 10_000]


# ---------------------------------------------------------------- one by one


def _one_life(drawn, place, buys, texts, years):
    """One account's years by the rules called on single values: what each year grants, uses and lets pay."""
    block = next(each for each in drawn.blocks if each.start <= place < each.stop)
    at = place - block.start
    value = lambda column: None if column is None else column[at].item()  # noqa: E731
    age, balance, told = int(drawn.age[place]), int(drawn.balance[place]), []
    ages = shares()["ages"].figures
    for year in years:
        law = law_on(date(year, 12, 31), changes=changes(*texts))
        used = paid = 0
        if year in buys and balance > 0:
            action, price, jobseeker = buys[year]
            split = split_price(
                law,
                Purchase(
                    action=action, certification=None, price_cents=price, rights_cents=balance, jobseeker=jobseeker
                ),
            )
            used, paid = split.rights_cents, split.holder_pays_cents
            balance -= used
        worked = value(block.worked) if age < law.account.closing_age else 0
        low = bool(drawn.low_qualified[place])
        if block.regime is Regime.PUBLIC_AGENT:
            service = YearOfService(
                worked=worked,
                scale=SCALES[block.unit],
                category_c_low_qualified=low,
                is_part_time_post=value(block.is_part_time_post),
                balance_hours=balance,
            )
            granted = yearly_hours(law, service).granted_hours
        else:
            work = YearOfWork(
                regime=block.regime,
                unit=block.unit,
                worked=worked,
                reference=value(block.reference),
                scale=SCALES[block.unit],
                low_qualified=low,
                oeth=bool(drawn.oeth[place]),
                contribution_paid=value(block.contribution_paid),
                balance_cents=balance,
            )
            granted = yearly_credit(law, work).granted_cents
        balance += granted
        told.append((block.regime is Regime.PUBLIC_AGENT, granted, used, paid))
        age += 1
        if age >= ages["leaving_age"]:
            age, balance = ages["arrival_age"], 0
    return told


@pytest.mark.usefixtures("way")
def test_columns_and_one_by_one_agree():
    population, years = Population(1_500, 11), range(YEAR, YEAR + 3)
    texts = (
        LOW,
        "half_time_percent=60@2028-01-01",
        "participation_cents=20000@2028-01-01",
        "closing_age=65@2028-01-01",
    )
    outcome = simulate(population, changes(*texts), years=3)
    drawn = population.slice(0)
    age, buys = drawn.age.copy(), {place: {} for place in range(drawn.size)}
    for year in years:
        bought = population.purchases(drawn, year, age)
        for place, action, price, jobseeker in zip(
            bought.place, bought.action, bought.price_cents, bought.jobseeker, strict=True
        ):
            buys[int(place)][year] = (list(Action)[action], int(price), bool(jobseeker))
        age = np.where(age + 1 >= 70, 18, age + 1)
    totals = {name: [[0, 0] for _ in years] for name in ("cents", "hours", "used", "paid")}
    for place in range(drawn.size):
        for law, given in enumerate(((), texts)):
            for each, (in_hours, granted, used, paid) in enumerate(_one_life(drawn, place, buys[place], given, years)):
                totals["hours" if in_hours else "cents"][each][law] += granted
                totals["used"][each][law] += used
                totals["paid"][each][law] += paid
    for each, year in enumerate(outcome.years):
        assert totals["cents"][each] == [year.credited_before_cents, year.credited_after_cents]
        assert totals["hours"][each] == [year.credited_before_hours, year.credited_after_hours]
        assert totals["used"][each] == [year.used_before_cents, year.used_after_cents]
        assert totals["paid"][each] == [year.paid_before_cents, year.paid_after_cents]
    assert totals["used"][2][0] != totals["used"][2][1]


# ---------------------------------------------------------------- refusals, and how it is told


@pytest.mark.parametrize(
    ("texts", "field", "said"),
    [
        (
            ["vigilance_from_cents=1@2027-01-01"],
            "name",
            "providers.vigilance_from_cents: the simulation does not follow",
        ),
        (["employee_cents=1@2026-12-31"], "since", "credit.employee_cents: from: must be between 2027 and 2037"),
        (["employee_cents=1@2038-01-01"], "since", "must be between 2027 and 2037"),
        (["employee_cents=1@2027-01-01", "employee_cents=2@2027-01-01"], "name", "is changed twice"),
    ],
)
def test_a_change_it_cannot_answer_is_refused(texts, field, said):
    with pytest.raises(WrongChange) as raised:
        simulate(Population(10, 1), changes(*texts))
    assert raised.value.field == field
    assert said in str(raised.value)


def test_an_outcome_is_read_as_it_was_written():
    outcome = simulate(Population(20_000, 1), changes(LOW), years=2)
    written = json.loads(json.dumps(as_json(outcome)))
    assert from_json(written) == outcome


def test_a_sample_is_told_for_the_nation_with_its_margin():
    outcome = simulate(Population(100_000, 1), changes(LOW), years=1)
    other = simulate(Population(400_000, 2), changes(LOW), years=1)
    net = [for_the_nation(each.first_year.everybody.net_cents, each.accounts) for each in (outcome, other)]
    margins = [margin_cents(each.first_year, each.accounts) for each in (outcome, other)]
    assert abs(net[0] - net[1]) < margins[0] + margins[1]
    assert margins[1] == pytest.approx(margins[0] / 2, rel=0.1)
    assert margin_cents(replace(outcome.first_year), 40_100_000) == 0


def test_the_command_tells_the_effects_without_a_framework():
    done = acquis("law", "simulate", "--change", LOW, "--accounts", "20000", "--years", "2", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["changes"] == [LOW]
    assert told["first_year"]["everybody"]["gainers"] > 0
    assert [year["year"] for year in told["years"]] == [2027, 2028]
    text = acquis("law", "simulate", "--change", LOW, "--accounts", "20000", "--years", "1").stdout.decode()
    for said in ("Île-de-France", "gain €", "20 to 24", "low qualified  ", "change oeth_and_low_qualified_cents"):
        assert said in text
    # Nobody of the untouched groups fills the page.
    assert "self-employed" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--change", "low_qualified=1@2027-01-01", "--accounts", "9"), "low_qualified: there is no such parameter"),
        (("--change", LOW, "--accounts", "0"), "accounts: must be between"),
        (("--change", LOW, "--accounts", "9", "--years", "31"), "years: must be between 1 and 30"),
        (("--change", LOW, "--accounts", "9", "--threads", "0"), "threads: must be 1 or more"),
    ],
)
def test_the_command_refuses_in_one_line(words, said):
    done = acquis("law", "simulate", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(said)
    assert done.stderr.count(b"\n") == 1


def test_the_lives_of_a_slice_are_lived_from_the_nations_year_to_the_changes():
    """A change that begins later finds balances that have lived until then."""
    soon = simulate(Population(20_000, 1), changes("employee_cents=60000@2027-01-01"), years=3)
    late = simulate(Population(20_000, 1), changes("employee_cents=60000@2029-01-01"), years=1)
    assert late.years[0].year == 2029
    assert late.years[0].credited_before_cents == soon.years[2].credited_before_cents
    assert simulation.LAST_START == YEAR + 10


def test_who_ends_in_a_year_has_the_age_of_the_law():
    laws = two_laws.laws_of(2028, tuple(changes("closing_age=60@2028-01-01")))
    assert (laws.ending_age, laws.changed_ending_age) == (67, 60)
    assert two_laws.laws_of(2028, tuple(changes("closing_age=60@2028-01-01"))) is laws
    assert not laws.prices_differ
    assert two_laws.laws_of(2028, tuple(changes("rs_cap_cents=1@2028-01-01"))).prices_differ


@pytest.mark.usefixtures("way")
def test_hours_that_the_law_no_longer_gives_are_lost():
    outcome = simulate(ByHand(5, 0), changes("public_agent_hours=none@2027-01-01"), years=1)
    assert (outcome.years[0].credited_before_hours, outcome.years[0].credited_after_hours) == (25, 0)
    assert (outcome.first_year.everybody.losers, outcome.first_year.everybody.lost_cents) == (1, 25 * 15_00)
