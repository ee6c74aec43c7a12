"""Every invoice due until a day is put in one batch, to be approved by somebody else.

One transfer for each provider: the bank's statement then shows the batch as one debit and gives each transfer back
under its end-to-end reference, a rejected transfer is one provider's whole due, and the provider reads the invoices
of the transfer on its own page. What waits is told in `due`, and kept with the batch as it was told.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.kit.sql import uuid_array

from .. import events, lifecycle, permissions
from ..due import choose
from ..models import Invoice, LeftAside, PayoutBatch, PayoutLine
from ..series import locked, next_number
from ..types import InvoiceAct, InvoiceState, Refusal


@act
def prepare_payouts(*, until: date, by: Actor, at: datetime) -> UUID:
    """Prepare a batch and return it. Two preparations at once never take the same invoice: the second waits."""
    due = list(Invoice.objects.due(until).to_be_sent().select_for_update().order_by("id"))

    permissions.PREPARE_PAYOUTS.require_any(by)
    today = day_of(at)
    chosen = choose(due, on=today)
    by_provider = chosen.payable
    if not by_provider:
        raise Refused(Refusal.NOTHING_TO_PAY)
    in_batch = lifecycle.INVOICE.require(InvoiceAct.PUT_IN_BATCH, InvoiceState.TO_PAY)

    # After this point the preparation must succeed.
    number = f"{today.year}-V{next_number(locked(f'payouts {today.year}')):05d}"
    batch = PayoutBatch.objects.create(
        number=number,
        until=until,
        prepared_by=by.key,
        prepared_at=at,
        total_cents=sum(invoice.to_pay_cents for invoices in by_provider.values() for invoice in invoices),
        count=len(by_provider),
    )
    lines, carried = [], []
    for place, provider_id in enumerate(sorted(by_provider), start=1):
        payee, invoices = chosen.payees[provider_id], by_provider[provider_id]
        line = PayoutLine(
            batch=batch,
            provider_id=provider_id,
            bank_account_id=payee.bank_account_id,
            payee=payee.holder_name,
            iban=payee.iban,
            bic=payee.bic,
            amount_cents=sum(invoice.to_pay_cents for invoice in invoices),
            end_to_end_id=f"{number}-{place:05d}",
        )
        lines.append(line)
        carried += [(invoice.id, line.id) for invoice in invoices]
    PayoutLine.objects.bulk_create(lines, batch_size=1_000)
    LeftAside.objects.bulk_create(
        [
            LeftAside(
                batch=batch,
                invoice_id=invoice.id,
                number=invoice.number,
                provider_id=invoice.provider_id,
                about=invoice.about,
                amount_cents=invoice.to_pay_cents,
                why=why[0],
                also=why[1:],
            )
            for invoice, why in chosen.waiting
        ],
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        # In columns: an UPDATE that tells a hundred thousand rows apart one by one takes minutes to compose.
        cursor.execute(
            "UPDATE treasury_invoice SET state = %s, line_id = told.line"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS told(invoice, line) WHERE id = told.invoice",
            [
                in_batch,
                uuid_array(invoice_id for invoice_id, _ in carried),
                uuid_array(line_id for _, line_id in carried),
            ],
        )

    record(events.PayoutsPrepared(about=batch.id, total_cents=batch.total_cents, count=batch.count), by=by, at=at)
    return batch.id
