"""An aid that an agent decides: asked and set aside, granted or refused, answered by silence, given up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.money import held
from tests.funders.scenes import LATER, PAPER, a_funder, asked, card, in_force, instructed, terms, told
from tests.moments import AT, moment

from acquis.enrolments import actions as enrolments
from acquis.enrolments import checks as purchases
from acquis.enrolments import jobs as enrolment_jobs
from acquis.enrolments.queries import proposal_quote
from acquis.enrolments.types import Party, Source, State
from acquis.enrolments.types import Refusal as NotNow
from acquis.funders import actions, checks, jobs, queries
from acquis.funders.types import AidState, AmountKind, AmountRule, FunderKind, Refusal, Silence
from acquis.kit.clock import end_of
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

#: 10 working days after Friday 20 November 2026.
ANSWER_BY = date(2026, 12, 4)


def everything_holds():
    found = [
        checks.envelopes_hold_what_is_left, checks.no_promise_is_idle, checks.nothing_stays_on_the_way,
        checks.what_is_asked_is_set_aside, purchases.who_waits_has_asked, purchases.ended_enrolments_are_settled,
        purchases.standing_orders_are_funded, purchases.histories_are_paths,
    ]  # fmt: skip
    assert [line for check in found for line in check()] == []


def money(convention):
    """(free, asked, promised, spent) of a convention, in cents."""
    budget = queries.budget_of(card(convention))
    return budget.free_cents, budget.asked_cents, budget.promised_cents, budget.spent_cents


@pytest.fixture
def giver():
    return a_funder(FunderKind.OPCO, name="Opco Commerce")


@pytest.fixture
def convention(giver):
    return in_force(giver, instructed(), ends_on=date(2027, 12, 31))


def short(**offer):
    """A proposal of 1 500 € to somebody who has 1 000 €."""
    return scenes.proposed(scenes.a_holder(rights_cents=100_000), price_cents=150_000, **{**LATER, **offer})


def hear(scene, *, at=AT):
    enrolments.hear_funder(enrolment_id=scene.id, by=scenes.SYSTEM, at=at)


def refused(act, **arguments):
    with pytest.raises(Refused) as told_why:
        act(at=arguments.pop("at", AT), **arguments)
    return told_why.value.reason


def test_it_is_offered_to_be_asked_and_pays_nothing_by_itself(convention):
    scene = short()
    said = proposal_quote(scene.id, by=scene.holder.actor, on=AT.date())
    (one,) = said.askable
    # An Opco spares the participation: what it could give is all that is left.
    assert (one.amount_cents, one.answer_by, one.ask_by) == (50_000, ANSWER_BY, date(2026, 12, 16))
    assert (said.third_party_cents, said.holder_pays_cents) == (0, 50_000)


def test_the_register_s_example_is_asked_by_6_november(convention):
    """Start on 8 December 2026: ask by 6 November (REGISTER § 4.2)."""
    scene = short(starts_on=date(2026, 12, 8))
    (one,) = proposal_quote(scene.id, by=scene.holder.actor, on=AT.date()).askable
    assert one.ask_by == date(2026, 11, 6)
    asking = {"enrolment_id": scene.id, "convention_id": convention, "motive": "Oui", "by": scene.holder.actor}
    assert refused(enrolments.ask_funder, **asking) is Refusal.ASKED_TOO_LATE


def test_asking_sets_the_sum_aside_and_the_enrolment_waits(convention):
    scene = short()
    request = asked(scene, convention)
    assert (told(request).state, told(request).due_on, told(request).asked_cents) == (
        AidState.ASKED,
        ANSWER_BY,
        50_000,
    )
    now = scene.now
    assert (now.state, now.waits_for, now.due_on) == (State.AWAITING_FUNDER, Party.FUNDER, ANSWER_BY)
    assert money(convention) == (950_000, 50_000, 0, 0)
    # The funder reads the training and the price, and the document; it is noted that it looked.
    details = queries.aid_asked(request, by=scenes.STAFF)
    assert (details.row.course.price_cents, details.row.course.rights_cents, details.row.course.holder_cents) == (
        150_000,
        100_000,
        0,
    )
    assert details.said[0].files[0].wanted == "Projet"
    everything_holds()
    # The day of the first proposal passes: what waits for a funder does not lapse with it.
    enrolment_jobs.lapse_unconfirmed.func(enrolment_id=str(scene.id), due=moment(date(2026, 11, 27), 0).isoformat())
    assert scene.now.state == State.AWAITING_FUNDER


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"motive": " "}, Refusal.MOTIVE_MISSING),
        ({"motive": "x" * 4_001}, Refusal.WORDS_TOO_LONG),
        ({"files": []}, Refusal.DOCUMENT_MISSING),
        ({"files": [("Projet", ProofFile(name="x.pdf", content=PAPER))] * 9}, Refusal.TOO_MANY_FILES),
        ({"convention_id": scenes.UUID(int=7)}, Refusal.AID_NOT_OFFERED),
        ({"at": end_of(date(2026, 11, 26))}, NotNow.TOO_LATE_TO_CONFIRM),
    ],
)
def test_what_is_not_complete_is_not_asked(convention, change, reason):
    scene = short()
    whole = {
        "enrolment_id": scene.id,
        "convention_id": convention,
        "motive": "Parce que",
        "files": [("Projet", ProofFile(name="projet.pdf", content=PAPER))],
        "by": scene.holder.actor,
    }
    assert refused(enrolments.ask_funder, **{**whole, **change}) is reason
    assert money(convention) == (1_000_000, 0, 0, 0)


def test_a_grant_pays_the_purchase_once_the_holder_confirms(giver, convention):
    scene = short()
    request = asked(scene, convention)
    actions.grant_aid(request_id=request, amount_cents=50_000, by=giver.agent, at=AT)
    hear(scene)
    assert scene.now.state == State.PROPOSED
    said = proposal_quote(scene.id, by=scene.holder.actor, on=AT.date())
    assert [(line.source, line.amount_cents) for line in said.lines] == [
        (Source.RIGHTS, 100_000),
        (Source.COMPLEMENT, 50_000),
    ]
    everything_holds()
    scenes.confirming(scene)
    assert held(scene) == {"cec": -100_000, "opco": -50_000, "commitments": 150_000}
    assert (told(request).state, money(convention)) == (AidState.USED, (950_000, 0, 50_000, 0))
    everything_holds()
    enrolments.withdraw(enrolment_id=scene.id, by=scene.holder.actor, at=AT)
    assert money(convention) == (1_000_000, 0, 0, 0)
    everything_holds()


def test_a_smaller_sum_leaves_the_rest_to_the_holder_and_survives_a_refused_card(giver, convention):
    scene = short()
    request = asked(scene, convention)
    assert (
        refused(actions.grant_aid, request_id=request, amount_cents=50_001, by=giver.agent) is Refusal.MORE_THAN_ASKED
    )
    # A smaller sum is explained.
    assert refused(actions.grant_aid, request_id=request, amount_cents=30_000, by=giver.agent) is Refusal.REASON_MISSING
    actions.grant_aid(request_id=request, amount_cents=30_000, said="Notre plafond.", by=giver.manager, at=AT)
    hear(scene)
    assert money(convention) == (970_000, 30_000, 0, 0)
    assert scenes.confirming(scene) is not None
    assert money(convention) == (970_000, 0, 30_000, 0)
    scenes.paying(scene, Outcome.REFUSED)
    # What was granted is still this purchase's, and nobody else's.
    assert (told(request).state, money(convention)) == (AidState.GRANTED, (970_000, 30_000, 0, 0))
    everything_holds()
    scenes.confirming(scene)
    scenes.paying(scene)
    assert (scene.now.state, told(request).state) == (State.CONFIRMED, AidState.USED)
    assert money(convention) == (970_000, 0, 30_000, 0)
    everything_holds()


def test_a_refusal_has_a_reason_and_gives_all_back(giver, convention):
    scene = short()
    request = asked(scene, convention)
    assert refused(actions.refuse_aid, request_id=request, said=" ", by=giver.agent) is Refusal.REASON_MISSING
    other = a_funder()
    assert refused(actions.refuse_aid, request_id=request, said="Non", by=other.manager) is Refusal.NOT_ALLOWED
    assert refused(actions.refuse_aid, request_id=request, said="Non", by=scene.holder.actor) is Refusal.NOT_ALLOWED
    actions.refuse_aid(request_id=request, said="Le projet n’est pas mûr.", by=giver.agent, at=AT)
    hear(scene)
    assert (scene.now.state, told(request).state) == (State.PROPOSED, AidState.REFUSED)
    assert money(convention) == (1_000_000, 0, 0, 0)
    # Once answered, it is neither decided again nor asked again for the same training.
    assert refused(actions.grant_aid, request_id=request, amount_cents=1, by=giver.agent) is Refusal.NOT_IN_THIS_STATE
    (again,) = proposal_quote(scene.id, by=scene.holder.actor, on=AT.date()).askable
    assert again.asked
    with pytest.raises(Refused) as told_why:
        asked(scene, convention)
    assert told_why.value.reason is Refusal.ASKED_ALREADY
    everything_holds()


@pytest.mark.parametrize(
    ("silence", "state", "aside"), [(Silence.ACCEPTS, AidState.GRANTED, 50_000), (Silence.REFUSES, AidState.REFUSED, 0)]
)
def test_silence_means_what_the_convention_says(giver, silence, state, aside):
    convention = in_force(giver, instructed(silence=silence), ends_on=date(2027, 12, 31))
    scene = short()
    request = asked(scene, convention)
    over = end_of(ANSWER_BY)
    early = over - timedelta(seconds=1)
    assert refused(actions.lapse_aid, request_id=request, by=scenes.SYSTEM, at=early) is Refusal.ANSWER_DELAY_RUNS
    assert refused(actions.grant_aid, request_id=request, amount_cents=1, by=giver.agent, at=over) is (
        Refusal.ANSWER_DELAY_OVER
    )
    jobs.aid_comes_due.func(request_id=str(request), due=over.isoformat())
    hear(scene, at=over)
    row = told(request)
    assert (row.state, row.by_silence, money(convention)[1]) == (state, True, aside)
    # The holder has four working days again: Monday 7 to Thursday 10 December come after Saturday 5.
    assert (scene.now.state, scene.now.due_on) == (State.PROPOSED, date(2026, 12, 10))
    everything_holds()
    # Unconfirmed, the money goes back.
    enrolments.lapse_unconfirmed(enrolment_id=scene.id, by=scenes.SYSTEM, at=end_of(date(2026, 12, 10)))
    assert (scene.now.state, money(convention)) == (State.UNCONFIRMED, (1_000_000, 0, 0, 0))
    everything_holds()


@pytest.mark.parametrize(("suspends", "until"), [(True, date(2026, 12, 1)), (False, ANSWER_BY)])
def test_a_missing_document_suspends_the_delay_or_not(giver, suspends, until):
    convention = in_force(giver, instructed(suspends=suspends, document_days=5), ends_on=date(2027, 12, 31))
    scene = short()
    request = asked(scene, convention)
    tuesday = moment(date(2026, 11, 24), 10)
    actions.want_document(request_id=request, said="Le devis signé, s’il vous plaît.", by=giver.agent, at=tuesday)
    hear(scene, at=tuesday)
    assert (told(request).state, told(request).due_on, scene.now.due_on) == (AidState.INCOMPLETE, until, until)
    # Words alone are a message; the file is what was missing.
    friday = moment(date(2026, 11, 27), 10)
    actions.write_in_aid(request_id=request, said="Je l’aurai demain.", by=scene.holder.actor, at=friday)
    assert told(request).state is AidState.INCOMPLETE
    paper = ProofFile(name="devis.pdf", content=PAPER)
    actions.write_in_aid(request_id=request, said="", files=[paper], by=scene.holder.actor, at=friday)
    hear(scene, at=friday)
    # Eight working days were left on the 24th; they begin again after the 27th.
    expected = date(2026, 12, 9) if suspends else ANSWER_BY
    assert (told(request).state, told(request).due_on, scene.now.due_on) == (AidState.ASKED, expected, expected)
    actions.write_in_aid(request_id=request, said="Merci.", by=giver.agent, at=friday)
    sides = [each.side.value for each in queries.aid_asked(request, by=giver.agent).said]
    assert sides == ["aid_side_holder", "aid_side_funder", *["aid_side_holder"] * 2, "aid_side_funder"]
    everything_holds()


def test_a_document_that_never_comes_refuses_the_aid_though_silence_accepts(giver, convention):
    scene = short()
    request = asked(scene, convention)
    actions.want_document(request_id=request, said="Le devis", by=giver.agent, at=AT)
    due = told(request).due_at
    jobs.aid_comes_due.func(request_id=str(request), due=due.isoformat())
    assert (told(request).state, money(convention)) == (AidState.REFUSED, (1_000_000, 0, 0, 0))


def test_the_holder_stops_waiting_or_gives_up_the_training(giver, convention):
    scene = short()
    request = asked(scene, convention)
    enrolments.stop_waiting(enrolment_id=scene.id, by=scene.holder.actor, at=AT)
    assert (scene.now.state, told(request).state) == (State.PROPOSED, AidState.CLOSED)
    assert refused(actions.write_in_aid, request_id=request, said="?", by=giver.agent) is Refusal.NOT_IN_THIS_STATE
    other = short()
    waiting = asked(other, convention)
    enrolments.abandon(enrolment_id=other.id, by=other.holder.actor, at=AT)
    assert (other.now.state, told(waiting).state) == (State.ABANDONED, AidState.CLOSED)
    third = short()
    granted = asked(third, convention)
    actions.grant_aid(request_id=granted, amount_cents=50_000, by=giver.agent, at=AT)
    # The body gives up before the answer has been heard.
    enrolments.cancel(enrolment_id=third.id, on_behalf_of="provider", by=third.body.agent, at=AT)
    hear(third)
    assert (third.now.state, told(granted).state) == (State.CANCELLED_BY_PROVIDER, AidState.CLOSED)
    actions.close_aids(enrolment_id=third.id, account_id=third.holder.account_id, by=scenes.SYSTEM, at=AT)
    assert money(convention) == (1_000_000, 0, 0, 0)
    everything_holds()


def test_what_one_person_asks_for_counts_towards_the_most_they_may_have(giver):
    most = AmountRule(kind=AmountKind.REMAINING, most_per_person_cents=60_000)
    convention = in_force(giver, instructed(terms(amount=most)), ends_on=date(2027, 12, 31))
    holder = scenes.a_holder(rights_cents=100_000)
    first = scenes.proposed(holder, price_cents=150_000, **LATER)
    second = scenes.proposed(holder, price_cents=150_000, **LATER)
    asked(first, convention)
    (left,) = proposal_quote(second.id, by=holder.actor, on=AT.date()).askable
    assert left.amount_cents == 10_000


def test_the_last_money_of_an_envelope_is_asked_for_once(giver):
    convention = in_force(giver, instructed(), budget_cents=60_000, ends_on=date(2027, 12, 31))
    asked(short(), convention)
    assert proposal_quote((other := short()).id, by=other.holder.actor, on=AT.date()).askable == ()
    assert money(convention) == (10_000, 50_000, 0, 0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer_days": 0}, Refusal.INSTRUCTION_MALFORMED),
        ({"documents": ("",)}, Refusal.INSTRUCTION_MALFORMED),
        ({"documents": ("Projet", "Projet")}, Refusal.INSTRUCTION_MALFORMED),
        ({"answer_days": 21}, Refusal.ANSWER_AFTER_START),
    ],
)
def test_terms_say_a_delay_that_can_be_kept(giver, change, reason):
    with pytest.raises(Refused) as told_why:
        in_force(giver, instructed(**change))
    assert told_why.value.reason is reason
