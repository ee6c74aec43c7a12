"""What others may ask about money collected and paid; the answers are frozen rows, in cents.

With `by`, only what this actor may see; without, everything: for the other contexts, which judge for themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, Sum

from acquis.kit.actor import Actor
from acquis.kit.prepared import Prepared, PreparedValues, given
from acquis.outside.e_invoices import Bill
from acquis.providers import queries as providers

from . import billing, permissions
from .aging import aged_payables as aged_payables
from .bank_queries import bank_content as bank_content
from .bank_queries import bank_entries as bank_entries
from .bank_queries import bank_entry as bank_entry
from .bank_queries import bank_file as bank_file
from .bank_queries import bank_files as bank_files
from .bank_queries import entries_to_look_at as entries_to_look_at
from .bank_queries import taken_before as taken_before
from .batch_queries import INVOICES_TOLD as INVOICES_TOLD
from .batch_queries import Altered as Altered
from .batch_queries import batch as batch
from .batch_queries import batch_of as batch_of
from .batch_queries import batch_rows as batch_rows
from .batch_queries import batches as batches
from .batch_queries import count_batches as count_batches
from .batch_queries import line_card
from .batch_queries import payout_file as payout_file
from .delays_told import delays_of as delays_of
from .delays_told import delays_until as delays_until
from .depositing import deposited_file as deposited_file
from .depositing import to_deposit as to_deposit
from .due import choose
from .due import stopping as stopping
from .invoice_cards import card, told, told_of
from .invoice_codes import code_of as code_of
from .invoice_codes import invoice_of_code as invoice_of_code
from .left_aside import left_aside as left_aside
from .models import Collection, Invoice, PayoutLine, Refund, Withholding
from .open_items import about_the_same as about_the_same
from .open_items import left_to_settle as left_to_settle
from .refunds_told import contested_collections as contested_collections
from .refunds_told import excesses_to_settle as excesses_to_settle
from .refunds_told import refund_of_key as refund_of_key
from .refunds_told import refunds_about as refunds_about
from .refunds_told import refunds_to_mend as refunds_to_mend
from .refunds_told import refused_refunds as refused_refunds
from .seeing import seen
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
    CollectedFor,
    CollectionCard,
    CollectionState,
    InvoiceCard,
    InvoiceState,
    LineCard,
    PayableSum,
    RefundState,
    Unpaid,
    Waiting,
)

#: How long a payment given up may still turn out to have been made, and how often it is asked about.
LATE_PAYMENTS = timedelta(days=3)
ASKED_EVERY = timedelta(minutes=10)


def collection(collection_id: UUID, *, by: Actor | None = None) -> CollectionCard | None:
    row = seen(permissions.READ_COLLECTIONS, by, Collection.objects.filter(pk=collection_id)).first()
    return None if row is None else _collection(row)


def collected(collection_id: UUID) -> CollectedFor | None:
    """Whose and which purchase a collection is for; None when there is none."""
    return next((CollectedFor(*each) for each in _COLLECTED.all(id=collection_id)), None)


_COLLECTED = PreparedValues(
    lambda: Collection.objects.filter(pk=given("id")).values_list("account_id", "about", "amount_cents")
)


def collections_about(about: UUID, *, by: Actor | None = None) -> list[CollectionCard]:
    """The collections of a purchase, newest first."""
    rows = seen(permissions.READ_COLLECTIONS, by, Collection.objects.filter(about=about))
    return [_collection(row) for row in rows.order_by("-started_at", "-id")]


def payments_to_ask(at: datetime) -> list[UUID]:
    """The payments of which the card provider's word may have been lost: awaited since a while, or given up lately.

    What was given up over an hour ago is asked about once an hour.
    """
    since = at - (LATE_PAYMENTS if at.minute < ASKED_EVERY.total_seconds() // 60 else timedelta(hours=1))
    awaited = Q(state=CollectionState.STARTED, started_at__range=(at - LATE_PAYMENTS, at - ASKED_EVERY))
    given_up = Q(state__in=[CollectionState.EXPIRED, CollectionState.REFUSED], concluded_at__gte=since)
    rows = Collection.objects.filter(awaited | given_up, external_id__isnull=False)
    return list(rows.order_by("id").values_list("id", flat=True))


def refunds_due_about(about: UUID) -> list[UUID]:
    """The refunds of a purchase that the card provider has not confirmed yet, oldest first."""
    rows = Refund.objects.filter(collection__about=about, state=RefundState.DUE)
    return list(rows.order_by("due_at", "id").values_list("id", flat=True))


def invoice(invoice_id: UUID, *, by: Actor | None = None) -> InvoiceCard | None:
    return next(iter(told(by, Invoice.objects.filter(pk=invoice_id))), None)


def invoices_of(
    provider_id: UUID, *, states: Iterable[InvoiceState] = (), limit: int | None = None, by: Actor | None = None
) -> list[InvoiceCard]:
    """The invoices of a provider, newest first."""
    rows = Invoice.objects.filter(provider_id=provider_id)
    wanted = list(states)
    return told(by, (rows.filter(state__in=wanted) if wanted else rows).order_by("-issued_on", "-id"), limit)


def invoices_about(about: UUID, *, by: Actor | None = None) -> list[InvoiceCard]:
    """The invoices of an enrolment, oldest first."""
    if by is None:
        return [card(row) for row in _ABOUT.all(about=about)]
    return told(by, Invoice.objects.filter(about=about).order_by("issued_on", "id"))


# What an act asks at each ending.
_ABOUT = Prepared(lambda: told_of(Invoice.objects.filter(about=given("about")).order_by("issued_on", "id")))


def invoice_file(invoice_id: UUID, *, by: Actor | None = None) -> tuple[Bill, bytes] | None:
    """What an invoice says and its XML, as issued; None when there is none. Raises Altered when it is not that one."""
    row = seen(permissions.READ_INVOICES, by, Invoice.objects.filter(pk=invoice_id, file__isnull=False)).first()
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
    chosen = choose(seen(permissions.READ_PAYOUTS, by, Invoice.objects.due(until)), on=on)
    payable = [invoice for invoices in chosen.payable.values() for invoice in invoices]
    waiting: dict[tuple[UUID, tuple[Unpaid, ...]], list[int]] = {}
    for invoice, why in chosen.waiting:
        waiting.setdefault((invoice.provider_id, why), []).append(invoice.to_pay_cents)
    return PayableSum(
        payable_cents=sum(invoice.to_pay_cents for invoice in payable),
        payable_count=len(payable),
        waiting_cents=sum(invoice.to_pay_cents for invoice, _ in chosen.waiting),
        waiting_count=len(chosen.waiting),
        waiting=tuple(
            Waiting(provider_id=provider_id, why=why[0], also=why[1:], count=len(cents), cents=sum(cents))
            for (provider_id, why), cents in sorted(waiting.items(), key=lambda each: -sum(each[1]))
        ),
    )


def returned_to(provider_id: UUID, *, by: Actor | None = None) -> list[LineCard]:
    """The transfers because of which the present account of a body is not paid, newest first."""
    present = providers.active_account(provider_id)
    rows = seen(permissions.READ_INVOICES, by, PayoutLine.objects.filter(provider_id=provider_id))
    held = rows.filter(bank_account_id=present, blames_account=True, retried_at__isnull=True)
    return [line_card(row) for row in held.order_by("-returned_on", "-id")]


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
