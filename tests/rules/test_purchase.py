"""Who pays what: examples of the texts, refusals in their order, order of funds, exemption, and many at once."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import (
    Action,
    Complement,
    ComplementKind,
    Purchase,
    PurseKind,
    PurseMoney,
    Refusal,
    law_on,
    split_price,
    usable_purses,
)

SPRING_2024, OCTOBER_2025, MAY_2026 = date(2024, 6, 15), date(2025, 10, 15), date(2026, 5, 15)


def buy(on, price, rights, *, action=Action.RNCP, certification="RNCP36788", overrides=None, **facts):
    purchase = Purchase(action=action, certification=certification, price_cents=price, rights_cents=rights, **facts)
    split = split_price(law_on(on, overrides=overrides), purchase)
    amounts = [split.rights_cents, *split.purses.values(), *split.complements.values(), split.holder_pays_cents]
    assert sum(amounts) == split.price_cents
    assert min(amounts) >= 0
    assert split.holder_pays_cents >= split.participation_cents
    return split


def purse(kind, amount, id="d", certifications=None, expires_on=None):
    return PurseMoney(
        id=id, kind=PurseKind(kind), amount_cents=amount, certifications=certifications, expires_on=expires_on
    )


def promise(kind, amount, id="c"):
    return Complement(id=id, kind=ComplementKind(kind), amount_cents=amount)


@pytest.mark.parametrize(
    ("price", "rights", "used", "paid"),
    [
        (1_000_00, 1_200_00, 900_00, 100_00),
        (1_000_00, 750_00, 750_00, 250_00),
        (1_000_00, 950_00, 900_00, 100_00),
        (1_000_00, 900_00, 900_00, 100_00),
        (390_00, 350_00, 290_00, 100_00),
        (75_00, 500_00, 0, 75_00),
        (100_00, 500_00, 0, 100_00),
        (100_01, 500_00, 1, 100_00),
        (1_050_00, 1_000_00, 950_00, 100_00),
        (2_500_00, 2_450_00, 2_400_00, 100_00),
        (1_000_00, 0, 0, 1_000_00),
        (0, 500_00, 0, 0),
    ],
)
def test_the_examples_of_2024(price, rights, used, paid):
    split = buy(SPRING_2024, price, rights)
    assert (split.rights_cents, split.holder_pays_cents) == (used, paid)
    assert split.participation_cents == min(price, 100_00)


@pytest.mark.parametrize(
    ("on", "participation"),
    [
        (date(2019, 1, 1), 0),
        (date(2024, 5, 1), 0),
        (date(2024, 5, 2), 100_00),
        (date(2024, 12, 31), 100_00),
        (date(2025, 1, 1), 102_23),
        (date(2025, 12, 31), 102_23),
        (date(2026, 1, 1), 103_20),
        (date(2026, 4, 1), 103_20),
        (date(2026, 4, 6), 150_00),
    ],
)
def test_the_amount_of_the_day(on, participation):
    assert buy(on, 1_500_00, 5_000_00).participation_cents == participation


def test_october_2025_money_that_the_order_does_not_need_does_not_exempt():
    split = buy(OCTOBER_2025, 1_500_00, 5_000_00, purses=[purse("employer", 200_00)])
    assert (split.rights_cents, split.purses["d"], split.holder_pays_cents) == (1_397_77, 0, 102_23)
    assert not split.exempt_by_third_party


def test_one_cent_shared_without_participation_is_enough_to_exempt():
    """The price shared without participation takes one cent of the employer: nothing is due, and the cent is taken."""
    split = buy(OCTOBER_2025, 1_500_01, 1_500_00, purses=[purse("employer", 200_00)])
    assert (split.rights_cents, split.purses["d"], split.holder_pays_cents) == (1_500_00, 1, 0)
    split = buy(OCTOBER_2025, 1_500_00, 1_500_00, purses=[purse("employer", 200_00)])
    assert (split.rights_cents, split.purses["d"], split.holder_pays_cents) == (1_397_77, 0, 102_23)


@pytest.mark.parametrize(
    ("kind", "exempts"),
    [
        ("employer", True),
        ("agreement", True),
        ("opco", True),
        ("employer_corrective", True),
        ("apc", True),
        ("whistleblower", False),
        ("platform", False),
        ("region", False),
        ("state", False),
        ("france_travail", False),
        ("agefiph", False),
        ("faf", False),
    ],
)
def test_which_purses_exempt(kind, exempts):
    split = buy(MAY_2026, 1_000_00, 2_000_00, purses=[purse(kind, 1)])
    assert split.exempt_by_third_party is exempts
    assert split.holder_pays_cents == (0 if exempts else 150_00)


@pytest.mark.parametrize(
    ("kind", "exempts"),
    [
        ("employer", True),
        ("opco", True),
        ("c2p", True),
        ("atmp", True),
        ("france_travail", False),
        ("region", False),
        ("state", False),
        ("agefiph", False),
    ],
)
def test_which_complements_exempt(kind, exempts):
    split = buy(MAY_2026, 2_000_00, 1_500_00, complements=[promise(kind, 600_00)])
    assert split.exempt_by_third_party is exempts
    assert split.rights_cents == 1_500_00
    assert split.holder_pays_cents == (0 if exempts else 150_00)


def test_a_complement_that_nothing_needs_is_not_taken_and_does_not_exempt():
    split = buy(MAY_2026, 1_000_00, 1_000_00, complements=[promise("employer", 600_00)])
    assert (split.rights_cents, split.complements["c"], split.holder_pays_cents) == (850_00, 0, 150_00)


@pytest.mark.parametrize(
    ("action", "cap"),
    [(Action.RS, 1_500_00), (Action.SKILLS_ASSESSMENT, 1_600_00), (Action.LICENCE_LIGHT, 900_00)]
    + [(action, None) for action in (Action.RNCP, Action.CLEA, Action.VAE, Action.LICENCE_HEAVY)],
)
def test_caps_limit_rights_from_26_february_2026(action, cap):
    for day, expected in ((date(2026, 2, 25), None), (date(2026, 2, 26), cap)):
        split = buy(day, 3_000_00, 5_000_00, action=action, jobseeker=True)
        assert split.cap_cents == expected
        assert split.rights_limit_cents == (5_000_00 if expected is None else expected)
        assert split.rights_cents == (3_000_00 if expected is None else expected)


def test_the_participation_is_part_of_what_exceeds_a_cap():
    split = buy(MAY_2026, 2_190_00, 3_000_00, action=Action.RS)
    assert (split.rights_cents, split.holder_pays_cents, split.participation_cents) == (1_500_00, 690_00, 150_00)
    split = buy(MAY_2026, 1_550_00, 3_000_00, action=Action.RS)
    assert (split.rights_cents, split.holder_pays_cents) == (1_400_00, 150_00)


def test_participation_and_cap_agree_where_both_readings_say_the_same():
    other = {"participation_included_in_cap_excess": False}
    for price, rights in ((1_500_00, 5_000_00), (2_000_00, 1_350_00), (900_00, 5_000_00)):
        assert buy(MAY_2026, price, rights, action=Action.RS) == buy(
            MAY_2026, price, rights, action=Action.RS, overrides=other
        )


def test_purses_come_by_kind_then_reserved_then_soonest_then_as_given():
    given = [
        purse("platform", 1, "platform"),
        purse("whistleblower", 1, "whistleblower"),
        purse("faf", 1, "faf"),
        purse("region", 1, "late", expires_on=date(2027, 1, 1)),
        purse("employer", 1, "open"),
        purse("opco", 1, "open too"),
        purse("state", 1, "soon", expires_on=date(2026, 6, 1)),
        purse("agefiph", 1, "reserved", certifications=("RNCP36788",)),
        purse("employer", 1, "reserved soon", certifications=("RNCP36788",), expires_on=date(2028, 1, 1)),
        purse("agreement", 1, "agreement"),
        purse("apc", 1, "apc"),
        purse("employer_corrective", 1, "corrective"),
    ]
    facts = Purchase(
        action=Action.RNCP, certification="RNCP36788", price_cents=1, rights_cents=0, purses=given, complements=()
    )
    assert [one.id for one in usable_purses(law_on(MAY_2026), facts)] == [
        "corrective",
        "apc",
        "agreement",
        "reserved soon",
        "reserved",
        "soon",
        "late",
        "open",
        "open too",
        "faf",
        "whistleblower",
        "platform",
    ]


@pytest.mark.parametrize(
    ("certifications", "expires_on", "usable"),
    [
        (None, None, True),
        (("RNCP36788", "RNCP1"), None, True),
        (("RNCP1",), None, False),
        ((), None, False),
        (None, MAY_2026, True),
        (None, date(2026, 5, 14), False),
    ],
)
def test_money_that_is_reserved_or_expired_stays(certifications, expires_on, usable):
    money = purse("employer", 300_00, certifications=certifications, expires_on=expires_on)
    split = buy(MAY_2026, 1_000_00, 5_000_00, purses=[money])
    assert split.purses == {"d": 300_00 if usable else 0}


def test_money_reserved_to_a_certification_does_not_pay_what_has_none():
    money = purse("employer", 300_00, certifications=("RNCP1",))
    split = buy(MAY_2026, 1_000_00, 5_000_00, certification=None, action=Action.VAE, purses=[money])
    assert split.purses == {"d": 0}


def test_the_third_party_of_a_light_licence_pays_first():
    facts = {"action": Action.LICENCE_LIGHT, "certification": None}
    split = buy(MAY_2026, 500_00, 2_000_00, complements=[promise("region", 100_00)], **facts)
    assert (split.complements["c"], split.rights_cents, split.holder_pays_cents) == (100_00, 250_00, 150_00)
    split = buy(MAY_2026, 500_00, 2_000_00, complements=[promise("employer", 100_00)], **facts)
    assert (split.complements["c"], split.rights_cents, split.holder_pays_cents) == (100_00, 400_00, 0)
    split = buy(MAY_2026, 500_00, 2_000_00, jobseeker=True, complements=[promise("employer", 100_00)], **facts)
    assert (split.complements["c"], split.rights_cents, split.holder_pays_cents) == (0, 500_00, 0)


LICENCE = {"action": Action.LICENCE_LIGHT}
ASSESSMENT = {"action": Action.SKILLS_ASSESSMENT}
THIRD_PARTY = Refusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY


@pytest.mark.parametrize(
    ("on", "facts", "refusal"),
    [
        (date(2025, 2, 15), {"action": Action.BUSINESS_CREATION}, None),
        (date(2025, 2, 16), {"action": Action.BUSINESS_CREATION}, Refusal.ACTION_NOT_ELIGIBLE),
        (date(2026, 2, 25), LICENCE, None),
        (date(2026, 2, 26), LICENCE, THIRD_PARTY),
        (date(2026, 2, 26), LICENCE | {"holds_light_licence": True}, THIRD_PARTY),
        (date(2026, 2, 26), LICENCE | {"jobseeker": True}, None),
        (date(2026, 2, 26), LICENCE | {"complements": [promise("region", 99_99)]}, THIRD_PARTY),
        (date(2026, 2, 26), LICENCE | {"complements": [promise("region", 60_00), promise("opco", 40_00, "e")]}, None),
        (date(2026, 2, 26), LICENCE | {"purses": [purse("employer", 500_00)]}, THIRD_PARTY),
        (date(2024, 5, 18), LICENCE | {"holds_light_licence": True}, None),
        (date(2024, 5, 19), LICENCE | {"holds_light_licence": True}, Refusal.LICENCE_ALREADY_HELD),
        (date(2024, 5, 19), {"action": Action.LICENCE_HEAVY, "holds_light_licence": True}, None),
        (date(2026, 2, 25), ASSESSMENT | {"last_public_assessment_on": date(2026, 1, 1)}, None),
        (
            date(2026, 2, 26),
            ASSESSMENT | {"last_public_assessment_on": date(2021, 2, 27)},
            Refusal.ASSESSMENT_WITHIN_FIVE_YEARS,
        ),
        (date(2026, 2, 26), ASSESSMENT | {"last_public_assessment_on": date(2021, 2, 26)}, None),
        (
            date(2029, 2, 27),
            ASSESSMENT | {"last_public_assessment_on": date(2024, 2, 29)},
            Refusal.ASSESSMENT_WITHIN_FIVE_YEARS,
        ),
        (date(2029, 2, 28), ASSESSMENT | {"last_public_assessment_on": date(2024, 2, 29)}, None),
        (date(2026, 2, 26), {"last_public_assessment_on": date(2026, 1, 1)}, None),
    ],
)
def test_refusals_in_their_order(on, facts, refusal):
    split = buy(on, 1_000_00, 2_000_00, **facts)
    assert split.refusal is refusal
    assert split.price_cents == (0 if refusal else 1_000_00)


SWITCHES = [
    ({"participation_without_own_rights": False}, {"price": 400_00, "rights": 0}, (0, 0, 0, 400_00, 0)),
    (
        {"exemption_needs_consumption": False},
        {"price": 500_00, "rights": 600_00, "complements": [promise("employer", 1)]},
        (500_00, 0, 0, 0, 0),
    ),
    (
        {"exempting_purses": "voluntary_only"},
        {"price": 500_00, "rights": 600_00, "purses": [purse("apc", 10_00)]},
        (340_00, 10_00, 0, 150_00, 150_00),
    ),
    (
        {"exempting_purses": "any_compulsory"},
        {"price": 500_00, "rights": 600_00, "purses": [purse("platform", 10_00)]},
        (490_00, 10_00, 0, 0, 0),
    ),
    (
        {"complements_reduce_rights": True},
        {"price": 500_00, "rights": 600_00, "complements": [promise("region", 200_00)]},
        (150_00, 0, 200_00, 150_00, 150_00),
    ),
    (
        {"licence_third_party_includes_account_money": True},
        {"price": 500_00, "rights": 600_00, "purses": [purse("region", 200_00)], "action": Action.LICENCE_LIGHT},
        (150_00, 200_00, 0, 150_00, 150_00),
    ),
    (
        {"licence_third_party_consumed_first": False},
        {"price": 500_00, "rights": 600_00, "complements": [promise("region", 200_00)], "action": Action.LICENCE_LIGHT},
        (350_00, 0, 0, 150_00, 150_00),
    ),
]


@pytest.mark.parametrize(("overrides", "facts", "expected"), SWITCHES)
def test_an_open_question_may_be_read_the_other_way(overrides, facts, expected):
    facts = dict(facts)
    split = buy(MAY_2026, facts.pop("price"), facts.pop("rights"), overrides=overrides, **facts)
    money = (sum(split.purses.values()), sum(split.complements.values()))
    assert (split.rights_cents, *money, split.holder_pays_cents, split.participation_cents) == expected


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("on", [SPRING_2024, OCTOBER_2025, MAY_2026])
def test_one_and_many_agree(action, on):
    chance = random.Random(f"{action} {on}")
    law = law_on(on)
    slots = [purse("employer", 0, "d1"), purse("region", 0, "d2", certifications=("RS1",)), purse("faf", 0, "d3")]
    promises = [promise("region", 0, "c1"), promise("opco", 0, "c2")]
    amounts = [0, 1, 99_99, 100_00, 150_00, 1_000_00]
    rows = [
        {
            "price_cents": chance.choice([0, 75_00, 150_00, chance.randrange(3_000_00)]),
            "rights_cents": chance.choice([0, 1_500_00, chance.randrange(5_000_00)]),
            "jobseeker": chance.random() < 0.3,
            "holds_light_licence": chance.random() < 0.3,
            "last_public_assessment_on": date(chance.randrange(2018, 2026), chance.randrange(1, 13), 15),
            "money": [chance.choice(amounts) for _ in slots],
            "promised": [chance.choice(amounts) for _ in promises],
        }
        for _ in range(100)
    ]

    def purchase(row, money, promised):
        return Purchase(
            action=action,
            certification="RS1",
            **{name: value for name, value in row.items() if name not in ("money", "promised")},
            purses=[purse(s.kind, a, s.id, s.certifications) for s, a in zip(slots, money, strict=True)],
            complements=[promise(p.kind, a, p.id) for p, a in zip(promises, promised, strict=True)],
        )

    columns = {name: column([row[name] for row in rows]) for name in rows[0] if name not in ("money", "promised")}
    same_on_one_and_on_many(
        lambda facts: split_price(law, facts),
        [purchase(row, row["money"], row["promised"]) for row in rows],
        purchase(
            columns,
            [column(list(of_slot)) for of_slot in zip(*(row["money"] for row in rows), strict=True)],
            [column(list(of_slot)) for of_slot in zip(*(row["promised"] for row in rows), strict=True)],
        ),
    )
