"""Two confirmations at once, with rights for one: exactly one wins, and no account is overdrawn."""

import threading

import pytest
from django.db import connection
from tests import scenes
from tests.moments import AT

from acquis.accounts import queries as accounts
from acquis.enrolments import actions
from acquis.enrolments.types import State
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_confirmations_with_rights_for_one():
    holder = scenes.a_holder(rights_cents=scenes.PRICE, jobseeker=True)
    both = [scenes.proposed(holder), scenes.proposed(holder)]
    proofs = [scenes.a_proof(scene) for scene in both]
    start = threading.Barrier(2)
    answers: list[str] = []

    def confirm(scene: scenes.Scene, proof_id) -> None:
        try:
            start.wait()
            actions.confirm(
                enrolment_id=scene.id,
                proof_id=proof_id,
                session="session",
                return_path="/mes-inscriptions",
                by=holder.actor,
                at=AT,
            )
            answers.append("confirmed")
        except Refused as refused:
            answers.append(str(refused.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=pair) for pair in zip(both, proofs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count("confirmed") == 1
    # The loser either found the money held by the other, or had a basket that was no longer the one proved.
    assert set(answers) - {"confirmed"} <= {"ledger_balance_too_low", "people.proof_other_basket"}
    assert sorted(scene.now.state for scene in both) == [State.CONFIRMED, State.PROPOSED]
    assert accounts.rights(holder.account_id, on=AT.date()).available_cents == 0


def test_two_requests_for_one_session_at_once():
    holder, body = scenes.a_holder(), scenes.a_body()
    session_id = scenes.a_session(body)
    start = threading.Barrier(2)
    answers: list[str] = []

    def request() -> None:
        try:
            start.wait()
            actions.request(account_id=holder.account_id, session_id=session_id, by=holder.actor, at=AT)
            answers.append("requested")
        except Refused as refused:
            answers.append(str(refused.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["enrolments.already_requested", "requested"]
