"""What may be asked of enrolments, by whom, and what is answered."""

from datetime import date
from uuid import uuid4

import pytest
from tests import scenes
from tests.moments import AT, TODAY, moment
from tests.scenes import STAFF, STARTS, SYSTEM

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.enrolments import actions, queries
from acquis.enrolments.types import (
    Act,
    BillingState,
    Otherwise,
    Party,
    Refusal,
    Source,
    State,
    TimelineKey,
    TimelineState,
)
from acquis.kit.actor import ANONYMOUS
from acquis.kit.refusal import Refused
from acquis.rules.types import Action
from acquis.rules.types import Refusal as LawRefusal

pytestmark = pytest.mark.django_db


# Quotes ---------------------------------------------------------------------------------------------------------


def test_who_would_pay_what():
    holder = scenes.a_holder(rights_cents=100_000, top_ups={PurseKind.REGION: 20_000})
    session_id = scenes.a_session(scenes.a_body())
    quote = queries.quote(holder.account_id, session_id, by=holder.actor, on=TODAY)
    assert [(line.source, line.amount_cents) for line in quote.lines] == [
        (Source.RIGHTS, 100_000),
        (Source.PURSE, 20_000),
        (Source.HOLDER, 30_000),
    ]
    assert (quote.rights_cents, quote.third_party_cents, quote.holder_pays_cents) == (100_000, 20_000, 30_000)
    assert (quote.participation_cents, quote.card_cents, quote.refusal) == (15_000, 30_000, None)
    assert quote.earliest_start == date(2026, 12, 7)


def test_an_anonymous_quote_says_what_remains_to_pay_anyway():
    session_id = scenes.a_session(scenes.a_body())
    quote = queries.quote(None, session_id, by=ANONYMOUS, on=TODAY)
    assert quote.anonymous
    assert (quote.rights_cents, quote.holder_pays_cents) == (135_000, 15_000)
    dear = scenes.a_session(scenes.a_body(), kind=Action.SKILLS_ASSESSMENT, price_cents=200_000)
    assert queries.quote(None, dear, on=TODAY).holder_pays_cents == 40_000


def test_a_quote_says_why_not():
    holder = scenes.a_holder()
    licence = scenes.a_session(scenes.a_body(), kind=Action.LICENCE_LIGHT)
    quote = queries.quote(holder.account_id, licence, by=holder.actor, on=TODAY)
    assert quote.refusal == LawRefusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY
    assert quote.lines == ()
    soon = scenes.a_session(scenes.a_body(), starts_on=date(2026, 11, 30))
    assert queries.quote(holder.account_id, soon, by=holder.actor, on=TODAY).refusal == Refusal.START_TOO_SOON
    assert queries.quote(holder.account_id, uuid4(), by=holder.actor, on=TODAY).refusal == Refusal.OFFER_GONE
    scene = scenes.requested(holder)
    again = queries.quote(holder.account_id, scene.now.session_id, by=holder.actor, on=TODAY)
    assert again.refusal == Refusal.ALREADY_REQUESTED


def test_a_permanent_entry_is_quoted_before_a_day_is_chosen():
    session_id = scenes.a_session(scenes.a_body(), permanent=True, starts_on=None, ends_on=None)
    assert queries.quote(None, session_id, on=TODAY).refusal is None


def test_quotes_of_a_page_of_results(django_assert_max_num_queries):
    holder = scenes.a_holder(rights_cents=100_000)
    ids = [scenes.a_session(scenes.a_body(), price_cents=cents) for cents in (50_000, 115_000, 300_000)]
    with django_assert_max_num_queries(6):
        quotes = queries.quotes(holder.account_id, [*ids, uuid4()], by=holder.actor, on=TODAY)
    assert [quotes[i].holder_pays_cents for i in ids] == [15_000, 15_000, 200_000]
    assert set(quotes) == set(ids)


def test_nobody_is_quoted_for_another():
    holder, session_id = scenes.a_holder(), scenes.a_session(scenes.a_body())
    for by in (ANONYMOUS, scenes.a_holder().actor):
        with pytest.raises(Refused):
            queries.quote(holder.account_id, session_id, by=by, on=TODAY)
    # Least of all for the training body, which must not learn what a holder has.
    scene = scenes.proposed(holder)
    with pytest.raises(Refused):
        queries.quote(holder.account_id, session_id, by=scene.body.agent, on=TODAY)
    with pytest.raises(Refused):
        queries.proposal_quote(scene.id, by=scene.body.agent, on=TODAY)


# Lists and details ----------------------------------------------------------------------------------------------


def _sees(by, scene):
    try:
        return queries.details(scene.id, by=by).id == scene.id
    except Refused as refused:
        return str(refused.reason) if refused.reason != Refusal.UNKNOWN_ENROLMENT else False


def test_each_sees_their_own():
    mine, other = scenes.requested(), scenes.requested()

    def seen(by):
        return [_sees(by, scene) for scene in (mine, other)]

    assert seen(mine.holder.actor) == seen(mine.body.agent) == seen(mine.body.manager) == [True, False]
    assert seen(other.holder.actor) == seen(other.body.agent) == [False, True]
    assert seen(STAFF) == seen(SYSTEM) == [True, True]
    assert seen(ANONYMOUS) == [False, False]


def test_lists_and_details_agree():
    mine, other = scenes.requested(), scenes.requested()
    account = mine.holder.account_id
    assert [row.id for row in queries.enrolments_of_account(account, by=mine.holder.actor)] == [mine.id]
    assert queries.enrolments_of_account(account, by=other.holder.actor) == []
    assert queries.enrolments_of_account(account, by=other.body.agent) == []
    assert [row.id for row in queries.enrolments_for_provider(by=mine.body.agent).rows] == [mine.id]
    assert queries.enrolments_for_provider(by=mine.body.agent, provider_id=other.body.id).total == 0
    assert queries.enrolments_for_provider(by=ANONYMOUS).total == 0
    with pytest.raises(Refused):
        queries.enrolments_for_staff(by=mine.body.agent)
    with pytest.raises(Refused):
        queries.enrolments_for_staff(by=mine.holder.actor)
    assert {row.id for row in queries.enrolments_for_staff(by=STAFF).rows} == {mine.id, other.id}


def test_filters_and_pages():
    body = scenes.a_body()
    waiting = [scenes.requested(None, body) for _ in range(3)]
    done = scenes.proposed(None, body)
    by = body.agent
    assert queries.enrolments_for_provider(by=by, waiting=True).total == 3
    assert [row.id for row in queries.enrolments_for_provider(by=by, states=[State.PROPOSED]).rows] == [done.id]
    assert queries.enrolments_for_provider(by=by, billing=BillingState.BILLED).total == 0
    first = queries.enrolments_for_provider(by=by, per_page=3)
    second = queries.enrolments_for_provider(by=by, per_page=3, page=2)
    assert (len(first.rows), len(second.rows), first.total, first.pages) == (3, 1, 4, 2)
    assert {row.id for row in (*first.rows, *second.rows)} == {scene.id for scene in (*waiting, done)}
    number = waiting[0].now.number
    spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
    assert [row.id for row in queries.enrolments_for_provider(by=by, text=spaced).rows] == [waiting[0].id]
    assert queries.enrolments_for_provider(by=by, text="assistant de VIE").total == 4
    assert queries.enrolments_for_provider(by=by, text="boulanger").total == 0
    assert queries.counts_for_provider(by=by) == {State.REQUESTED: 3, State.PROPOSED: 1}
    assert queries.details_by_number(spaced, by=by).id == waiting[0].id


def test_a_body_learns_what_others_pay_not_who_they_are():
    holder = scenes.a_holder()
    scenes.give(holder, PurseKind.AGEFIPH, 20_000, label="Agefiph")
    scene = scenes.confirmed(holder)
    seen, mine = (queries.details(scene.id, by=by).shares for by in (scene.body.agent, scene.holder.actor))
    assert [(line.source, line.amount_cents) for line in seen] == [(line.source, line.amount_cents) for line in mine]
    assert {(line.purse_id, line.kind, line.label) for line in seen} == {(None, "", "")}
    assert PurseKind.AGEFIPH in [line.kind for line in mine]
    assert all(line.purse_id for line in mine if line.kind)


def test_live_and_ended():
    scene = scenes.requested()
    account, by = scene.holder.account_id, scene.holder.actor
    assert len(queries.enrolments_of_account(account, by=by, live=True)) == 1
    actions.abandon(enrolment_id=scene.id, by=by, at=AT)
    assert queries.enrolments_of_account(account, by=by, live=True) == []
    assert len(queries.enrolments_of_account(account, by=by, live=False)) == 1


def test_the_buttons_of_each():
    scene = scenes.requested()
    assert queries.details(scene.id, by=scene.body.agent).may == {Act.ACCEPT, Act.DECLINE}
    assert queries.details(scene.id, by=scene.holder.actor).may == {Act.ABANDON}
    assert queries.details(scene.id, by=STAFF).may == {Act.CANCEL_AS_OPERATOR}
    confirmed = scenes.confirmed()
    assert queries.details(confirmed.id, by=confirmed.holder.actor).may == {
        Act.WITHDRAW,
        Act.CANCEL_AS_HOLDER,
        Act.RESCHEDULE,
    }
    assert queries.details(confirmed.id, by=STAFF).may == {Act.CANCEL_AS_HOLDER, Act.CANCEL_AS_OPERATOR}


# Timeline -------------------------------------------------------------------------------------------------------


def shape(scene):
    return [(step.key, step.state, step.who, step.until) for step in scene.now.timeline]


def test_the_line_of_a_request():
    done, current, coming = TimelineState.DONE, TimelineState.CURRENT, TimelineState.COMING
    scene = scenes.requested()
    assert shape(scene) == [
        (TimelineKey.REQUEST, done, Party.HOLDER, None),
        (TimelineKey.ANSWER, current, Party.PROVIDER, date(2026, 11, 24)),
        (TimelineKey.CONFIRMATION, coming, Party.HOLDER, None),
        (TimelineKey.ENTRY, coming, Party.PROVIDER, date(2026, 12, 11)),
        (TimelineKey.EXIT, coming, Party.PROVIDER, date(2026, 12, 23)),
        (TimelineKey.SERVICE, coming, Party.PROVIDER, date(2026, 12, 23)),
        (TimelineKey.VALIDATION, coming, Party.OPERATOR, None),
        (TimelineKey.PAYOUT, coming, Party.OPERATOR, None),
    ]
    assert scene.now.timeline[1].otherwise is Otherwise.REQUEST_LAPSES


def test_the_line_of_an_end_stops_there():
    scene = scenes.confirmed()
    actions.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=moment(STARTS))
    assert scene.now.timeline[-1].key is TimelineKey.END
    assert all(step.state is TimelineState.DONE for step in scene.now.timeline)


def test_the_day_of_a_validation_is_that_day():
    scene = scenes.service_declared()
    current = next(step for step in scene.now.timeline if step.state is TimelineState.CURRENT)
    assert (current.until, scene.now.due_on) == (date(2026, 12, 28), date(2026, 12, 28))


def test_the_line_ends_with_the_payment_of_the_body():
    scene = scenes.validated()
    last = scene.now.timeline[-1]
    # Validated on Monday 28 December: five working days from Friday 18.
    assert scene.now.history[-1].at == moment(date(2026, 12, 28), 0)
    assert (last.key, last.state, last.until) == (TimelineKey.PAYOUT, TimelineState.CURRENT, date(2027, 1, 27))


def test_a_closed_account_is_quoted_nothing_in_a_list() -> None:
    holder = scenes.a_holder()
    session_id = scenes.a_session(scenes.a_body())
    accounts.close(account_id=holder.account_id, by=scenes.SYSTEM, at=scenes.AT)
    told = queries.quotes(holder.account_id, [session_id], by=holder.actor, on=TODAY)
    assert told[session_id].refusal is Refusal.ACCOUNT_NOT_OPEN
