"""A convention completes a purchase: promised at the confirmation, spent at the entry, back where it came from."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.enrolments.money import held, moved
from tests.funders.scenes import a_funder, budget, card, in_force, terms
from tests.funders.test_conventions import CHECKS
from tests.moments import AT, moment

from acquis.accounting import checks as books
from acquis.accounts.queries import rights, statement
from acquis.enrolments import actions as enrolments
from acquis.enrolments import checks as purchases
from acquis.enrolments.queries import proposal_quote, quote
from acquis.enrolments.types import Source
from acquis.funders import actions, queries
from acquis.funders.types import (
    AmountKind,
    AmountRule,
    Comparison,
    Criterion,
    Fact,
    FunderKind,
    Helped,
    No,
    PromiseState,
    Refusal,
)
from acquis.kit.refusal import Refused
from acquis.rules.types import Action, CancelledBy
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

TWO_HUNDRED = AmountRule(kind=AmountKind.SUM, sum_cents=20_000)


def everything_holds():
    found = [*CHECKS, *books.CHECKED, purchases.ended_enrolments_are_settled, purchases.standing_orders_are_funded]
    assert [line for check in found for line in check()] == []


def lines(said):
    return [(line.source, line.amount_cents, line.label) for line in said.lines]


def test_what_the_rights_lack_is_completed_and_the_participation_stays():
    in_force()
    holder = scenes.a_holder(rights_cents=100_000)
    session = scenes.a_session(scenes.a_body(), price_cents=150_000)
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    # 500 € are left to pay: the region pays them but the participation, which it does not spare.
    assert lines(said) == [
        (Source.RIGHTS, 100_000, ""),
        (Source.COMPLEMENT, 35_000, "Région Bretagne"),
        (Source.HOLDER, 15_000, ""),
    ]
    ((answer,),) = [said.answers]
    assert (answer.amount_cents, answer.no, [each.held for each in answer.reasons]) == (35_000, None, [True])


def test_a_skills_operator_spares_the_participation():
    in_force(a_funder(FunderKind.OPCO, name="Opco Santé"))
    scene = scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    assert held(scene) == {"cec": -100_000, "opco": -50_000, "commitments": 150_000}


@pytest.mark.parametrize("rights_cents", [150_000, 140_000])
def test_nothing_is_completed_where_the_account_is_enough(rights_cents):
    """Rights short by less than the participation leave nothing to complete (R6333-3)."""
    in_force()
    holder = scenes.a_holder(rights_cents=rights_cents)
    session = scenes.a_session(scenes.a_body(), price_cents=150_000)
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    assert (said.third_party_cents, said.answers) == (0, ())


def test_a_purchase_is_promised_then_spent():
    convention = in_force()
    scene = scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    assert held(scene) == {"cec": -100_000, "region": -35_000, "commitments": 135_000}
    assert budget(convention) == (965_000, 35_000, 0)
    everything_holds()

    enrolments.declare_entry(
        enrolment_id=scene.id, entered_on=scenes.STARTS, by=scene.body.agent, at=moment(scenes.STARTS, 18)
    )
    assert budget(convention) == (965_000, 0, 35_000)
    ((one,),) = [queries.helped(card(convention))]
    assert isinstance(one, Helped)
    assert (one.amount_cents, one.returned_cents, one.state) == (35_000, 0, PromiseState.SPENT)
    assert [each.held for each in queries.reasons_for(one.id)] == [True]
    assert queries.promised_by_day(card(convention)) == [(AT.date(), 35_000)]
    everything_holds()


def test_what_is_promised_is_no_money_on_the_account():
    in_force()
    holder = scenes.a_holder(rights_cents=100_000)
    scenes.confirmed(holder, price_cents=150_000)
    assert rights(holder.account_id, on=AT.date()).top_ups_cents == 0
    codes = [line.code.value for line in statement(holder.account_id)]
    assert codes.count("promised") == 1
    other = scenes.a_session(scenes.a_body(), price_cents=10_000, certification="RS5001", kind=Action.RS)
    said = quote(holder.account_id, other, by=holder.actor, on=AT.date())
    assert said.third_party_cents == 0


def test_a_card_refused_gives_all_back_and_another_try_promises_again():
    convention = in_force()
    scene = scenes.proposed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    scenes.confirming(scene)
    assert budget(convention) == (965_000, 35_000, 0)
    scenes.paying(scene, Outcome.REFUSED)
    assert budget(convention) == (1_000_000, 0, 0)
    everything_holds()
    scenes.confirming(scene)
    scenes.paying(scene)
    assert budget(convention) == (965_000, 35_000, 0)
    everything_holds()


@pytest.mark.parametrize("who", [CancelledBy.HOLDER, CancelledBy.PROVIDER])
def test_a_cancelled_enrolment_frees_the_budget(who):
    convention = in_force()
    scene = scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    by = scene.holder.actor if who is CancelledBy.HOLDER else scene.body.agent
    # Fewer than seven working days before: the holder pays for it, the funder does not.
    enrolments.cancel(enrolment_id=scene.id, on_behalf_of=who, by=by, at=moment(scenes.STARTS.replace(day=4), 9))
    assert budget(convention) == (1_000_000, 0, 0)
    everything_holds()


def test_half_a_training_gives_half_back():
    convention = in_force()
    scene = scenes.service_declared(scenes.a_holder(rights_cents=100_000), price_cents=150_000, done=70)
    enrolments.validate_service(enrolment_id=scene.id, by=scenes.SYSTEM, at=scene.now.due_at)
    assert budget(convention) == (965_000, 0, 35_000)
    everything_holds()


def test_an_envelope_pays_to_its_last_cent_and_no_more():
    convention = in_force(said=terms(amount=TWO_HUNDRED), budget_cents=50_000)
    first, second = (scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000) for _two in range(2))
    assert (held(first)["region"], held(second)["region"]) == (-20_000, -20_000)
    holder = scenes.a_holder(rights_cents=100_000)
    session = scenes.a_session(scenes.a_body(), price_cents=150_000)
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    assert (said.third_party_cents, [each.no for each in said.answers]) == (0, [No.ENVELOPE_EMPTY])
    assert budget(convention) == (10_000, 40_000, 0)
    everything_holds()


def test_what_ran_out_since_the_price_was_read_is_refused_and_undone():
    giver = a_funder()
    convention = in_force(giver, said=terms(amount=TWO_HUNDRED), budget_cents=20_000)
    scene = scenes.proposed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    proof = scenes.a_proof(scene)
    actions.suspend_convention(convention_id=convention, reason="Pause", by=giver.manager, at=AT)
    aid_less = proposal_quote(scene.id, by=scene.holder.actor, on=AT.date())
    assert aid_less.third_party_cents == 0
    # The basket is no longer what the proof was made for.
    with pytest.raises(Refused):
        enrolments.confirm(
            enrolment_id=scene.id,
            proof_id=proof,
            session="session",
            return_path="/",
            by=scene.holder.actor,
            at=AT,
        )
    assert budget(convention) == (20_000, 0, 0)


def test_an_aid_that_stopped_meanwhile_is_not_promised():
    giver = a_funder()
    convention = in_force(giver)
    scene = scenes.proposed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    aids, _answers = aids_of(scene)
    actions.suspend_convention(convention_id=convention, reason="Pause", by=giver.manager, at=AT)
    asked = {"account_id": scene.holder.account_id, "enrolment_id": scene.id, "aids": aids}
    with pytest.raises(Refused) as told:
        actions.promise(**asked, by=scenes.SYSTEM, at=AT)
    assert told.value.reason is Refusal.NO_LONGER_PROMISED
    with pytest.raises(Refused) as told:
        actions.promise(**asked, by=giver.manager, at=AT)
    assert told.value.reason is Refusal.NOT_ALLOWED
    for act in (actions.note_spent, actions.return_promised):
        with pytest.raises(Refused):
            act(promise_ids=[aids[0].purse_id], by=giver.manager, at=AT)


def aids_of(scene):
    from acquis.enrolments.completing import sharing_of
    from acquis.enrolments.models import Enrolment

    sharing = sharing_of(Enrolment.objects.get(pk=scene.id), on=AT.date())
    return sharing.aids, sharing.answers


def test_one_person_is_given_no_more_than_their_most():
    bound = AmountRule(kind=AmountKind.SUM, sum_cents=20_000, most_per_person_cents=30_000)
    in_force(said=terms(amount=bound))
    holder = scenes.a_holder(rights_cents=0)
    given = []
    for _three in range(3):
        scene = scenes.confirmed(holder, price_cents=100_000)
        given.append(-held(scene).get("region", 0))
    assert given == [20_000, 10_000, 0]


def test_two_conventions_complete_one_another_in_their_order():
    in_force(said=terms(amount=TWO_HUNDRED))
    in_force(a_funder(FunderKind.FRANCE_TRAVAIL, name="France Travail"))
    scene = scenes.confirmed(scenes.a_holder(rights_cents=100_000, jobseeker=True), price_cents=150_000)
    assert held(scene) == {"cec": -100_000, "region": -20_000, "france_travail": -30_000, "commitments": 150_000}
    everything_holds()


def test_a_light_licence_is_opened_by_a_third_party_of_a_hundred_euros():
    """D6323-8: who seeks no job needs a third party; a convention is one."""
    licence = Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("licence_light",))
    holder = scenes.a_holder(rights_cents=200_000)
    session = scenes.a_session(scenes.a_body(), price_cents=100_000, kind=Action.LICENCE_LIGHT, certification="RS5772")
    assert quote(holder.account_id, session, by=holder.actor, on=AT.date()).refusal is not None
    in_force(said=terms(licence, amount=AmountRule(kind=AmountKind.SUM, sum_cents=10_000)))
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    assert said.refusal is None
    assert said.third_party_cents == 10_000


def test_the_reasons_say_which_condition_failed():
    young = Criterion(fact=Fact.AGE, how=Comparison.AT_MOST, values=(25,))
    in_force(said=terms(young))
    holder = scenes.a_holder(rights_cents=100_000)
    session = scenes.a_session(scenes.a_body(), price_cents=150_000)
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    ((answer,),) = [said.answers]
    assert (answer.no, answer.amount_cents) == (No.CONDITIONS, 0)
    assert [(each.criterion.fact, each.held) for each in answer.reasons] == [(Fact.AGE, False)]
    assert moved(scenes.confirmed(holder, price_cents=150_000)).get("region") is None
