"""What a slice of a yearly run gives: a slice of one of the run's books."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.columns import Column
from acquis.ledger.actions import open_book, post_columns
from acquis.ledger.types import Code, House, house
from acquis.rules import Regime

from .models import book_reference


def give(
    *,
    run: int,
    number: int,
    year: int,
    regime: Regime,
    corrects: bool,
    on: date,
    owners: Column,
    purses: Column,
    amounts_cents: Column,
    by: Actor,
    at: datetime,
) -> None:
    """Give to each of these owners, in their order, so much, each above 0: as slice `number` of the book of the day.

    Credits of a year, or `corrects`, what was missing from one. Nothing is written for nobody.
    """
    if not len(owners):
        return
    book = open_book(
        reference=book_reference(run, year, regime.value, on, corrects=corrects),
        debit=house(House.RIGHTS_ISSUED),
        code=Code.CORRECTION if corrects else Code.YEARLY_CREDIT,
        effective_on=on,
        by=by,
        at=at,
    )
    post_columns(
        book=book,
        number=number,
        owners=kit.as_bytes(owners),
        accounts=kit.as_bytes(purses),
        amounts_cents=np.ascontiguousarray(amounts_cents),
        by=by,
        at=at,
    )
