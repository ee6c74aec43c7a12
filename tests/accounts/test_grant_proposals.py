"""Rights of more than one agent may write alone: proposed by one, decided by another, written once by the same act."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.accounts.scenes import AGENT, APPROVER, AT, FINANCE, SYSTEM, a_person, an_account, broken, refused

from acquis.accounts import queries
from acquis.accounts.actions import (
    approve_grant,
    close,
    decline_grant,
    propose_grant,
    receive_agreement,
)
from acquis.accounts.models import GrantProposal
from acquis.accounts.types import GrantGround, GrantProposalState, Refusal
from acquis.journal.queries import history
from acquis.kit.actor import Actor, Role
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db

FACTS = {
    "amount_cents": 1_500_000,
    "year": 2025,
    "agreement": "T07522012345",
    "label": "Ateliers du Port",
    "reference": "payment P1",
}
DISMISSAL = {
    "amount_cents": 1_200_000,
    "notified_on": date(2026, 3, 1),
    "sent_on": date(2026, 3, 10),
    "label": "Ateliers du Port",
    "reference": "payment P2",
}


@pytest.fixture
def account():
    return an_account(a_person())


def proposed(account, ground=GrantGround.AGREEMENT, facts=FACTS, *, by=FINANCE, at=AT):
    return propose_grant(account_id=account, ground=ground, facts=facts, by=by, at=at)


def total(account):
    return queries.rights(account, on=AT.date()).total_cents


def test_what_one_proposes_another_approves_and_the_act_writes_it_once(account):
    assert refused(receive_agreement, account_id=account, **FACTS, by=FINANCE, at=AT) is Refusal.TOO_MUCH_FOR_ONE
    proposal = proposed(account)
    assert proposed(account) == proposal
    assert total(account) == 0
    assert queries.grants(account) == ()
    (card,) = queries.grant_proposals(by=APPROVER, waiting=True)
    assert (card.id, card.amount_cents, card.state) == (proposal, 1_500_000, GrantProposalState.PROPOSED)

    approve_grant(proposal_id=proposal, by=APPROVER, at=AT)
    assert total(account) == 1_500_000
    (grant,) = queries.grants(account)
    assert (grant.reference, grant.amount, grant.facts["agreement"]) == ("payment P1", 1_500_000, "T07522012345")
    assert refused(approve_grant, proposal_id=proposal, by=APPROVER, at=AT) is Refusal.PROPOSAL_DECIDED
    assert total(account) == 1_500_000
    assert {"accounts.grant_proposed", "accounts.grant_approved"} <= {fact.kind for fact in history(account)}
    assert broken() == []


def test_the_days_of_a_dismissal_survive_their_keeping(account):
    approve_grant(proposal_id=proposed(account, GrantGround.DISMISSAL, DISMISSAL), by=APPROVER, at=AT)
    (grant,) = queries.grants(account)
    assert (grant.ground, grant.facts["notified_on"]) == (GrantGround.DISMISSAL, "2026-03-01")


def test_a_proposal_is_refused_in_this_order(account):
    def ask(**changed):
        given = {"account_id": account, "ground": GrantGround.AGREEMENT, "facts": FACTS, "by": FINANCE, "at": AT}
        return refused(propose_grant, **given | changed)

    assert ask(account_id=uuid4()) is Refusal.ACCOUNT_UNKNOWN
    assert ask(by=AGENT) is Refusal.NOT_ALLOWED
    assert ask(ground=GrantGround.ACCIDENT) is Refusal.NEEDS_NO_SECOND
    proposal = proposed(account)
    assert ask(facts=FACTS | {"year": 2024}) is Refusal.REFERENCE_REUSED
    decline_grant(proposal_id=proposal, because="Le virement n’est pas arrivé.", by=APPROVER, at=AT)
    # Whatever the act refuses is refused at once.
    assert ask(facts=FACTS | {"year": 2030}) is Refusal.DAY_TO_COME
    low = DISMISSAL | {"amount_cents": 1}
    assert ask(ground=GrantGround.DISMISSAL, facts=low) is LawRefusal.AMOUNT_BELOW_LEAST
    assert ask(facts=FACTS | {"amount_cents": 1_000_000}) is Refusal.NEEDS_NO_SECOND
    approve_grant(proposal_id=proposed(account), by=APPROVER, at=AT)
    assert ask() is Refusal.REFERENCE_REUSED
    assert total(account) == 1_500_000


def test_nobody_approves_what_they_proposed_and_only_an_approver_does(account):
    both = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=UUID(int=150))
    proposal = proposed(account, by=both)
    assert refused(approve_grant, proposal_id=uuid4(), by=APPROVER, at=AT) is Refusal.PROPOSAL_UNKNOWN
    assert refused(approve_grant, proposal_id=proposal, by=FINANCE, at=AT) is Refusal.NOT_ALLOWED
    assert refused(approve_grant, proposal_id=proposal, by=SYSTEM, at=AT) is Refusal.NOT_ALLOWED
    assert refused(approve_grant, proposal_id=proposal, by=both, at=AT) is Refusal.SAME_PERSON
    assert total(account) == 0


def test_a_proposal_is_declined_or_taken_back_with_a_reason_and_leaves_nothing(account):
    proposal = proposed(account)
    other = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=151))
    assert refused(decline_grant, proposal_id=uuid4(), because="x", by=APPROVER, at=AT) is Refusal.PROPOSAL_UNKNOWN
    assert refused(decline_grant, proposal_id=proposal, because="x", by=other, at=AT) is Refusal.NOT_ALLOWED
    assert refused(decline_grant, proposal_id=proposal, because=" ", by=FINANCE, at=AT) is Refusal.REASON_MISSING
    decline_grant(proposal_id=proposal, because="Montant mal recopié.", by=FINANCE, at=AT)
    assert refused(decline_grant, proposal_id=proposal, because="x", by=APPROVER, at=AT) is Refusal.PROPOSAL_DECIDED
    (card,) = queries.grant_proposals(by=FINANCE, waiting=False)
    assert (card.state, card.reason) == (GrantProposalState.DECLINED, "Montant mal recopié.")
    assert total(account) == 0
    # The same payment may be proposed again, rightly this time.
    assert proposed(account) != proposal


def test_an_account_closed_meanwhile_receives_nothing_and_the_proposal_still_waits(account):
    proposal = proposed(account)
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(approve_grant, proposal_id=proposal, by=APPROVER, at=AT) is Refusal.NOT_IN_THIS_STATE
    assert queries.grant_proposal(proposal, by=APPROVER).state is GrantProposalState.PROPOSED
    assert queries.grant_proposal(proposal, by=AGENT) is None


def test_a_sum_that_became_another_is_not_what_is_approved(account):
    facts = {
        "ordered_cents": 800_000,
        "decided_on": date(2026, 2, 1),
        "label": "Ateliers du Port",
        "reference": "payment P3",
    }
    proposal = proposed(account, GrantGround.WHISTLEBLOWER, facts, by=SYSTEM)
    assert queries.grant_proposal(proposal, by=APPROVER).amount_cents == 800_000
    # The ceiling of 8 000 € leaves room for less once something else has come.
    other = FACTS | {"amount_cents": 300_000}
    receive_agreement(account_id=account, **other, by=FINANCE, at=AT)
    assert refused(approve_grant, proposal_id=proposal, by=APPROVER, at=AT) is Refusal.AMOUNT_CHANGED
    assert total(account) == 300_000
    assert queries.grant_proposal(proposal, by=APPROVER).state is GrantProposalState.PROPOSED


def test_an_approval_that_gave_another_sum_is_found(account):
    proposal = proposed(account)
    approve_grant(proposal_id=proposal, by=APPROVER, at=AT)
    assert broken() == []
    GrantProposal.objects.filter(pk=proposal).update(amount_cents=1_500_001)
    assert [fault for fault in broken() if "approved" in fault]


def test_an_approval_without_its_right_is_found(account):
    proposal = proposed(account)
    assert broken() == []
    GrantProposal.objects.filter(pk=proposal).update(
        state=GrantProposalState.APPROVED, decided_by=APPROVER.key, decided_at=AT
    )
    assert [fault for fault in broken() if "approved" in fault]
