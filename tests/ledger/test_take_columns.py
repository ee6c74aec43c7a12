"""What is taken from many purses in columns is what `post` would write, all or none, and never below nothing."""

import numpy as np
import pytest

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_book, post, post_columns, take_columns
from acquis.ledger.models import Early, Transfer
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, Refusal

from .scenes import COMMITMENTS, DONE, RIGHTS, TODAY, Holder, broken
from .test_post_columns import BOOK, REFERENCE, column, columns

pytestmark = pytest.mark.django_db


def available(purse):
    return balances([purse])[purse].available_cents


def taking(holders, amounts, references=None, **other):
    given = {
        "owners": column([holder.owner for holder in holders]),
        "accounts": column([holder.purse for holder in holders]),
        "amounts_cents": np.array(amounts, dtype=np.int64),
        "references": references or [f"take {holder.owner}" for holder in holders],
        "into": RIGHTS,
        "code": Code.CORRECTION,
        "effective_on": TODAY,
    }
    take_columns(**(given | other), **DONE)


def refused(*words, **given):
    with pytest.raises(Refused) as found:
        taking(*words, **given)
    return found.value


def rows(holders):
    names = ("debit", "credit", "amount_cents", "kind", "code", "effective_on", "recorded_at", "by", "about", "follows")
    return [
        [*Transfer.objects.filter(owner=h.owner, reference__startswith="take ").values_list(*names, "reference", "id")]
        for h in holders
    ]


def test_it_writes_what_post_writes():
    some, others = [Holder(100), Holder(50)], [Holder(100), Holder(50)]
    taking(some, [30, 50])
    transfers = [
        holder.transfer(holder.purse, RIGHTS, amount, f"take {holder.owner}", code=Code.CORRECTION)
        for holder, amount in zip(others, [30, 50], strict=True)
    ]
    post(transfers=transfers, **DONE)
    for (ours,), (theirs,) in zip(rows(some), rows(others), strict=True):
        assert ours[1:10] == theirs[1:10]
    assert [available(holder.purse) for holder in (*some, *others)] == [70, 0, 70, 0]
    # The same once more, by either door, changes nothing.
    taking(others, [30, 50])
    assert [available(holder.purse) for holder in others] == [70, 0]
    assert refused(others, [31, 50]).reason == Refusal.REFERENCE_REUSED
    assert not broken()


def test_what_never_could_be_a_transfer_is_refused_before_the_rest():
    holders = [Holder(100), Holder(100)]
    for amounts in ([1, 0], [1, -1], [1, 1 << 53]):
        assert refused(holders, amounts).reason == Refusal.NOT_A_TRANSFER
    for bad in ("", "book:x", "x" * 201, "a\0b"):
        assert refused(holders, [1, 1], ["good", bad]).reason == Refusal.NOT_A_TRANSFER
    assert refused(holders, [1]).reason == Refusal.NOT_A_TRANSFER
    assert refused(holders, [1, 1], into=holders[0].purse).reason == Refusal.NOT_A_TRANSFER
    assert [available(holder.purse) for holder in holders] == [100, 100]


def test_nobody_has_less_than_nothing_and_then_nothing_is_taken_from_anybody():
    holders = [Holder(100), Holder(40), Holder(100)]
    found = refused(holders, [50, 41, 50])
    assert found.reason == Refusal.BALANCE_TOO_LOW
    assert found.details == {"account": str(holders[1].purse), "reference": f"take {holders[1].owner}"}
    assert [available(holder.purse) for holder in holders] == [100, 40, 100]
    strangers = column([new_id() for _ in holders])
    assert refused(holders, [1, 1, 1], accounts=strangers).reason == Refusal.ACCOUNT_UNKNOWN
    assert refused(holders, [1, 1, 1], into=new_id()).reason == Refusal.ACCOUNT_UNKNOWN
    # Who is refused may go on in the same transaction.
    taking(holders, [50, 40, 50], into=COMMITMENTS)
    assert [available(holder.purse) for holder in holders] == [50, 0, 50]
    assert not broken()


def test_what_waits_in_a_book_can_be_taken():
    holders = sorted([Holder(10), Holder(), Holder()], key=lambda holder: holder.owner)
    book = open_book(reference=REFERENCE, **BOOK, **DONE)
    post_columns(book=book, number=0, **columns(holders, [100, 100, 100]), **DONE)
    taking(holders[:2], [100, 100])
    assert Early.objects.count() == 2
    assert [available(holder.purse) for holder in holders][2] == 100
    assert sum(available(holder.purse) for holder in holders) == 110
    assert not broken()


def test_a_thousand_and_more_go_in_several_calls_all_or_none():
    holder = Holder(2_000)
    many = [holder] * 1_500
    found = refused(many, [2] * 1_500, [f"take {n}" for n in range(1_500)])
    assert found.reason == Refusal.BALANCE_TOO_LOW
    assert available(holder.purse) == 2_000
    taking(many, [1] * 1_500, [f"take {n}" for n in range(1_500)])
    assert available(holder.purse) == 500
    assert Transfer.objects.filter(reference__startswith="take ").count() == 1_500
    assert not broken()
