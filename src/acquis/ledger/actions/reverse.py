"""Reverse a posted transfer: the same amount goes back the other way. The only correction there is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import models
from ..batches import write
from ..references import of_credit, transfer_id
from ..types import Code, Kind, Refusal, Transfer


@act
def reverse(*, reference: str, reversal_reference: str, by: Actor, at: datetime) -> None:
    """Undo the transfer posted under `reference`; done before under the same reversal reference, changes nothing.

    A reservation that was posted is reversed by the reference it was reserved under. Refuses:
    REFERENCE_UNKNOWN, NOT_POSTED, ALREADY_REVERSED, REFERENCE_REUSED, BALANCE_TOO_LOW when the account that
    received the money has it no more.
    """
    posted = _posted(reference)
    reversal = models.Transfer.objects.filter(owner=posted.owner, follows=posted.id).first()
    if reversal is not None:
        if reversal.reference == reversal_reference:
            return
        raise Refused(Refusal.ALREADY_REVERSED, reference=reference)

    # After this point the reversal must succeed.
    back = Transfer(
        owner=posted.owner,
        debit=posted.credit,
        credit=posted.debit,
        amount_cents=posted.amount_cents,
        code=Code.REVERSAL,
        effective_on=day_of(at),
        reference=reversal_reference,
        about=posted.about,
    )
    write([back], kind=Kind.POSTED, follows=posted.id, by=by, at=at)


def _posted(reference: str) -> models.Transfer:
    if (named := of_credit(reference)) is not None:
        return _credit(reference, *named)
    row = models.Transfer.objects.filter(id=transfer_id(reference)).first()
    if row is None:
        raise Refused(Refusal.REFERENCE_UNKNOWN, reference=reference)
    if row.kind == Kind.RESERVED:
        row = models.Transfer.objects.filter(owner=row.owner, follows=row.id, kind=Kind.POST_RESERVED).first()
    if row is None or row.kind not in (Kind.POSTED, Kind.POST_RESERVED) or row.code == Code.REVERSAL:
        raise Refused(Refusal.NOT_POSTED, reference=reference)
    return row


def _credit(reference: str, book_reference: str, owner: UUID) -> models.Transfer:
    """The credit of a book, in the shape of a transfer."""
    book = models.Book.objects.filter(reference=book_reference).first()
    credit = models.Credit.objects.filter(book=book.id, owner=owner).first() if book else None
    if book is None or credit is None:
        raise Refused(Refusal.REFERENCE_UNKNOWN, reference=reference)
    return models.Transfer(
        owner=owner,
        id=transfer_id(reference),
        debit=book.debit,
        credit=credit.account,
        amount_cents=credit.amount_cents,
    )
