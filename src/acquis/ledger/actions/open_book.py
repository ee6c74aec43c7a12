"""Open a book of credits: what the transfers of one run will have in common."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ..batches import LONGEST_REFERENCE
from ..calls import refusing
from ..references import BOOK
from ..types import Code, Refusal

_OPEN = "SELECT ledger_open_book(%s, %s, %s, %s, %s, %s)"

#: A space and the owner's id come after it in the reference of a credit.
LONGEST = LONGEST_REFERENCE - 37


@act
def open_book(*, reference: str, debit: UUID, code: Code, effective_on: date, by: Actor, at: datetime) -> int:
    """The number of the book that stands under `reference` ("book:…"); opened the first time, the same ever after.

    `debit` is the account of the house that every credit of the book comes from. Refuses NOT_A_TRANSFER (the
    reference is not a book's, or too long), ACCOUNT_UNKNOWN (`debit`), REFERENCE_REUSED (opened otherwise before).
    """
    if not reference.startswith(BOOK) or len(reference) > LONGEST or "\0" in reference or reference.endswith(" "):
        raise Refused(Refusal.NOT_A_TRANSFER, reference=reference)

    # After this point the database answers or refuses.
    with refusing(), connection.cursor() as cursor:
        cursor.execute(_OPEN, [reference, debit, code.value, effective_on, by.key, at])
        (number,) = cursor.fetchone()
        return int(number)
