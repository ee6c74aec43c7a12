"""A purse for what a funder promises for one enrolment: on the account, and no money of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests import scenes
from tests.moments import AT

from acquis.accounts import actions
from acquis.accounts.queries import funding_facts, rights
from acquis.accounts.types import PurseKind, Refusal
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


def opened(holder, kind=PurseKind.REGION, by=scenes.SYSTEM):
    purse_id = new_id()
    actions.open_promised(
        account_id=holder.account_id,
        purse_id=purse_id,
        kind=kind,
        label="Région Bretagne",
        promised_for=uuid4(),
        by=by,
        at=AT,
    )
    return purse_id


def test_it_is_open_and_empty():
    holder = scenes.a_holder(rights_cents=0)
    purse_id = opened(holder)
    card = next(each for each in rights(holder.account_id, on=AT.date()).purses if each.id == purse_id)
    assert (card.kind, card.posted_cents, card.label) == (PurseKind.REGION, 0, "Région Bretagne")
    assert funding_facts(holder.account_id, on=AT.date()).purses == ()


def test_who_may_and_when():
    holder = scenes.a_holder(rights_cents=0)
    with pytest.raises(Refused) as told:
        opened(holder, by=scenes.a_holder(rights_cents=0).actor)
    assert told.value.reason is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as told:
        opened(holder, kind=PurseKind.CEC)
    assert told.value.reason is Refusal.PURSE_NOT_FOR_TOP_UPS
    actions.freeze(account_id=holder.account_id, reason="contrôle", by=scenes.STAFF, at=AT)
    with pytest.raises(Refused) as told:
        opened(holder)
    assert told.value.reason is Refusal.NOT_IN_THIS_STATE
