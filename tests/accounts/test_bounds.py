"""What nobody can have meant: days before a life, rates above a hundred, sums that one agent does not write alone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.accounts.scenes import (
    AGENT,
    AT,
    FINANCE,
    SYSTEM,
    a_person,
    a_year,
    an_account,
    broken,
    credited,
    refused,
)  # fmt: skip

from acquis.accounts import queries
from acquis.accounts.actions import (
    convert_euros_to_hours,
    convert_hours_to_euros,
    convert_points,
    credit_hours,
    declare_mandate,
    endow_accident,
    receive_agreement,
    receive_dismissal,
    record_death,
)
from acquis.accounts.types import PurseKind, Refusal
from acquis.kit.refusal import Refused
from acquis.rules import Refusal as LawRefusal
from acquis.rules import Regime, WorkUnit

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


@pytest.fixture
def account():
    """Of somebody born on 17 May 1985, with a year of rights."""
    account = an_account(a_person())
    credited(a_year(account))
    return account


def field_of(act, **facts):
    with pytest.raises(Refused) as found:
        act(**facts)
    return found.value.reason, found.value.details.get("field")


def accident(account, **changed):
    facts = {
        "account_id": account, "accident": "A1", "incapacity_percent": 12, "notified_on": date(2025, 9, 1),
        "requested_on": DAY, "notice_says_delay": True, "project_attested": True, "by": FINANCE, "at": AT,
    }  # fmt: skip
    return facts | changed


def test_nobody_dies_before_being_born(account) -> None:
    asked = {"account_id": account, "by": AGENT, "at": AT}
    for day in (date(1899, 1, 1), date(1985, 5, 16)):
        assert refused(record_death, **asked, died_on=day) == Refusal.BEFORE_BIRTH
    record_death(**asked, died_on=DAY)


def test_a_mandate_is_of_somebody_of_age_and_of_our_time(account) -> None:
    asked = {"account_id": account, "by": AGENT, "at": AT}
    for day in (date(1800, 3, 1), date(2012, 12, 31)):
        assert field_of(declare_mandate, **asked, first_round_on=day) == (Refusal.DAY_TOO_EARLY, "first_round_on")
    declare_mandate(**asked, first_round_on=date(2014, 3, 23))
    young = an_account(a_person(born_on=date(2002, 3, 16)))
    asked = {"account_id": young, "by": AGENT, "at": AT}
    assert refused(declare_mandate, **asked, first_round_on=date(2020, 3, 15)) == Refusal.BEFORE_BIRTH
    declare_mandate(**asked, first_round_on=date(2020, 3, 16))


def test_an_accident_has_a_rate_and_its_days_follow_each_other(account) -> None:
    for percent in (-5, 0, 101, 500):
        said = field_of(endow_accident, **accident(account, incapacity_percent=percent))
        assert said == (Refusal.RATE_OVER_HUNDRED, "incapacity_percent")
    crossed = accident(account, requested_on=date(2025, 8, 31))
    assert field_of(endow_accident, **crossed) == (Refusal.DAYS_CROSSED, "requested_on")
    late = accident(account, requested_on=date(2026, 4, 16))
    assert field_of(endow_accident, **late) == (Refusal.DAY_TO_COME, "requested_on")
    assert refused(endow_accident, **accident(account, notified_on=date(1800, 1, 1))) == LawRefusal.DATE_NOT_COVERED
    assert endow_accident(**accident(account, incapacity_percent=100)) == 750_000


def payment(account, **changed):
    facts = {"account_id": account, "label": "Fournil", "reference": "VIR 1", "by": FINANCE, "at": AT}
    return facts | changed


def test_an_agreement_is_of_a_year_in_euros(account) -> None:
    asked = payment(account, amount_cents=50_000, agreement="T075")
    for year in (1800, 2018):
        assert field_of(receive_agreement, **asked, year=year) == (Refusal.DAY_TOO_EARLY, "year")
    receive_agreement(**asked, year=2019)


def test_a_dismissal_s_days_follow_each_other(account) -> None:
    asked = payment(account, amount_cents=300_000, notified_on=DAY)
    assert field_of(receive_dismissal, **asked, sent_on=date(2026, 3, 31)) == (Refusal.DAYS_CROSSED, "sent_on")
    receive_dismissal(**asked, sent_on=DAY)


def test_one_agent_alone_does_not_write_any_sum(account) -> None:
    asked = payment(account, agreement="T075", year=2025)
    assert field_of(receive_agreement, **asked, amount_cents=1_000_001) == (Refusal.TOO_MUCH_FOR_ONE, "amount_cents")
    points = {"account_id": account, "by": FINANCE, "at": AT}
    assert field_of(convert_points, **points, points=21, reference="C2P 1") == (Refusal.TOO_MUCH_FOR_ONE, "points")
    # There is no most to the points a career gives, nor to what a payer's own file brings.
    convert_points(**points | {"by": SYSTEM}, points=101, reference="C2P 2")
    receive_agreement(**asked | {"by": SYSTEM}, amount_cents=1_000_001)
    receive_agreement(**asked | {"reference": "VIR 2"}, amount_cents=1_000_000)


class TestThereAndBack:
    def hours_of(self, cents: int):
        account = an_account()
        # The volunteers' counter would count at another price: the year alone gives what is wanted.
        credited(a_year(account), a_year(account, year=2024))
        assert held(account, PurseKind.YEARLY) == 100_000 == cents
        return account, convert_euros_to_hours(account_id=account, joined_on=date(2026, 2, 1), by=AGENT, at=AT)

    def test_rounding_gives_nothing_on_the_way_back(self) -> None:
        account, hours = self.hours_of(100_000)
        assert hours == 67
        assert convert_hours_to_euros(account_id=account, left_on=DAY, by=AGENT, at=AT) == 100_000
        assert held(account, PurseKind.YEARLY) == 100_000
        assert not broken()

    def test_hours_earned_meanwhile_are_worth_their_price(self) -> None:
        account, _hours = self.hours_of(100_000)
        credit_hours(
            rows=[a_year(account, year=2025, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")],
            by=SYSTEM,
            at=AT,
        )
        assert convert_hours_to_euros(account_id=account, left_on=DAY, by=AGENT, at=AT) == 100_000 + 25 * 1_500

    def test_a_later_journey_is_not_charged_for_an_earlier_one(self) -> None:
        account, _hours = self.hours_of(100_000)
        later = AT.replace(hour=12)
        convert_hours_to_euros(account_id=account, left_on=date(2026, 3, 1), by=AGENT, at=AT)
        convert_euros_to_hours(account_id=account, joined_on=DAY, by=AGENT, at=later)
        end = AT.replace(hour=15)
        assert convert_hours_to_euros(account_id=account, left_on=date(2026, 4, 15), by=AGENT, at=end) == 100_000


def held(account, kind):
    return next((each.available for each in queries.counters(account, on=AT.date(), by=SYSTEM) if each.kind is kind), 0)
