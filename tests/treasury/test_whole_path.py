"""From purchases in every kind of end to the bank: the documents and the ledger agree, and nothing is left over."""

from datetime import timedelta

import pytest
from tests import scenes
from tests.treasury.scenes import APPROVER, FINANCE

from acquis.enrolments.types import BillingState
from acquis.journal.checks import CHECKS
from acquis.kit.clock import day_of
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.rules import ExitReason
from acquis.treasury import queries
from acquis.treasury.actions import approve_payouts, mark_paid, prepare_payouts

pytestmark = pytest.mark.django_db


def broken():
    return [sentence for check in CHECKS.values() for sentence in check()]


def test_every_check_holds_from_the_purchase_to_the_bank():
    ended = [
        scenes.validated(),
        scenes.validated(reason=ExitReason.DROPOUT, done=30),
        scenes.validated(reason=ExitReason.FORCE_MAJEURE, done=10),
    ]
    for scene in ended:
        scenes.with_bank_account(scene.body)
    scenes.confirmed()
    assert not broken()
    at = max(scene.now.due_at or scenes.AT for scene in ended) + timedelta(days=400)
    batch = prepare_payouts(until=day_of(at), by=FINANCE, at=at)
    approve_payouts(batch_id=batch, by=APPROVER, at=at)
    assert not broken()
    mark_paid(batch_id=batch, by=FINANCE, at=at)
    assert not broken()
    paid = queries.batch(batch)
    assert house_sums()[house(House.BANK)].balance_cents == paid.total_cents
    assert paid.total_cents == sum(scene.now.provider_cents for scene in ended)
    assert {scene.now.billing_state for scene in ended} <= {BillingState.BILLED, BillingState.PAID}
