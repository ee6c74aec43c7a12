"""What must always be true of money collected and paid: our documents and the ledger tell the same sums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from acquis.journal.checks import check
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Sums, house, provider_payable
from acquis.outside import bank_files

from . import billing
from .depositing import opened
from .models import BankEntry, Collection, Excess, Invoice, InvoiceDeposit, PayoutBatch, PayoutLine, Refund, Series
from .types import (
    OWED_BACK,
    BankWord,
    BatchState,
    CollectionState,
    EntryState,
    ExcessKind,
    InvoiceKind,
    InvoiceOrigin,
    InvoiceState,
    LineState,
    RefundState,
)

_EVER_PAID = (CollectionState.PAID, CollectionState.REFUND_DUE, CollectionState.REFUNDED)
_NOTHING = Sums()
_TO_PAY = F("amount_cents") - F("deducted_cents")


@check("treasury: what was collected and refunded is what the ledger says of the card provider")
def cards() -> Iterator[str]:
    sums = house_sums()
    collected = _sum(Collection.objects.filter(state__in=_EVER_PAID))
    given_back = _sum(Refund.objects.filter(state=RefundState.DONE))
    due = _sum(Refund.objects.filter(state__in=OWED_BACK))
    held = -_moved(House.CARD_CLEARING, Code.HOLDER_PAYMENT, Code.HOLDER_REFUND)
    if held != collected - given_back:
        yield f"card clearing: the ledger holds {held} cents, the collections less the refunds {collected - given_back}"
    owed = sums.get(house(House.REFUNDS_DUE), _NOTHING).balance_cents
    if owed != due:
        yield f"refunds due: the ledger owes {owed} cents, the refunds {due}"


@check("treasury: a collection never gives back more than it took")
def refunds() -> Iterator[str]:
    given = Collection.objects.annotate(given=Sum("refunds__amount_cents")).filter(given__gt=F("amount_cents"))
    for pk in given.values_list("id", flat=True):
        yield f"collection {pk}: its refunds pass its amount"
    refunded = Collection.objects.filter(state=CollectionState.REFUNDED, refunds__state__in=OWED_BACK).distinct()
    for pk in refunded.values_list("id", flat=True):
        yield f"collection {pk}: refunded, and a refund is still due"


@check("treasury: what went back to a payer twice was found, and a person has settled it")
def excesses() -> Iterator[str]:
    waiting = Excess.objects.filter(settled_at__isnull=True).order_by("id")
    for pk, cents, kind in waiting.values_list("collection", "amount_cents", "kind"):
        noted = kind == ExcessKind.ARRIVED_AFTER_NOTE
        what = (
            "arrived on a card after a person had noted what they did of them"
            if noted
            else "went back more than was owed"
        )
        yield f"collection {pk}: {cents} cents {what}, and wait for a person"
    made = Coalesce(Sum("refunds__amount_cents", filter=Q(refunds__state=RefundState.DONE)), 0)
    contested = Collection.objects.filter(contested_cents__gt=0)
    over = contested.annotate(over=made + F("contested_cents") - F("amount_cents")).filter(over__gt=0)
    for pk, cents in over.values_list("id", "over"):
        if not Excess.objects.filter(reference=f"taken back {pk}", amount_cents=cents).exists():
            yield f"collection {pk}: refunded and taken back by {cents} cents too many, and nobody was told"


@check("treasury: what each provider is owed is what its unpaid invoices say")
def payables() -> Iterator[str]:
    sums = house_sums()
    unsent = Invoice.objects.filter(
        Q(state=InvoiceState.TO_PAY) | Q(state=InvoiceState.IN_BATCH, line__batch__state=BatchState.DRAFT)
    )
    owed = dict(unsent.order_by().values_list("provider_id").annotate(cents=Sum(_TO_PAY)))
    # What was deducted from its own invoice is not owed back besides.
    deducted = Invoice.objects.filter(deducted_cents__gt=0).order_by().values_list("provider_id")
    for provider_id, cents in deducted.annotate(cents=Sum("deducted_cents")):
        owed[provider_id] = owed.get(provider_id, 0) + cents
    for provider_id, cents in _taken_back().items():
        owed[provider_id] = owed.get(provider_id, 0) - cents
    everyone: set[UUID] = set(Invoice.objects.order_by().values_list("provider_id", flat=True).distinct())
    for provider_id in sorted(everyone):
        told = sums.get(provider_payable(provider_id), _NOTHING).balance_cents
        if told != owed.get(provider_id, 0):
            yield f"provider {provider_id}: the ledger owes {told} cents, its invoices {owed.get(provider_id, 0)}"


@check("treasury: what is on its way and what has left the bank is what the batches say")
def payouts() -> Iterator[str]:
    for account, state in ((House.PAYOUTS_IN_TRANSIT, BatchState.APPROVED), (House.BANK, BatchState.PAID)):
        told = _moved(account, Code.PAYOUT, Code.PAYOUT_SENT, Code.REVERSAL)
        sent = _sum(PayoutLine.objects.filter(batch__state=state, state=LineState.ORDERED))
        if told != sent:
            yield f"{account}: the ledger tells {told} cents, the batches {sent}"


@check("treasury: every batch is the sum of its lines, and every line the sum of its invoices")
def batches() -> Iterator[str]:
    told = PayoutBatch.objects.annotate(cents=Sum("lines__amount_cents"), found=Count("lines"))
    for number in told.exclude(cents=F("total_cents"), found=F("count")).values_list("number", flat=True):
        yield f"payout batch {number}: its lines do not add up to it"
    live = PayoutLine.objects.exclude(batch__state=BatchState.DISCARDED).filter(state=LineState.ORDERED)
    wrong = live.annotate(cents=Coalesce(Sum(F("invoices__amount_cents") - F("invoices__deducted_cents")), 0)).exclude(
        cents=F("amount_cents")
    )
    for reference in wrong.values_list("end_to_end_id", flat=True):
        yield f"payout line {reference}: its invoices do not add up to it"
    strange = Invoice.objects.filter(line__isnull=False).exclude(line__provider_id=F("provider_id"))
    for number in strange.values_list("number", flat=True):
        yield f"invoice {number}: in another provider's line"


@check("treasury: what a bank sent back is paid no more, and what the bank booked is what we had ordered")
def answers() -> Iterator[str]:
    given_back = PayoutLine.objects.exclude(state=LineState.ORDERED)
    for reference in given_back.filter(invoices__isnull=False).distinct().values_list("end_to_end_id", flat=True):
        yield f"payout line {reference}: it came back, and an invoice still says that it carries it"
    due = PayoutLine.objects.filter(batch__state=BatchState.APPROVED).exclude(state=LineState.REJECTED)
    whole = due.values("batch__number").annotate(unbooked=Count("id", filter=Q(booked_on__isnull=True)))
    for number in whole.filter(unbooked=0).values_list("batch__number", flat=True):
        yield f"payout batch {number}: the bank booked all of it, and it is not paid"
    back = BankEntry.objects.filter(word__in=[BankWord.CREDIT, BankWord.TRANSFER_REJECTED], state=EntryState.MATCHED)
    for file, place in back.filter(line__state=LineState.ORDERED).values_list("file__message_id", "place"):
        yield f"bank file {file}, entry {place}: a transfer came back, and its line does not say so"
    booked = BankEntry.objects.filter(word=BankWord.DEBIT, state=EntryState.MATCHED, line__isnull=False)
    for file, place in booked.filter(line__booked_on__isnull=True).values_list("file__message_id", "place"):
        yield f"bank file {file}, entry {place}: booked, and its line does not say so"


@check("treasury: every approved batch was approved by a second person, and its file is the approved one")
def files() -> Iterator[str]:
    for batch in PayoutBatch.objects.filter(sha256__gt="").iterator(chunk_size=1):
        if not batch.approved_by or batch.approved_by == batch.prepared_by:
            yield f"payout batch {batch.number}: no second person"
        content = bytes(batch.file)
        if hashlib.sha256(content).hexdigest() != batch.sha256:
            yield f"payout batch {batch.number}: the file is not the one that was approved"
            continue
        try:
            bank_files.verify(content, total_cents=batch.total_cents, count=batch.count)
        except bank_files.NotValid:
            yield f"payout batch {batch.number}: the file does not say what the batch says"


@check("treasury: every electronic invoice is the one that was issued, and says the amount of its invoice")
def electronic() -> Iterator[str]:
    for invoice in Invoice.objects.filter(file__isnull=False).select_related("file").iterator(chunk_size=200):
        if hashlib.sha256(bytes(invoice.file.xml)).hexdigest() != invoice.file.sha256:
            yield f"invoice {invoice.number}: the file is not the one that was issued"
        bill = billing.kept(invoice.file.bill)
        told = (bill.number, bill.net_cents, bill.tax_cents)
        if told != (invoice.number, invoice.net_cents, invoice.tax_cents):
            yield f"invoice {invoice.number}: its file says another amount"


@check("treasury: what a body makes itself is awaited or kept as deposited, and is not paid before")
def deposits() -> Iterator[str]:
    own = Invoice.objects.filter(origin=InvoiceOrigin.DEPOSITED)
    for number in own.filter(deposit__isnull=True).values_list("number", flat=True):
        yield f"invoice {number}: its body makes it, and nothing is awaited"
    early = own.filter(deposit__deposited_at__isnull=True, line__isnull=False)
    for number in early.values_list("number", flat=True):
        yield f"invoice {number}: paid before its body deposited it"
    for row in InvoiceDeposit.objects.filter(deposited_at__isnull=False).iterator(chunk_size=4):
        if hashlib.sha256(opened(row)).hexdigest() != row.sha256:
            yield f"invoice {row.invoice_id}: the file is not the one that was deposited"


@check("treasury: an invoice is taken back once at most, and what is taken back is what providers owe back")
def credit_notes() -> Iterator[str]:
    over = Invoice.objects.annotate(taken=Sum("credit_notes__amount_cents")).filter(taken__gt=F("amount_cents"))
    for number in over.values_list("number", flat=True):
        yield f"invoice {number}: more is taken back than it asked for"
    wrong = Invoice.objects.annotate(taken=Coalesce(Sum("credit_notes__amount_cents"), 0))
    to_pay = Q(state__in=[InvoiceState.TO_PAY, InvoiceState.DEDUCTED]) & ~Q(kind=InvoiceKind.CREDIT_NOTE)
    wrong = wrong.filter(Q(deducted_cents__gt=F("taken")) | to_pay & Q(deducted_cents__lt=F("taken")))
    for number in wrong.values_list("number", flat=True):
        yield f"invoice {number}: what is deducted from it is not what its credit notes say"
    notes = Invoice.objects.filter(kind=InvoiceKind.CREDIT_NOTE).order_by().values_list("provider_id")
    noted = dict(notes.annotate(cents=Sum("amount_cents")))
    taken_back = _taken_back()
    for provider_id, cents in noted.items():
        if cents > taken_back.get(provider_id, 0):
            yield f"provider {provider_id}: its credit notes pass what the ledger took back"


@check("treasury: invoices are numbered without a hole")
def numbers() -> Iterator[str]:
    last = dict(Series.objects.values_list("name", "last"))
    seen: dict[str, set[int]] = {}
    ours = Invoice.objects.filter(origin=InvoiceOrigin.ISSUED)
    for number in ours.values_list("number", flat=True).iterator():
        year, siret, serial = number.split("-")
        seen.setdefault(f"invoice {year} {siret}", set()).add(int(serial))
    for name, serials in sorted(seen.items()):
        missing = set(range(1, last.get(name, 0) + 1)) ^ serials
        # One that a body's own invoice bears was passed over, and is no hole.
        borne = [f"{name.removeprefix('invoice ').replace(' ', '-')}-{serial:06d}" for serial in missing - serials]
        own = Invoice.objects.filter(origin=InvoiceOrigin.DEPOSITED, number__in=borne)
        if missing and own.count() < len(missing):
            yield f"series {name}: a number is missing or too many"


def _moved(account: House, *codes: Code) -> int:
    """Credits less debits of an account of the house for these reasons alone: it has others too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(CASE credit WHEN %(id)s THEN amount_cents ELSE -amount_cents END), 0)::bigint"
            " FROM ledger_transfer WHERE %(id)s IN (debit, credit) AND code = ANY (%(codes)s)"
            " AND kind IN ('posted', 'post_reserved')",
            {"id": house(account), "codes": list(codes)},
        )
        return int(cursor.fetchone()[0])


def _taken_back() -> dict[UUID, int]:
    """What providers owe back of a deposit that was more than what was followed is worth, by provider.

    It stands in the ledger as a correction of what we owe them, until it is recovered.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT debit, sum(amount_cents)::bigint FROM ledger_transfer WHERE code = %s GROUP BY debit",
            [Code.CORRECTION],
        )
        by_account = dict(cursor.fetchall())
    everyone = Invoice.objects.order_by().values_list("provider_id", flat=True).distinct()
    return {pk: by_account[provider_payable(pk)] for pk in everyone if provider_payable(pk) in by_account}


#: For those who want this context's checks alone.
CHECKED = (
    cards,
    refunds,
    excesses,
    payables,
    payouts,
    batches,
    answers,
    files,
    electronic,
    deposits,
    credit_notes,
    numbers,
)


def _sum(rows: QuerySet[Any]) -> int:
    return rows.aggregate(cents=Sum("amount_cents"))["cents"] or 0
