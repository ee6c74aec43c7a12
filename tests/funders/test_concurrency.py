"""Many enrolments of one convention at once: its envelope pays as many as it can, to the cent, and nobody else."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from tests import scenes
from tests.funders.scenes import budget, in_force, terms
from tests.funders.test_conventions import CHECKS
from tests.funders.test_promises import aids_of
from tests.moments import AT

from acquis.funders import actions
from acquis.funders.types import AmountKind, AmountRule, Refusal
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)

ENROLMENTS, PAID = 8, 5


def test_an_envelope_is_never_exceeded_by_enrolments_at_once():
    """Five times 200 € and a little: the sixth finds 199,99 €, spread over many accounts of the ledger."""
    rule = AmountRule(kind=AmountKind.SUM, sum_cents=20_000)
    convention = in_force(said=terms(amount=rule), budget_cents=PAID * 20_000 + 19_999)
    asked = [scenes.proposed(scenes.a_holder(rights_cents=100_000)) for _each in range(ENROLMENTS)]
    aids = [aids_of(scene)[0] for scene in asked]
    start = threading.Barrier(ENROLMENTS)
    answers: list[str] = []

    def promise(scene, offered) -> None:
        try:
            start.wait()
            actions.promise(
                account_id=scene.holder.account_id, enrolment_id=scene.id, aids=offered, by=scenes.SYSTEM, at=AT
            )
            answers.append("promised")
        except Refused as refused:
            answers.append(str(refused.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=promise, args=pair) for pair in zip(asked, aids, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [str(Refusal.ENVELOPE_EMPTY)] * (ENROLMENTS - PAID) + ["promised"] * PAID
    assert budget(convention) == (19_999, PAID * 20_000, 0)
    # Promised and not held by an enrolment: what this test leaves out, and the check sees it.
    assert [bool(list(check())) for check in CHECKS] == [False, True, False]
    given = [offered[0].purse_id for offered in aids]
    assert actions.return_promised(promise_ids=given, by=scenes.SYSTEM, at=AT) == PAID * 20_000
    assert budget(convention) == (PAID * 20_000 + 19_999, 0, 0)
    actions.note_spent(promise_ids=given, by=scenes.SYSTEM, at=AT)
    assert [list(check()) for check in CHECKS] == [[], [], []]
