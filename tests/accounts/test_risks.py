"""Rights that the bodies of occupational risks tell of: noted in any order, used by their holder, told back."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from tests.accounts.given import TODAY, TOMORROW
from tests.accounts.scenes import (
    AGENT,
    AT,
    FINANCE,
    PDF,
    SYSTEM,
    a_person,
    a_year,
    an_account,
    broken,
    credited,
    holder_of,
    refused,
)

from acquis.accounts.actions import (
    ask_endowment,
    check_project_paper,
    close,
    convert_points,
    note_risk_rights,
    use_points,
    withdraw_grant,
)
from acquis.accounts.models import PreventionPoints
from acquis.accounts.queries import project_paper, project_papers_waiting, rights, risk_rights, risk_uses
from acquis.accounts.types import AccidentTold, Adviser, PointsTold, Refusal, RiskOutcome, RiskUseKind
from acquis.people.types import Refusal as PeopleRefusal
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


def points_told(account, points=12, **changed):
    values = {"number": f"P-{account}", "reserved": 4, "deducted": 0, "as_of": date(2026, 4, 1)} | changed
    return PointsTold(account_id=account, points=points, **values)


def accident_told(account, **changed):
    values = {
        "number": f"AT-{account}",
        "incapacity_percent": 15,
        "notified_on": date(2025, 9, 1),
        "says_delay": True,
        "attested_on": None,
        "as_of": date(2026, 4, 1),
    } | changed
    return AccidentTold(account_id=account, **values)


def note(*told, at=AT):
    return note_risk_rights(told=told, by=SYSTEM, at=at)


def seen(account, on=TODAY):
    return risk_rights(account, on=on, by=holder_of(account))


def total(account):
    return rights(account, on=TODAY).total_cents


def test_states_that_come_in_any_order_leave_the_latest():
    orders = []
    for order in permutations((12, 8, 20)):
        account = an_account()
        of_day = {12: date(2026, 1, 1), 8: date(2026, 2, 1), 20: date(2026, 3, 1)}
        told = [points_told(account, points, as_of=of_day[points]) for points in order]
        orders.append([note(each)[0] for each in told])
        assert [note(each)[0] for each in told] == [
            RiskOutcome.UNCHANGED if each.points == 20 else RiskOutcome.OLDER for each in told
        ]
        assert seen(account).points.left == 20
    assert orders[0] == [RiskOutcome.NEW, RiskOutcome.REPLACED, RiskOutcome.REPLACED]
    assert orders[-1] == [RiskOutcome.NEW, RiskOutcome.OLDER, RiskOutcome.OLDER]


def test_a_state_that_can_only_be_a_mistake_is_not_taken():
    one, other, over = an_account(), an_account(), an_account()
    assert refused(note_risk_rights, told=[points_told(one)], by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    note(points_told(one), accident_told(one))
    close(account_id=over, by=SYSTEM, at=AT)
    assert note(
        points_told(one, 13),
        accident_told(one, incapacity_percent=16),
        points_told(other, number=f"P-{one}"),
        accident_told(other, number=f"AT-{one}"),
        points_told(other, deducted=1),
        points_told(other, as_of=TOMORROW),
        points_told(over),
        points_told(uuid4()),
    ) == [
        RiskOutcome.SAME_DAY,
        RiskOutcome.SAME_DAY,
        RiskOutcome.OTHER_PERSON,
        RiskOutcome.OTHER_PERSON,
        RiskOutcome.DEDUCTED_TOO_MUCH,
        RiskOutcome.DAY_TO_COME,
        RiskOutcome.ACCOUNT_OVER,
        RiskOutcome.ACCOUNT_OVER,
    ]
    assert PreventionPoints.objects.get().points == 12
    # A number that changed is the same prevention account's.
    assert note(points_told(one, 14, number="P-new", as_of=TODAY)) == [RiskOutcome.REPLACED]


def test_points_are_used_once_and_never_beyond_what_is_left():
    account = an_account()
    me = holder_of(account)

    def use(points, turn, by=me):
        return use_points(account_id=account, points=points, turn=turn, by=by, at=AT)

    assert refused(use, 1, 0) == Refusal.POINTS_UNKNOWN
    note(points_told(account))
    assert refused(use, 1, 0, by=holder_of(an_account())) == Refusal.NOT_ALLOWED
    assert refused(use, 1, 0, by=FINANCE) == Refusal.NOT_ALLOWED
    assert refused(use, 0, 0) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(use, 13, 0) == Refusal.POINTS_TOO_MANY
    assert refused(use, 1, 1) == Refusal.POINTS_CHANGED
    card = seen(account).points
    assert (card.left, card.reserved, card.cents_each, card.turn) == (12, 4, 50_000, 0)
    assert use(10, 0) == use(10, 0) == 500_000
    assert refused(use, 2, 0) == Refusal.POINTS_CHANGED
    card = seen(account).points
    assert (card.left, card.reserved, card.used, card.turn, total(account)) == (2, 0, 10, 1, 500_000)
    assert refused(use, 3, 1) == Refusal.POINTS_TOO_MANY
    assert use(2, 1) == 100_000
    assert not seen(account).can_be_used
    # The body has heard of the first use only, then of both; what an agent took back is there again.
    note(points_told(account, 2, reserved=0, deducted=10, as_of=TODAY), at=AT)
    assert seen(account).points.left == 0
    note(points_told(account, 4, reserved=0, deducted=12, as_of=LATER.date()), at=LATER)
    assert seen(account).points.left == 4
    withdraw_grant(reference=f"points {account} 2", reason="mistaken", by=FINANCE, at=LATER)
    assert seen(account).points.left == 6
    assert not broken()


def test_uses_are_told_to_their_body_as_often_as_asked():
    account = an_account()
    note(points_told(account), accident_told(account, attested_on=date(2026, 1, 5)))
    credited(a_year(account))
    use_points(account_id=account, points=3, turn=0, by=holder_of(account), at=AT)
    ask_endowment(account_id=account, accident=f"AT-{account}", by=holder_of(account), at=AT)
    convert_points(account_id=account, points=1, reference="CARSAT 7", by=FINANCE, at=AT)
    withdraw_grant(reference="CARSAT 7", reason="mistaken", by=FINANCE, at=LATER)
    assert refused(risk_uses, since=AT, by=AGENT) == Refusal.NOT_ALLOWED
    told = risk_uses(since=AT, by=SYSTEM)
    assert told == risk_uses(since=AT, by=SYSTEM)
    said = {(use.reference, use.kind): (use.number, use.points, use.amount_cents) for use in told}
    assert said == {
        (f"points {account} 1", RiskUseKind.USED): (f"P-{account}", 3, 150_000),
        (f"accident AT-{account}", RiskUseKind.USED): (f"AT-{account}", None, 750_000),
        ("CARSAT 7", RiskUseKind.USED): (f"P-{account}", 1, 50_000),
        ("CARSAT 7", RiskUseKind.TAKEN_BACK): (f"P-{account}", 1, 50_000),
    }
    assert [use.kind for use in risk_uses(since=LATER, by=SYSTEM)] == [RiskUseKind.TAKEN_BACK]


def test_an_accident_gives_at_once_on_the_adviser_s_word_and_once():
    person = a_person()
    account = an_account(person)
    me, number = holder_of(account, person), f"AT-{account}"

    def ask(by=me, at=AT, **changed):
        return ask_endowment(**{"account_id": account, "accident": number} | changed, by=by, at=at)

    paper = {"adviser": Adviser.APEC, "attested_on": date(2026, 3, 2), "content": PDF}
    assert refused(ask) == Refusal.ACCIDENT_UNKNOWN
    note(accident_told(account))
    assert refused(ask, by=FINANCE) == Refusal.NOT_ALLOWED
    assert refused(ask) == LawRefusal.PROJECT_NOT_ATTESTED
    assert refused(ask, **paper) == LawRefusal.ACCOUNT_EMPTY
    assert seen(account).accidents[0].refusal == LawRefusal.ACCOUNT_EMPTY
    credited(a_year(account))
    assert refused(ask, **paper | {"adviser": None}) == Refusal.ADVISER_MISSING
    assert refused(ask, **paper | {"attested_on": TOMORROW}) == Refusal.DAY_TO_COME
    assert refused(ask, **paper | {"attested_on": date(2025, 8, 31)}) == Refusal.DAYS_CROSSED
    assert refused(ask, **paper | {"content": b"hello"}) == PeopleRefusal.DOCUMENT_FORMAT
    assert total(account) == 50_000
    assert ask(**paper) == ask() == 750_000
    card = seen(account).accidents[0]
    assert (card.given_on, card.given_cents, total(account)) == (TODAY, 750_000, 800_000)
    assert not broken()

    # An agent looks afterwards; not sound, it is taken back, and may be asked again with a paper that is.
    (waiting,) = project_papers_waiting(by=AGENT)
    assert (waiting.adviser, waiting.amount_cents, project_papers_waiting(by=FINANCE)) == (Adviser.APEC, 750_000, [])
    assert project_paper(waiting.id, by=FINANCE) is None

    def check(by=AGENT, **changed):
        return check_project_paper(**{"paper_id": waiting.id, "sound": False} | changed, by=by, at=AT)

    assert refused(check, paper_id=uuid4()) == Refusal.PAPER_UNKNOWN
    assert refused(check, by=FINANCE) == Refusal.NOT_ALLOWED
    assert refused(check) == Refusal.REASON_MISSING
    assert check(reason="not an adviser's") == 750_000
    assert refused(check, reason="again") == Refusal.ALREADY_DECIDED
    assert (total(account), project_paper(waiting.id, by=AGENT).sound) == (50_000, False)
    assert ask(**paper) == 750_000
    (second,) = project_papers_waiting(by=AGENT)
    assert check_project_paper(paper_id=second.id, sound=True, by=AGENT, at=AT) == 0
    assert (total(account), project_papers_waiting(by=AGENT)) == (800_000, [])
    assert not broken()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"incapacity_percent": 9}, LawRefusal.INCAPACITY_TOO_LOW),
        ({"notified_on": date(2024, 4, 14)}, LawRefusal.REQUEST_TOO_LATE),
        ({"notified_on": date(2018, 12, 31)}, LawRefusal.DATE_NOT_COVERED),
        ({"notified_on": date(2024, 4, 14), "says_delay": False}, None),
    ],
)
def test_what_the_law_does_not_give_says_why(changed, why):
    account = an_account()
    credited(a_year(account))
    note(replace(accident_told(account, attested_on=date(2026, 1, 5)), **changed))
    card = seen(account).accidents[0]
    assert (card.refusal, card.last_day is None) == (why, changed.get("says_delay") is False)
    asked = {"account_id": account, "accident": card.number, "by": holder_of(account), "at": AT}
    if why is None:
        assert ask_endowment(**asked) == 750_000
    else:
        assert refused(ask_endowment, **asked) == why
