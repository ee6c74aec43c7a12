"""What others may ask about money collected and paid; the answers are frozen rows, in cents.

With `by`, only what this actor may see; without, everything: for the other contexts, which judge for themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from acquis.kit.actor import Actor
from acquis.kit.permission import Permission
from acquis.outside.e_invoices import Bill
from acquis.people import crypto
from acquis.providers import queries as providers

from . import billing, permissions
from .aging import aged_payables as aged_payables
from .due import choose
from .models import BankEntry, BankFile, Collection, Invoice, PayoutBatch, PayoutLine, Refund, Withholding
from .refunds_told import contested_collections as contested_collections
from .refunds_told import refund_of_key as refund_of_key
from .refunds_told import refunds_about as refunds_about
from .refunds_told import refunds_to_mend as refunds_to_mend
from .refunds_told import refused_refunds as refused_refunds
from .told_by_bank import words_of
from .told_of_day import BookedEntry as BookedEntry
from .told_of_day import StatementSpan as StatementSpan
from .told_of_day import batches_of_lines as batches_of_lines
from .told_of_day import batches_sent_on as batches_sent_on
from .told_of_day import booked as booked
from .told_of_day import first_lines as first_lines
from .told_of_day import statements as statements
from .told_of_day import unanswered_batches as unanswered_batches
from .told_of_day import unmade_refunds as unmade_refunds
from .types import (
    OWED_BACK,
    BankEntryCard,
    BankFileCard,
    BankWord,
    BatchCard,
    BatchState,
    CollectionCard,
    CollectionState,
    EntryState,
    InvoiceCard,
    InvoiceKind,
    InvoiceState,
    LineCard,
    LineState,
    PayableSum,
    Puzzle,
    RefundState,
    Unpaid,
    Waiting,
)


class Altered(RuntimeError):
    """A stored file is not the one that was approved."""


def collection(collection_id: UUID, *, by: Actor | None = None) -> CollectionCard | None:
    row = _seen(permissions.READ_COLLECTIONS, by, Collection.objects.filter(pk=collection_id)).first()
    return None if row is None else _collection(row)


def collections_about(about: UUID, *, by: Actor | None = None) -> list[CollectionCard]:
    """The collections of a purchase, newest first."""
    rows = _seen(permissions.READ_COLLECTIONS, by, Collection.objects.filter(about=about))
    return [_collection(row) for row in rows.order_by("-started_at", "-id")]


def refunds_due_about(about: UUID) -> list[UUID]:
    """The refunds of a purchase that the card provider has not confirmed yet, oldest first."""
    rows = Refund.objects.filter(collection__about=about, state=RefundState.DUE)
    return list(rows.order_by("due_at", "id").values_list("id", flat=True))


def invoice(invoice_id: UUID, *, by: Actor | None = None) -> InvoiceCard | None:
    return next(iter(_invoices(by, Invoice.objects.filter(pk=invoice_id))), None)


def invoices_of(
    provider_id: UUID, *, states: Iterable[InvoiceState] = (), limit: int | None = None, by: Actor | None = None
) -> list[InvoiceCard]:
    """The invoices of a provider, newest first."""
    rows = Invoice.objects.filter(provider_id=provider_id)
    wanted = list(states)
    return _invoices(by, (rows.filter(state__in=wanted) if wanted else rows).order_by("-issued_on", "-id"))[:limit]


def invoices_about(about: UUID, *, by: Actor | None = None) -> list[InvoiceCard]:
    """The invoices of an enrolment, oldest first."""
    return _invoices(by, Invoice.objects.filter(about=about).order_by("issued_on", "id"))


def invoice_file(invoice_id: UUID, *, by: Actor | None = None) -> tuple[Bill, bytes] | None:
    """What an invoice says and its XML, as issued; None when there is none. Raises Altered when it is not that one."""
    row = _seen(permissions.READ_INVOICES, by, Invoice.objects.filter(pk=invoice_id, file__isnull=False)).first()
    if row is None:
        return None
    content = bytes(row.file.xml)
    if hashlib.sha256(content).hexdigest() != row.file.sha256:
        raise Altered(f"invoice {row.number}: the stored file is not the one that was issued")
    return billing.kept(row.file.bill), content


def is_withheld(about: UUID, *, account_id: UUID) -> bool:
    """Whether what is owed about a purchase is not paid for the time being."""
    return Withholding.objects.filter(account_id=account_id, about=about, released_at__isnull=True).exists()


def payable(until: date, *, on: date, by: Actor | None = None) -> PayableSum:
    """What is due until a day: what a batch prepared on the day `on` would pay, and what would have to wait."""
    chosen = choose(_seen(permissions.READ_PAYOUTS, by, Invoice.objects.due(until)), on=on)
    payable = [invoice for invoices in chosen.payable.values() for invoice in invoices]
    waiting: dict[tuple[UUID, Unpaid], list[int]] = {}
    for invoice, why in chosen.waiting:
        waiting.setdefault((invoice.provider_id, why), []).append(invoice.to_pay_cents)
    return PayableSum(
        payable_cents=sum(invoice.to_pay_cents for invoice in payable),
        payable_count=len(payable),
        waiting_cents=sum(invoice.to_pay_cents for invoice, _ in chosen.waiting),
        waiting_count=len(chosen.waiting),
        waiting=tuple(
            Waiting(provider_id=provider_id, why=why, count=len(cents), cents=sum(cents))
            for (provider_id, why), cents in sorted(waiting.items(), key=lambda each: -sum(each[1]))
        ),
    )


def batches(*, limit: int = 50, by: Actor | None = None) -> list[BatchCard]:
    """The latest batches, newest first, without their lines."""
    rows = _seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.defer("file"))
    return [_batch(row) for row in rows.order_by("-prepared_at", "-id")[:limit]]


def batch(batch_id: UUID, *, by: Actor | None = None) -> BatchCard | None:
    """A batch with its lines and their invoices."""
    rows = _seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.defer("file").filter(pk=batch_id))
    row = rows.first()
    if row is None:
        return None
    invoices: dict[UUID | None, list[Invoice]] = {}
    for paid in Invoice.objects.filter(line__batch=row).select_related("line__batch").order_by("number"):
        invoices.setdefault(paid.line_id, []).append(paid)
    lines = [_line(line, invoices.get(line.id, [])) for line in row.lines.order_by("end_to_end_id")]
    return _batch(row, tuple(lines))


def payout_file(batch_id: UUID, *, by: Actor | None = None) -> bytes | None:
    """The file of an approved batch; None when there is none. Raises Altered when it is not the approved one."""
    row = _seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.filter(pk=batch_id)).first()
    if row is None or not row.sha256:
        return None
    content = bytes(row.file)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Altered(f"payout batch {row.number}: the stored file is not the approved one")
    return content


def batch_of(line_id: UUID) -> UUID | None:
    """The batch that a transfer is of."""
    return PayoutLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()


def returned_to(provider_id: UUID, *, by: Actor | None = None) -> list[LineCard]:
    """The transfers because of which the present account of a body is not paid, newest first."""
    present = providers.active_account(provider_id)
    rows = _seen(permissions.READ_INVOICES, by, PayoutLine.objects.filter(provider_id=provider_id))
    held = rows.filter(bank_account_id=present, blames_account=True, retried_at__isnull=True)
    return [_line(row, []) for row in held.order_by("-returned_on", "-id")]


def taken_before(content: bytes) -> bool:
    """Whether a file of the bank has been read already."""
    return BankFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).exists()


def bank_content(file_id: UUID, *, by: Actor | None = None) -> bytes | None:
    """The file as the bank sent it."""
    row = _seen(permissions.RECONCILE, by, BankFile.objects.filter(pk=file_id)).first()
    if row is None:
        return None
    return crypto.unseal_bytes(row.content_sealed, table="treasury_bankfile", column="content", row=row.id)


def entries_to_look_at(*, by: Actor | None = None) -> int:
    """How many entries of the bank wait for a person."""
    return int(_seen(permissions.RECONCILE, by, BankEntry.objects.filter(state=EntryState.TO_LOOK_AT)).count())


def bank_files(*, limit: int = 50, by: Actor | None = None) -> list[BankFileCard]:
    """The latest files of the bank, newest first."""
    rows = _seen(permissions.RECONCILE, by, BankFile.objects.defer("content_sealed"))
    return [_bank_file(row) for row in _counted(rows).order_by("-received_at", "-id")[:limit]]


def bank_file(file_id: UUID, *, by: Actor | None = None) -> BankFileCard | None:
    rows = _seen(permissions.RECONCILE, by, BankFile.objects.defer("content_sealed").filter(pk=file_id))
    row = _counted(rows).first()
    return None if row is None else _bank_file(row)


def bank_entries(
    file_id: UUID | None = None, *, to_look_at: bool = False, limit: int | None = 500, by: Actor | None = None
) -> list[BankEntryCard]:
    """What the bank told, in one file or in all, oldest first; `to_look_at`: only what waits for a person."""
    rows = _seen(permissions.RECONCILE, by, BankEntry.objects.select_related("batch").defer("batch__file"))
    if file_id is not None:
        rows = rows.filter(file_id=file_id)
    if to_look_at:
        rows = rows.filter(state=EntryState.TO_LOOK_AT)
    return [_bank_entry(row) for row in rows.order_by("file__received_at", "file_id", "place")[:limit]]


def bank_entry(entry_id: UUID, *, by: Actor | None = None) -> BankEntryCard | None:
    """One thing that the bank told."""
    rows = _seen(permissions.RECONCILE, by, BankEntry.objects.select_related("batch").defer("batch__file"))
    row = rows.filter(pk=entry_id).first()
    return None if row is None else _bank_entry(row)


def _counted(rows: QuerySet[BankFile]) -> QuerySet[BankFile]:
    waiting = Q(entries__state=EntryState.TO_LOOK_AT)
    return rows.annotate(told=Count("entries"), waiting=Count("entries", filter=waiting))


def _bank_file(row: Any) -> BankFileCard:
    return BankFileCard(
        id=row.id,
        name=row.name,
        form=row.form,
        message_id=row.message_id,
        opening_cents=row.opening_cents,
        closing_cents=row.closing_cents,
        first_day=row.first_day,
        last_day=row.last_day,
        received_by=row.received_by,
        received_at=row.received_at,
        entries=row.told,
        to_look_at=row.waiting,
    )


def _bank_entry(row: BankEntry) -> BankEntryCard:
    return BankEntryCard(
        id=row.id,
        file_id=row.file_id,
        place=row.place,
        word=BankWord(row.word),
        amount_cents=row.amount_cents,
        booked_on=row.booked_on,
        reference=row.reference,
        order_id=row.order_id,
        end_to_end_id=row.end_to_end_id,
        reason=row.reason,
        words=words_of(row),
        state=EntryState(row.state),
        puzzle=Puzzle(row.puzzle) if row.puzzle else None,
        batch_id=row.batch_id,
        batch_number=row.batch.number if row.batch else "",
        answer=row.answer,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )


def _seen(permission: Permission, by: Actor | None, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if by is None else permission.rows(by, rows)


def _collection(row: Collection) -> CollectionCard:
    given = dict(Refund.objects.filter(collection=row).values_list("state").annotate(cents=Sum("amount_cents")))
    return CollectionCard(
        id=row.id,
        account_id=row.account_id,
        about=row.about,
        amount_cents=row.amount_cents,
        state=CollectionState(row.state),
        external_id=row.external_id or "",
        redirect_url=row.redirect_url,
        return_path=row.return_path,
        started_at=row.started_at,
        concluded_at=row.concluded_at,
        refunded_cents=given.get(RefundState.DONE, 0),
        refund_due_cents=sum(given.get(state, 0) for state in OWED_BACK),
        contested_cents=row.contested_cents,
        contested_at=row.contested_at,
    )


def _invoices(by: Actor | None, rows: QuerySet[Invoice]) -> list[InvoiceCard]:
    seen = _seen(permissions.READ_INVOICES, by, rows).select_related("line__batch")
    return [_invoice(row) for row in seen.annotate(filed=Count("file"))]


def _invoice(row: Invoice) -> InvoiceCard:
    batch = row.line.batch if row.line else None
    return InvoiceCard(
        id=row.id,
        number=row.number,
        provider_id=row.provider_id,
        account_id=row.account_id,
        about=row.about,
        kind=InvoiceKind(row.kind),
        amount_cents=row.amount_cents,
        deducted_cents=row.deducted_cents,
        net_cents=row.net_cents,
        tax_cents=row.tax_cents,
        has_file=bool(getattr(row, "filed", False)),
        issued_on=row.issued_on,
        payable_by=row.payable_by,
        state=InvoiceState(row.state),
        batch_id=batch.id if batch else None,
        batch_number=batch.number if batch else "",
        paid_on=row.paid_on,
    )


def _line(row: PayoutLine, invoices: list[Invoice]) -> LineCard:
    return LineCard(
        id=row.id,
        provider_id=row.provider_id,
        payee=row.payee,
        iban_masked=providers.masked(row.iban),
        bic=row.bic,
        amount_cents=row.amount_cents,
        end_to_end_id=row.end_to_end_id,
        invoices=tuple(_invoice(paid) for paid in invoices),
        state=LineState(row.state),
        returned_on=row.returned_on,
        reason=row.reason,
        carried=tuple(row.carried),
        blames_account=row.blames_account,
        retried=row.retried_at is not None,
    )


def _batch(row: PayoutBatch, lines: tuple[LineCard, ...] = ()) -> BatchCard:
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
    )
