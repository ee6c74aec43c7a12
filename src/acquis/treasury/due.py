"""Which due invoices can be paid on a day: the same answer for those who look and for those who prepare a batch.

Providers that cannot be paid that day (no approved account, cooling-off, suspension) wait, and so do those whose
account sent the last transfer back, what is owed about a purchase under control, and invoices that would pass what a
provider is owed once what it owes back is deducted. Each that waits has its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Sum

from acquis.ledger.queries import house_sums
from acquis.ledger.types import Sums, provider_payable
from acquis.providers import queries as providers
from acquis.providers.types import BankDetails, Unpayable

from .models import BankEntry, Invoice, InvoiceDeposit, PayoutLine, Withholding
from .types import BatchState, EntryState, InvoiceOrigin, InvoiceState, Unpaid

_WHY = {
    Unpayable.NO_ACCOUNT: Unpaid.NO_ACCOUNT,
    Unpayable.ACCOUNT_TOO_NEW: Unpaid.ACCOUNT_TOO_NEW,
    Unpayable.NOT_IN_THIS_STATE: Unpaid.NOT_PAYABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Where each provider is paid, the invoices that can be, provider by provider, and those that wait, with why."""

    payees: Mapping[UUID, BankDetails]
    payable: Mapping[UUID, list[Invoice]]
    waiting: Sequence[tuple[Invoice, tuple[Unpaid, ...]]]


def choose(due: Iterable[Invoice], *, on: date) -> Choice:
    """Choose among due invoices, the earliest due first."""
    in_order = sorted(due, key=lambda invoice: (invoice.payable_by, invoice.number))
    concerned = {invoice.provider_id for invoice in in_order}
    payees = providers.payable(concerned, on=on)
    why = stopping(concerned, on=on)
    left = owed(payees.keys() - why.keys())
    payable: dict[UUID, list[Invoice]] = defaultdict(list)
    waiting = []
    held, awaited = withheld(in_order), awaiting(in_order)
    for invoice in in_order:
        reasons = why.get(invoice.provider_id, ())
        if invoice.about in held:
            reasons += (Unpaid.WITHHELD,)
        if invoice.id in awaited:
            reasons += (Unpaid.NOT_DEPOSITED,)
        # What a provider owes back is not sent out again.
        if not reasons and invoice.to_pay_cents > left[invoice.provider_id]:
            reasons = (Unpaid.OWES_BACK,)
        if reasons:
            waiting.append((invoice, reasons))
            continue
        left[invoice.provider_id] -= invoice.to_pay_cents
        payable[invoice.provider_id].append(invoice)
    return Choice(payees=payees, payable=payable, waiting=waiting)


def stopping(provider_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[Unpaid, ...]]:
    """Everything about each of these bodies that keeps any payment from leaving on a day."""
    told: dict[UUID, tuple[Unpaid, ...]] = defaultdict(tuple)
    for provider_id, reasons in providers.unpayable(provider_ids, on=on).items():
        told[provider_id] = tuple(_WHY[reason] for reason in reasons)
    for provider_id in sent_back(providers.active_accounts(provider_ids).values()):
        told[provider_id] += (Unpaid.ACCOUNT_RETURNED,)
    for provider_id in _unexplained(provider_ids):
        told[provider_id] += (Unpaid.BANK_LINE_WAITS,)
    return dict(told)


def awaiting(invoices: Iterable[Invoice]) -> set[UUID]:
    """Those that their body makes itself and has not deposited."""
    ids = [invoice.id for invoice in invoices if invoice.origin == InvoiceOrigin.DEPOSITED]
    missing = InvoiceDeposit.objects.filter(pk__in=ids, deposited_at__isnull=True) if ids else ()
    return {each.pk for each in missing}


def sent_back(accounts: Iterable[UUID]) -> set[UUID]:
    """The providers to whose present account a transfer could not go, unless a person lets it be tried again."""
    held = PayoutLine.objects.filter(bank_account_id__in=set(accounts), blames_account=True, retried_at__isnull=True)
    return set(held.values_list("provider_id", flat=True))


def withheld(invoices: Iterable[Invoice]) -> set[UUID]:
    """The purchases of these invoices that are under control: nothing owed about them is paid."""
    # Asked by body: few purchases are under control, and invoices may be a hundred thousand.
    of_body = {invoice.about: invoice.provider_id for invoice in invoices}
    rows = Withholding.objects.filter(provider_id__any_of=set(of_body.values()), released_at__isnull=True)
    return of_body.keys() & set(rows.values_list("about", flat=True))


def _unexplained(providers_: Iterable[UUID]) -> set[UUID]:
    """The providers of whose transfers the bank says something that nobody has explained yet."""
    waiting = BankEntry.objects.filter(state=EntryState.TO_LOOK_AT, line__provider_id__in=set(providers_))
    return set(waiting.values_list("line__provider_id", flat=True))


def owed(provider_ids: Collection[UUID]) -> dict[UUID, int]:
    """What the ledger says each provider is owed, less what drafts of batches hold and what is withheld, in cents."""
    drafts = Invoice.objects.filter(state=InvoiceState.IN_BATCH, line__batch__state=BatchState.DRAFT)
    controls = Withholding.objects.filter(provider_id__in=list(provider_ids), released_at__isnull=True)
    under_control = Invoice.objects.filter(
        state=InvoiceState.TO_PAY, about__in=list(controls.values_list("about", flat=True))
    )
    held: dict[UUID, int] = defaultdict(int)
    for rows in (drafts, under_control):
        sums_of_rows = rows.order_by().values_list("provider_id")
        for provider_id, cents in sums_of_rows.annotate(cents=Sum(F("amount_cents") - F("deducted_cents"))):
            held[provider_id] += cents
    # After the drafts: one that is approved between the two is then counted twice, and waits, rather than not at all.
    sums = house_sums()
    return {
        provider_id: sums.get(provider_payable(provider_id), Sums()).balance_cents - held[provider_id]
        for provider_id in provider_ids
    }
