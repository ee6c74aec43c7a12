"""Batches of payouts as others may hold them; one may pay a hundred thousand invoices, which nobody reads at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.functions import RowNumber

from acquis.kit.actor import Actor
from acquis.providers import queries as providers

from . import permissions
from .invoice_cards import told
from .models import BankEntry, Invoice, PayoutBatch, PayoutLine
from .seeing import seen
from .types import BankWord, BatchCard, BatchState, InvoiceCard, LineCard, LineState

#: Transfers on one page of a batch, and invoices told of each of them.
LINES_PER_PAGE = 50
INVOICES_TOLD = 20


class Altered(RuntimeError):
    """A stored file is not the one that was approved."""


def batches(*, limit: int = 50, page: int = 1, by: Actor | None = None) -> list[BatchCard]:
    """A page of the batches, `limit` of them, the latest first, without their lines."""
    rows = _with_answer(seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.defer("file")))
    first = (page - 1) * limit
    return [_batch(row) for row in rows.order_by("-prepared_at", "-id")[first : first + limit]]


def count_batches(*, by: Actor | None = None) -> int:
    return seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.all()).count()


def batch(batch_id: UUID, *, page: int = 1, by: Actor | None = None) -> BatchCard | None:
    """A batch with one page of its lines, the first invoices of each, and how much of it stands or came back."""
    rows = seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.defer("file").filter(pk=batch_id))
    row = _with_answer(rows).first()
    if row is None:
        return None
    ordered = Q(state=LineState.ORDERED)
    sums = row.lines.aggregate(
        count=Count("id"), returned=Count("id", filter=~ordered), cents=Sum("amount_cents", filter=ordered)
    )
    first = (page - 1) * LINES_PER_PAGE
    lines = list(row.lines.order_by("end_to_end_id")[first : first + LINES_PER_PAGE])
    paid = Invoice.objects.filter(line__in=lines)
    counts = dict(paid.order_by().values_list("line").annotate(many=Count("id")))
    ranked = paid.annotate(rank=Window(RowNumber(), partition_by=F("line"), order_by=F("number").asc()))
    by_line: dict[UUID, list[InvoiceCard]] = {}
    of_line = dict(ranked.filter(rank__lte=INVOICES_TOLD).values_list("id", "line"))
    for each in told(None, Invoice.objects.filter(pk__in=of_line).order_by("number")):
        by_line.setdefault(of_line[each.id], []).append(each)
    tellers: dict[UUID, set[str]] = {}
    back = [line for line in lines if line.state != LineState.ORDERED]
    for line_id, received_by in BankEntry.objects.filter(line__in=back).values_list("line", "file__received_by"):
        tellers.setdefault(line_id, set()).add(received_by)
    cards = [
        line_card(line, by_line.get(line.id, []), counts.get(line.id, 0), tellers.get(line.id, ())) for line in lines
    ]
    return _batch(
        row,
        tuple(cards),
        pages=max(1, -(-sums["count"] // LINES_PER_PAGE)),
        returned=sums["returned"],
        ordered_cents=sums["cents"] or 0,
    )


def batch_rows(batch_id: UUID, *, by: Actor | None = None) -> Iterator[tuple[str, str, str, str, int, LineState]]:
    """Everything that a batch pays, for a file: payee, masked account, reference, invoice, cents, state of the line.

    What came back is told by transfer, with the invoices that it had carried in one cell's stead.
    """
    rows = seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.filter(pk=batch_id))
    lines = PayoutLine.objects.filter(batch__in=rows).order_by("end_to_end_id")
    for line in lines.filter(~Q(state=LineState.ORDERED)):
        said = (line.payee, providers.masked(line.iban), line.end_to_end_id)
        yield (*said, ", ".join(line.carried[:INVOICES_TOLD]), line.amount_cents, LineState(line.state))
    paid = Invoice.objects.filter(line__in=lines.filter(state=LineState.ORDERED).order_by())
    named = paid.values_list(
        *("line__payee", "line__iban", "line__end_to_end_id", "number"), F("amount_cents") - F("deducted_cents")
    )
    for payee, iban, reference, number, cents in named.order_by("line__end_to_end_id", "number").iterator(2_000):
        yield payee, providers.masked(iban), reference, number, cents, LineState.ORDERED


def payout_file(batch_id: UUID, *, by: Actor | None = None) -> bytes | None:
    """The file of an approved batch; None when there is none. Raises Altered when it is not the approved one."""
    row = seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.filter(pk=batch_id)).first()
    if row is None or not row.sha256:
        return None
    content = bytes(row.file)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Altered(f"payout batch {row.number}: the stored file is not the approved one")
    return content


def batch_of(line_id: UUID) -> UUID | None:
    """The batch that a transfer is of."""
    return PayoutLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()


def line_card(
    row: PayoutLine, invoices: list[InvoiceCard] | None = None, many: int = 0, told_by: Iterable[str] = ()
) -> LineCard:
    """A transfer as others may hold it; `many` invoices in all, of which some are told."""
    return LineCard(
        id=row.id,
        provider_id=row.provider_id,
        payee=row.payee,
        iban_masked=providers.masked(row.iban),
        bic=row.bic,
        amount_cents=row.amount_cents,
        end_to_end_id=row.end_to_end_id,
        invoices=tuple(invoices or ()),
        count=many or len(row.carried),
        state=LineState(row.state),
        returned_on=row.returned_on,
        reason=row.reason,
        carried=tuple(row.carried[:INVOICES_TOLD]),
        blames_account=row.blames_account,
        retried=row.retried_at is not None,
        told_by=frozenset(told_by),
    )


def _batch(
    row: PayoutBatch, lines: tuple[LineCard, ...] = (), *, pages: int = 1, returned: int = 0, ordered_cents: int = 0
) -> BatchCard:
    return BatchCard(
        id=row.id,
        number=row.number,
        state=BatchState(row.state),
        until=row.until,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        execute_on=row.execute_on,
        paid_on=row.paid_on,
        total_cents=row.total_cents,
        count=row.count,
        sha256=row.sha256,
        lines=lines,
        pages=pages,
        returned=returned,
        ordered_cents=ordered_cents,
        accepted_at=getattr(row, "accepted_at", None),
    )


def _with_answer(rows: QuerySet[PayoutBatch]) -> QuerySet[PayoutBatch]:
    """With the moment at which the bank's acceptance was read, if it was."""
    said = BankEntry.objects.filter(batch=OuterRef("pk"), word=BankWord.ORDER_ACCEPTED).order_by("file__received_at")
    return rows.annotate(accepted_at=Subquery(said.values("file__received_at")[:1]))
