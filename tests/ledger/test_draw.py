"""Drawing an amount from several accounts of one owner: one where one is enough, all of them to the last cent."""

from __future__ import annotations

import pytest
from tests.ledger.scenes import DONE, Holder

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import draw
from acquis.ledger.types import Refusal

pytestmark = pytest.mark.django_db


def drawn(owner, cents):
    return draw(owner=owner, amount_cents=cents, **DONE)


def test_one_account_that_has_enough_is_drawn_from_alone():
    holder = Holder(100, 900, 50)
    assert drawn(holder.owner, 500) == [(holder.purses[1], 500)]
    ((account, nothing),) = drawn(holder.owner, 0)
    assert (account in holder.purses, nothing) == (True, 0)


def test_where_none_has_enough_they_pay_together_and_to_the_last_cent():
    holder = Holder(100, 900, 50)
    assert drawn(holder.owner, 1_000) == [(holder.purses[1], 900), (holder.purses[0], 100)]
    assert sum(cents for _account, cents in drawn(holder.owner, 1_050)) == 1_050
    with pytest.raises(Refused) as told:
        drawn(holder.owner, 1_051)
    assert told.value.reason is Refusal.BALANCE_TOO_LOW


def test_an_owner_without_an_account_has_nothing_to_draw_from():
    with pytest.raises(Refused) as told:
        drawn(new_id(), 1)
    assert told.value.reason is Refusal.ACCOUNT_UNKNOWN
