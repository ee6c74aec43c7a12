"""What holders say of themselves: what it changes in a year's credit, from when, until when, and if it was false."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
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
    annul_low_qualification,
    close,
    decide_disability_proof,
    declare_low_qualification,
    end_low_qualification,
    submit_disability_proof,
)
from acquis.accounts.queries import own_declarations, proof, proofs_waiting, rights, statuses
from acquis.accounts.types import ProofKind, ProofState, Refusal, Statuses
from acquis.journal.reads import reads_about
from acquis.people.queries import document
from acquis.people.types import MediaType
from acquis.people.types import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)


def on(year, month, day):
    return datetime(year, month, day, 9, tzinfo=UTC)


def available(account):
    return rights(account, on=TODAY).available_cents


def declared(account, at=AT, by=None):
    return declare_low_qualification(account_id=account, by=by or holder_of(account), at=at)


# Low qualification ------------------------------------------------------------------------------------------------


def test_it_counts_from_the_year_of_its_declaration():
    account = an_account()
    declared(account, on(2025, 6, 10))
    credited(a_year(account, 2024), a_year(account, 2025))
    assert available(account) == 50_000 + 80_000
    assert statuses([account], 2024) == {}
    assert statuses([account], 2025) == {account: Statuses(low_qualified=True)}
    assert credited(a_year(account, 2025)).unchanged == 1
    assert not broken()


def test_it_ends_with_the_year_that_follows_its_loss():
    account = an_account()
    declared(account, on(2023, 6, 10))
    ended_at = on(2025, 3, 20)
    end_low_qualification(account_id=account, obtained_on=date(2025, 3, 15), by=holder_of(account), at=ended_at)
    credited(a_year(account, 2025), a_year(account, 2026), at=on(2027, 4, 15))
    assert available(account) == 80_000 + 50_000


def test_declaring_is_refused_in_order():
    account = an_account()
    assert refused(declared, uuid4(), by=SYSTEM) == Refusal.ACCOUNT_UNKNOWN
    assert refused(declared, account, by=holder_of(an_account())) == Refusal.NOT_ALLOWED
    assert refused(declared, account, by=FINANCE) == Refusal.NOT_ALLOWED
    declared(account, by=AGENT)
    assert refused(declared, account) == Refusal.ALREADY_DECLARED
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(declared, account, by=SYSTEM) == Refusal.NOT_IN_THIS_STATE


def test_ending_is_refused_in_order():
    account = an_account()

    def ended(**changed):
        base = {"account_id": account, "obtained_on": TODAY, "by": holder_of(account)}
        return end_low_qualification(**base | changed, at=AT)

    assert refused(ended, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(ended, by=holder_of(uuid4())) == Refusal.NOT_ALLOWED
    assert refused(ended) == Refusal.NOT_DECLARED
    declared(account)
    assert refused(ended, obtained_on=date(2026, 4, 16)) == Refusal.DAY_TO_COME
    assert refused(ended, obtained_on=date(2026, 4, 14)) == Refusal.PERIOD_REVERSED
    ended()
    found = own_declarations(account)
    assert (found.low_qualified_since, found.low_qualified_until) == (TODAY, TODAY)
    declared(account)


def test_a_false_declaration_is_computed_again_and_what_was_spent_is_a_shortfall():
    account = an_account()
    declared(account, on(2024, 1, 5))
    credited(a_year(account, 2023), a_year(account, 2024), a_year(account, 2025))
    assert available(account) == 50_000 + 160_000

    def annulled(**changed):
        base = {"account_id": account, "reason": "Diplôme de 2011", "by": AGENT}
        return annul_low_qualification(**base | changed, at=AT)

    assert refused(annulled, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(annulled, by=holder_of(account)) == Refusal.NOT_ALLOWED
    assert refused(annulled, account_id=an_account()) == Refusal.NOT_DECLARED
    assert refused(annulled, reason="") == Refusal.REASON_MISSING
    assert annulled().taken_back_cents == 60_000
    assert available(account) == 150_000
    assert statuses([account], 2025) == {}
    assert refused(annulled) == Refusal.NOT_DECLARED
    assert not broken()


# Disability -------------------------------------------------------------------------------------------------------


def submitted(account, by=None, **changed):
    base = {
        "account_id": account,
        "kind": ProofKind.RQTH,
        "valid_from": date(2024, 9, 1),
        "valid_until": date(2029, 8, 31),
        "content": PDF,
        "by": by or SYSTEM,
    }
    return submit_disability_proof(**base | changed, at=AT)


def decided(proof_id, accepted=True, reason="", by=AGENT):
    return decide_disability_proof(proof_id=proof_id, accepted=accepted, reason=reason, by=by, at=AT)


def test_a_proof_is_filed_sealed_and_read_with_a_reason():
    person = a_person()
    account = an_account(person)
    holder = holder_of(account, person)
    assert refused(submitted, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(submitted, account, by=holder_of(uuid4())) == Refusal.NOT_ALLOWED
    assert refused(submitted, account, valid_until=date(2024, 8, 31)) == Refusal.PERIOD_REVERSED
    assert refused(submitted, account, content=b"MZ") == PeopleRefusal.DOCUMENT_FORMAT
    assert own_declarations(account).proofs == ()
    filed = submitted(account, by=holder)
    assert proofs_waiting(by=holder) == []
    (waiting,) = proofs_waiting(by=AGENT)
    assert (waiting.id, waiting.person_id, waiting.state) == (filed, person, ProofState.SUBMITTED)
    assert proof(filed, by=FINANCE) is None
    assert refused(document, waiting.document_id, by=AGENT, reason=" ") == PeopleRefusal.REASON_MISSING
    opened = document(waiting.document_id, by=AGENT, reason="Justificatif à vérifier")
    assert (opened.content, opened.media_type, opened.scanned) == (PDF, MediaType.PDF, False)
    assert [(each.what, each.reason) for each in reads_about(person)] == [("document", "Justificatif à vérifier")]
    assert refused(document, waiting.document_id, by=holder_of(uuid4()), reason="x") == PeopleRefusal.DOCUMENT_UNKNOWN
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(submitted, account) == Refusal.NOT_IN_THIS_STATE


def test_an_accepted_proof_raises_the_years_it_covers_those_gone_by_too():
    account = an_account(a_person())
    credited(a_year(account, 2023), a_year(account, 2024), a_year(account, 2025, worked="401.75"))
    assert available(account) == 50_000 + 50_000 + 12_500
    filed = submitted(account)
    assert refused(decided, uuid4()) == Refusal.PROOF_UNKNOWN
    assert refused(decided, filed, by=FINANCE) == Refusal.NOT_ALLOWED
    assert refused(decided, filed, accepted=False, reason=" ") == Refusal.REASON_MISSING
    assert decided(filed) == 60_000
    assert available(account) == 50_000 + 80_000 + 42_500
    assert refused(decided, filed) == Refusal.ALREADY_DECIDED
    assert not broken()


def test_a_refused_proof_changes_nothing_and_says_why():
    account = an_account(a_person())
    credited(a_year(account))
    filed = submitted(account)
    assert decided(filed, accepted=False, reason="La page de la décision manque.") == 0
    assert available(account) == 50_000
    (card,) = own_declarations(account).proofs
    assert (card.state, card.reason) == (ProofState.REFUSED, "La page de la décision manque.")
    assert statuses([account], 2025) == {}


def test_both_statuses_never_give_more_than_the_most():
    account = an_account(a_person())
    declared(account, on(2025, 1, 10))
    decided(submitted(account))
    credited(a_year(account, 2025))
    assert available(account) == 80_000


def test_it_is_the_declaration_of_the_diploma_that_ends_the_raised_credit():
    account = an_account()
    holder = holder_of(account)
    declare_low_qualification(account_id=account, by=holder, at=AT.replace(year=2024))
    # Obtained in 2025, told in 2026: 2025 and 2026 are raised still, 2027 no more.
    end_low_qualification(account_id=account, obtained_on=date(2025, 3, 1), by=holder, at=AT)
    said = own_declarations(account)
    assert (said.low_qualified_until, said.low_qualified_last_year) == (date(2025, 3, 1), 2026)
    raised = [bool(statuses([account], year)) for year in (2023, 2024, 2025, 2026, 2027)]
    assert raised == [False, True, True, True, False]
