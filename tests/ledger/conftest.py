"""Holders whose rows are sealed in small blocks."""

import numpy as np
import pytest

from acquis.kit.ids import new_id
from acquis.ledger import sealing
from acquis.ledger.actions import (
    open_book,
    post,
    post_columns,
    post_reserved,
    release,
    reserve,
    reverse,
)
from acquis.ledger.types import Code

from .scenes import AT, DONE, RIGHTS, TODAY, Holder
from .sealed import AGENT, TOMORROW, seal_all


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of four rows, read in windows of three numbers, so that a handful of rows shows everything."""
    monkeypatch.setattr(sealing, "BLOCK", 4)
    monkeypatch.setattr(sealing, "WINDOW", 3)


@pytest.fixture
def holder():
    """Twelve rows of two holders, of every kind, with an author, a subject and letters beyond ASCII; all anchored."""
    holder, other = Holder(10_000), Holder(500)
    reserve(transfers=[holder.spends(300, "tenue é"), holder.spends(200, "rendue ☂")], **DONE)
    post_reserved(references=["tenue é"], effective_on=TODAY, **DONE)
    release(references=["rendue ☂"], **DONE)
    post(transfers=[holder.spends(700, "erreur", about=new_id())], by=AGENT, at=AT)
    reverse(reference="erreur", reversal_reference="retour", by=AGENT, at=AT)
    post(transfers=[other.spends(n) for n in range(1, 5)], **DONE)
    assert seal_all() == 1
    return holder


@pytest.fixture
def credited(holder):
    """Ten owners credited by two slices of one book; the holder is one of them. Anchored on the next day."""
    owners = sorted([holder, *(Holder() for _ in range(9))], key=lambda each: each.owner)
    credit("book:credit 2025 employee", owners)
    assert seal_all(**TOMORROW) == 2
    return owners


def credit(reference, owners):
    """Two slices of a book: each owner receives 500 euros and some cents of their own."""
    book = open_book(reference=reference, debit=RIGHTS, code=Code.YEARLY_CREDIT, effective_on=TODAY, **DONE)
    for number, part in enumerate((owners[:6], owners[6:])):
        columns = {
            "owners": column([each.owner for each in part]),
            "accounts": column([each.purse for each in part]),
            "amounts_cents": np.array([50_000 + n for n in range(len(part))], dtype=np.int64),
        }
        post_columns(book=book, number=number, **columns, by=AGENT, at=AT)


def column(ids):
    return np.frombuffer(b"".join(each.bytes for each in ids), dtype=np.uint8).reshape(-1, 16)
