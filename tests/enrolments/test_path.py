"""The main path of a purchase, from the request to the validated service."""

import pytest
from tests import scenes

from acquis.enrolments.types import BillingState, State

pytestmark = pytest.mark.django_db


def test_the_whole_path():
    scene = scenes.validated()
    told = scene.now
    assert told.state == State.SERVICE_VALIDATED
    assert told.billing_state == BillingState.BILLED
    assert told.provider_cents == scenes.PRICE
