"""The life of a convention and of its envelope, act by act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests import scenes
from tests.funders.scenes import EVERYTHING_LEFT, RNCP, a_funder, budget, card, drafted, in_force, submitted, terms
from tests.moments import AT

from acquis.funders import actions, checks, queries
from acquis.funders.types import (
    AmountKind,
    AmountRule,
    Comparison,
    ConventionState,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    Public,
    Refusal,
    Unspent,
)
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db

CHECKS = (checks.envelopes_hold_what_is_left, checks.no_promise_is_idle, checks.nothing_stays_on_the_way)


def refused(act, **arguments):
    with pytest.raises(Refused) as told:
        act(**arguments, at=AT)
    return told.value.reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": " "}, Refusal.NAME_MISSING),
        ({"siret": "123"}, Refusal.SIRET_MALFORMED),
        ({"region": "99"}, Refusal.REGION_REQUIRED),
    ],
)
def test_a_funder_is_registered_by_the_operator_alone(said, reason):
    asked = {"kind": FunderKind.REGION, "name": "Région", "siret": scenes.a_siret(), "region": "53", **said}
    assert refused(actions.register_funder, **asked, by=scenes.FINANCE) is Refusal.NOT_ALLOWED
    assert refused(actions.register_funder, **asked, by=scenes.STAFF) is reason


def test_a_funder_is_registered_once_per_siret():
    asked = {"kind": FunderKind.OPCO, "name": "Opco", "siret": scenes.a_siret()}
    funder_id = actions.register_funder(**asked, by=scenes.STAFF, at=AT)
    assert queries.funder(funder_id, by=scenes.STAFF).region == ""
    assert refused(actions.register_funder, **asked, by=scenes.STAFF) is Refusal.ALREADY_REGISTERED


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"terms": terms(purpose=" ")}, Refusal.PURPOSE_MISSING),
        ({"terms": terms(purpose="x" * 501)}, Refusal.PURPOSE_TOO_LONG),
        ({"terms": replace(terms(), common=())}, Refusal.NO_CONDITION),
        ({"terms": terms(publics=(Public(name="", criteria=(RNCP,)),))}, Refusal.NO_CONDITION),
        ({"terms": terms(publics=(Public(name="Jeunes", criteria=()),))}, Refusal.NO_CONDITION),
        ({"terms": terms(Criterion(fact=Fact.AGE, how=Comparison.AMONG, values=("1",)))}, Refusal.CRITERION_MALFORMED),
        ({"terms": terms(amount=AmountRule(kind=AmountKind.SHARE))}, Refusal.AMOUNT_MALFORMED),
        ({"terms": terms(amount=AmountRule(kind=AmountKind.SHARE, percent=101))}, Refusal.AMOUNT_MALFORMED),
        ({"terms": terms(amount=replace(EVERYTHING_LEFT, most_cents=0))}, Refusal.AMOUNT_MALFORMED),
        ({"ends_on": date(2025, 12, 31)}, Refusal.PERIOD_REVERSED),
        ({"budget_cents": 0}, Refusal.BUDGET_TOO_SMALL),
    ],
)
def test_a_draft_that_says_nothing_is_refused(more, reason):
    giver = a_funder()
    with pytest.raises(Refused) as told:
        drafted(giver, **{"said": more.pop("terms", None), **more})
    assert told.value.reason is reason


def test_nobody_composes_for_another_funder():
    giver, other = a_funder(), a_funder(FunderKind.OPCO, name="Opco")
    convention_id = drafted(giver)
    as_it_is = {
        "terms": terms(),
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "budget_cents": 5,
        "funding": Funding.CALLED,
        "unspent": Unspent.KEPT,
    }
    assert refused(actions.draft_convention, funder_id=giver.id, **as_it_is, by=other.agent) is Refusal.NOT_ALLOWED
    asked = {"convention_id": convention_id, **as_it_is}
    assert refused(actions.change_convention, **asked, by=other.agent) is Refusal.NOT_ALLOWED
    assert refused(queries_as(other), convention_id=convention_id) is Refusal.CONVENTION_UNKNOWN
    actions.change_convention(**asked, by=giver.agent, at=AT)
    assert (card(convention_id).budget_cents, card(convention_id).unspent) == (5, Unspent.KEPT)


def queries_as(giver):
    return lambda convention_id, at: queries.convention(convention_id, by=giver.agent)


def test_a_convention_is_signed_by_its_manager_and_approved_by_another_person():
    giver = a_funder()
    convention_id = drafted(giver)
    asked = {"convention_id": convention_id}
    assert refused(actions.submit_convention, **asked, by=giver.agent) is Refusal.NOT_ALLOWED
    assert refused(actions.approve_convention, **asked, by=scenes.APPROVER) is Refusal.NOT_IN_THIS_STATE
    actions.submit_convention(**asked, by=giver.manager, at=AT)
    assert refused(actions.approve_convention, **asked, by=giver.manager) is Refusal.NOT_ALLOWED
    assert refused(actions.approve_convention, **asked, by=scenes.STAFF) is Refusal.NOT_ALLOWED
    actions.approve_convention(**asked, by=scenes.APPROVER, at=AT)
    assert card(convention_id).state is ConventionState.IN_FORCE
    # Paid on calls: the whole budget may be promised at once.
    assert budget(convention_id) == (1_000_000, 0, 0)
    assert queries.count_in_force(AT.date()) == 1
    assert [list(check()) for check in CHECKS] == [[], [], []]


def test_who_signed_does_not_approve():
    convention_id = drafted(a_funder())
    actions.submit_convention(convention_id=convention_id, by=scenes.SYSTEM, at=AT)
    assert refused(actions.approve_convention, convention_id=convention_id, by=scenes.SYSTEM) is Refusal.SAME_PERSON


def test_a_period_that_is_over_is_neither_signed_nor_approved():
    giver = a_funder()
    late = drafted(giver, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    assert refused(actions.submit_convention, convention_id=late, by=giver.manager) is Refusal.PERIOD_OVER


def test_what_was_submitted_is_taken_back_or_sent_back():
    giver = a_funder()
    convention_id = submitted(giver)
    asked = {"convention_id": convention_id}
    assert refused(actions.send_back_convention, **asked, reason=" ", by=scenes.APPROVER) is Refusal.REASON_MISSING
    actions.send_back_convention(**asked, reason="Le public n’est pas clair.", by=scenes.APPROVER, at=AT)
    assert (card(convention_id).state, card(convention_id).reason) == (
        ConventionState.DRAFT,
        "Le public n’est pas clair.",
    )
    actions.submit_convention(**asked, by=giver.manager, at=AT)
    assert card(convention_id).reason == ""
    actions.take_back_convention(**asked, by=giver.manager, at=AT)
    actions.discard_convention(**asked, by=giver.agent, at=AT)
    assert card(convention_id).state is ConventionState.DISCARDED
    assert refused(actions.submit_convention, **asked, by=giver.manager) is Refusal.NOT_IN_THIS_STATE


def test_suspended_it_decides_nothing_and_resumed_it_does_again():
    giver = a_funder()
    convention_id = in_force(giver)
    asked = {"convention_id": convention_id}
    assert refused(actions.suspend_convention, **asked, reason="x", by=giver.agent) is Refusal.NOT_ALLOWED
    actions.suspend_convention(**asked, reason="Budget à revoir", by=giver.manager, at=AT)
    assert queries.count_in_force(AT.date()) == 0
    actions.resume_convention(**asked, by=scenes.APPROVER, at=AT)
    assert queries.count_in_force(AT.date()) == 1
    assert queries.count_in_force(date(2027, 1, 1)) == 0


@pytest.mark.parametrize(("unspent", "left"), [(Unspent.REFUNDED, 0), (Unspent.KEPT, 1_000_000)])
def test_what_is_left_at_the_end_goes_back_or_stays(unspent, left):
    giver = a_funder()
    convention_id = in_force(giver, unspent=unspent)
    returned = actions.end_convention(convention_id=convention_id, reason="Fin", by=giver.manager, at=AT)
    assert (returned, budget(convention_id)[0]) == (1_000_000 - left, left)
    assert queries.budget_of(card(convention_id)).refunded_cents == 1_000_000 - left
    assert [list(check()) for check in CHECKS] == [[], [], []]


def test_advances_fill_the_envelope_up_to_its_budget_and_once():
    giver = a_funder()
    convention_id = in_force(giver, funding=Funding.ADVANCE)
    assert budget(convention_id) == (0, 0, 0)
    asked = {"convention_id": convention_id, "by": scenes.FINANCE}
    assert refused(actions.provide_advance, **asked, amount_cents=0, reference="a") is Refusal.AMOUNT_NOT_POSITIVE
    over = {"amount_cents": 1_000_001, "reference": "a"}
    assert refused(actions.provide_advance, **asked, **over) is Refusal.OVER_BUDGET
    for _twice in range(2):
        actions.provide_advance(**asked, amount_cents=600_001, reference="virement 1", at=AT)
    assert budget(convention_id) == (600_001, 0, 0)
    again = {"amount_cents": 5, "reference": "virement 1"}
    assert refused(actions.provide_advance, **asked, **again) is Refusal.REFERENCE_REUSED
    assert [each.amount_cents for each in queries.provisions_of(card(convention_id))] == [600_001]
    assert refused(actions.provide_advance, **(asked | {"by": giver.manager}), **again) is Refusal.NOT_ALLOWED
    called = in_force(giver)
    assert (
        refused(actions.provide_advance, convention_id=called, amount_cents=1, reference="b", by=scenes.FINANCE)
        is Refusal.NO_ADVANCE_EXPECTED
    )


def test_a_new_version_replaces_the_old_one_and_keeps_its_envelope():
    giver = a_funder()
    first = in_force(giver)
    second = actions.amend_convention(convention_id=first, by=giver.agent, at=AT)
    assert refused(actions.amend_convention, convention_id=first, by=giver.agent) is Refusal.AMENDED_ALREADY
    actions.change_convention(
        convention_id=second,
        terms=terms(purpose="Aider plus"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 6, 30),
        budget_cents=1_500_000,
        funding=Funding.ADVANCE,
        unspent=Unspent.KEPT,
        by=giver.agent,
        at=AT,
    )
    assert card(first).state is ConventionState.IN_FORCE
    actions.submit_convention(convention_id=second, by=giver.manager, at=AT)
    actions.approve_convention(convention_id=second, by=scenes.APPROVER, at=AT)
    assert (card(first).state, card(second).state) == (ConventionState.REPLACED, ConventionState.IN_FORCE)
    assert (card(second).number, card(second).version, card(second).funding) == (card(first).number, 2, Funding.CALLED)
    assert budget(second) == (1_500_000, 0, 0)
    assert [each.version for each in queries.versions_of(card(first).number, by=giver.agent)] == [2, 1]
    assert [list(check()) for check in CHECKS] == [[], [], []]


def test_a_version_is_not_approved_for_less_than_was_given():
    giver = a_funder()
    second = actions.amend_convention(convention_id=in_force(giver), by=giver.agent, at=AT)
    actions.change_convention(
        convention_id=second,
        terms=terms(),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        budget_cents=999_999,
        funding=Funding.CALLED,
        unspent=Unspent.KEPT,
        by=giver.agent,
        at=AT,
    )
    actions.submit_convention(convention_id=second, by=giver.manager, at=AT)
    assert refused(actions.approve_convention, convention_id=second, by=scenes.APPROVER) is Refusal.BUDGET_BELOW_SPENT
