"""The form of a convention: what it reads is what it shows again, and what it cannot read it tells."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from tests.funders.scenes import a_funder, card, drafted, terms

from acquis.funders.types import AmountKind, AmountRule, Comparison, Criterion, Fact, Funding, Public, Unspent
from acquis.web.funder import forms

GOOD = {
    "purpose": "Aider",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "budget": "20 000",
    "funding": "called",
    "unspent": "kept",
    "amount": "remaining",
    "age_max": "25",
}


def read(**typed):
    post = QueryDict(mutable=True)
    for name, value in {**GOOD, **typed}.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return forms.read(post)


def test_every_answer_becomes_what_it_says():
    values = read(
        home_region=["53", "52"], rome="k1302, J15", rome_not="1", jobseeker="no", price_max="3 000,50"
    ).values
    assert values["terms"].common == (
        Criterion(fact=Fact.AGE, how=Comparison.AT_MOST, values=(25,)),
        Criterion(fact=Fact.HOME_REGION, how=Comparison.AMONG, values=("53", "52")),
        Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_NOT_SO),
        Criterion(fact=Fact.ROME, how=Comparison.NOT_AMONG, values=("K1302", "J15")),
        Criterion(fact=Fact.PRICE, how=Comparison.AT_MOST, values=(300_050,)),
    )
    assert (values["budget_cents"], values["funding"], values["unspent"]) == (2_000_000, Funding.CALLED, Unspent.KEPT)
    assert (values["starts_on"], values["ends_on"]) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"starts_on": "hier"}, "starts_on"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"budget": ""}, "budget"),
        ({"budget": "beaucoup"}, "budget"),
        ({"amount": ""}, "amount"),
        ({"amount": "share"}, "percent"),
        ({"amount": "share", "percent": "101"}, "percent"),
        ({"amount": "sum"}, "sum"),
        ({"age_max": "", "age_min": ""}, "age_min"),
        ({"age_min": "vingt"}, "age_min"),
        ({"age_min": "30"}, "age_max"),
        ({"rome": "cuisinier"}, "rome"),
        ({"home_department": "1"}, "home_department"),
        ({"certification": "12345"}, "certification"),
        ({"p1_name": "Jeunes"}, "p1_name"),
        ({"p2_jobseeker": "yes"}, "p2_name"),
        ({"funding": "gift"}, "funding"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(typed, field):
    told = read(**typed)
    assert list(told.errors) == [field]
    assert told.errors[field].endswith((".", "?"))
    assert told.values == {}


@pytest.mark.django_db
def test_what_was_kept_is_shown_as_it_was_typed():
    said = terms(
        Criterion(fact=Fact.AGE, how=Comparison.AT_LEAST, values=(18,)),
        Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp", "vae")),
        Criterion(fact=Fact.TENSE_JOB, how=Comparison.IS_SO),
        Criterion(fact=Fact.PROVIDER, how=Comparison.NOT_AMONG, values=("123456789",)),
        Criterion(fact=Fact.PRICE, how=Comparison.AT_MOST, values=(300_050,)),
        publics=(Public(name="Jeunes", criteria=(Criterion(fact=Fact.AGE, how=Comparison.AT_MOST, values=(25,)),)),),
        amount=AmountRule(kind=AmountKind.SHARE, percent=30, most_cents=50_000, most_per_person_cents=80_000),
    )
    kept = card(drafted(a_funder(), said))
    post = QueryDict(mutable=True)
    for name, values in forms.shown(kept).items():
        post.setlist(name, values)
    again = forms.read(post)
    assert again.errors == {}
    assert again.values["terms"] == kept.terms
    assert again.values["budget_cents"] == kept.budget_cents
