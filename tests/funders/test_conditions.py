"""Conditions tried on a purchase, and the amounts they give: nothing but data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.funders.scenes import EVERYTHING_LEFT, terms

from acquis.funders.conditions import amount_of, facts_of, holds, is_well_formed, reasons_of, takes
from acquis.funders.types import KINDS, AmountKind, AmountRule, Candidate, Comparison, Criterion, Fact, Public
from acquis.funders.written import plain, terms_of
from acquis.rules.types import Action

CANDIDATE = Candidate(
    on=date(2026, 11, 20),
    age=26,
    region="53",
    department="35",
    jobseeker=True,
    action=Action.RNCP,
    certification="RNCP36788",
    level=4,
    formacodes=("44028", "43436"),
    romes=("K1302", "K1304"),
    tense=True,
    provider_siret="90000001800010",
    training_department="35",
    modality="on_site",
    hours=70,
    price_cents=150_000,
    remaining_cents=40_000,
)


def of(fact, test, *values):
    return Criterion(fact=fact, how=test, values=values)


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (of(Fact.AGE, Comparison.AT_LEAST, 26), True),
        (of(Fact.AGE, Comparison.AT_LEAST, 27), False),
        (of(Fact.AGE, Comparison.AT_MOST, 26), True),
        (of(Fact.AGE, Comparison.AT_MOST, 25), False),
        (of(Fact.HOME_REGION, Comparison.AMONG, "53", "52"), True),
        (of(Fact.HOME_REGION, Comparison.NOT_AMONG, "53"), False),
        (of(Fact.JOBSEEKER, Comparison.IS_SO), True),
        (of(Fact.JOBSEEKER, Comparison.IS_NOT_SO), False),
        (of(Fact.DISABLED, Comparison.IS_SO), False),
        # A domain takes all that is in it; a part of a department's code is another department.
        (of(Fact.FORMACODE, Comparison.AMONG, "440"), True),
        (of(Fact.FORMACODE, Comparison.AMONG, "441"), False),
        (of(Fact.FORMACODE, Comparison.NOT_AMONG, "434"), False),
        (of(Fact.ROME, Comparison.AMONG, "K13"), True),
        (of(Fact.PROVIDER, Comparison.AMONG, "900000018"), True),
        (of(Fact.TRAINING_DEPARTMENT, Comparison.AMONG, "3"), False),
        (of(Fact.TENSE_JOB, Comparison.IS_SO), True),
        (of(Fact.PRICE, Comparison.AT_MOST, 150_000), True),
        (of(Fact.REMAINING, Comparison.AT_LEAST, 40_001), False),
    ],
)
def test_a_condition_holds_or_not(criterion, expected):
    assert is_well_formed(criterion)
    assert holds(criterion, facts_of(CANDIDATE)[criterion.fact]) is expected


@pytest.mark.parametrize("fact", sorted(Fact))
def test_every_fact_is_told_of_a_purchase(fact):
    """And what is not known holds nothing, not even an exclusion."""
    assert facts_of(CANDIDATE)[fact]
    values = {"among": ("x",), "not_among": ("x",), "at_least": (1,), "at_most": (1,)}
    unknown = [of(fact, how, *values.get(how, ())) for how in Comparison]
    assert not any(holds(each, None) for each in unknown)
    assert KINDS[fact]


@pytest.mark.parametrize(
    "wrong",
    [
        of(Fact.AGE, Comparison.AMONG, "26"),
        of(Fact.AGE, Comparison.AT_LEAST),
        of(Fact.AGE, Comparison.AT_LEAST, -1),
        of(Fact.AGE, Comparison.AT_LEAST, "26"),
        of(Fact.JOBSEEKER, Comparison.IS_SO, 1),
        of(Fact.ROME, Comparison.AMONG),
        of(Fact.ROME, Comparison.AMONG, ""),
    ],
)
def test_what_is_no_condition_is_seen(wrong):
    assert not is_well_formed(wrong)


def test_the_common_conditions_and_one_public_must_hold():
    young = Public(name="Jeunes", criteria=(of(Fact.AGE, Comparison.AT_MOST, 25),))
    seeking = Public(name="Demandeurs d’emploi", criteria=(of(Fact.JOBSEEKER, Comparison.IS_SO),))
    said = terms(of(Fact.HOME_REGION, Comparison.AMONG, "53"), publics=(young, seeking))
    reasons = reasons_of(said, facts_of(CANDIDATE))
    assert takes(said, facts_of(CANDIDATE))
    assert [(each.criterion.fact, each.held, each.public) for each in reasons] == [
        (Fact.HOME_REGION, True, ""),
        (Fact.JOBSEEKER, True, "Demandeurs d’emploi"),
    ]

    working = facts_of(replace(CANDIDATE, jobseeker=False))
    assert not takes(said, working)
    assert [(each.public, each.held) for each in reasons_of(said, working)] == [
        ("", True),
        ("Jeunes", False),
        ("Demandeurs d’emploi", False),
    ]
    assert not takes(said, facts_of(replace(CANDIDATE, region="")))


@pytest.mark.parametrize(
    ("rule", "cents"),
    [
        (EVERYTHING_LEFT, 40_000),
        (AmountRule(kind=AmountKind.REMAINING, most_cents=30_000), 30_000),
        (AmountRule(kind=AmountKind.SHARE, percent=10), 15_000),
        (AmountRule(kind=AmountKind.SHARE, percent=50), 40_000),
        (AmountRule(kind=AmountKind.SUM, sum_cents=25_000), 25_000),
        (AmountRule(kind=AmountKind.SUM, sum_cents=250_000), 40_000),
    ],
)
def test_how_much(rule, cents):
    assert amount_of(rule, price_cents=150_000, left_cents=40_000) == cents


def test_a_share_is_cut_to_the_cent_below():
    assert amount_of(AmountRule(kind=AmountKind.SHARE, percent=33), price_cents=99_999, left_cents=40_000) == 32_999


def test_terms_are_read_back_as_they_were_written():
    said = terms(
        of(Fact.ROME, Comparison.AMONG, "K13", "J15"),
        of(Fact.PRICE, Comparison.AT_MOST, 300_000),
        publics=(Public(name="Jeunes", criteria=(of(Fact.AGE, Comparison.AT_MOST, 25),)),),
        amount=AmountRule(kind=AmountKind.SHARE, percent=30, most_cents=50_000, most_per_person_cents=80_000),
    )
    assert terms_of(plain(said)) == said
