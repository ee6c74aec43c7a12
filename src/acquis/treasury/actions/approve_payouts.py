"""A second person approves a batch: the file for the bank is made, checked and kept, and what we owe is on its way.

The file is made before anything is written, and a file that its schema or our own count does not accept stops the
approval. Its content depends on the batch alone, so that the same batch can only ever give the same file.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house, provider_payable
from acquis.outside import bank_files
from acquis.providers import queries as providers
from acquis.rules import add_working_days

from .. import events, lifecycle, permissions
from ..deducting import credited_since
from ..due import owed, sent_back, withheld
from ..models import Invoice, PayoutBatch, PayoutLine
from ..types import BatchAct, BatchState, Refusal

#: An account of a bank that does not exist, with right check digits.
_DEMO_DEBTOR = bank_files.Party(
    name="Acquis, caisse de démonstration", iban="FR7699999000010000000000115", bic="ACQUFRPP"
)


@act
def approve_payouts(*, batch_id: UUID, by: Actor, at: datetime) -> None:
    batch = PayoutBatch.objects.locked(batch_id)
    lines = list(batch.lines.order_by("end_to_end_id"))

    permissions.APPROVE_PAYOUTS.require(by, batch)
    state = lifecycle.BATCH.require(BatchAct.APPROVE, BatchState(batch.state))
    if by.wrote(batch.prepared_by):
        raise Refused(Refusal.SAME_PERSON)
    today = day_of(at)
    # Locked, so that a change of account comes before this, and is seen, or after the file.
    payees = providers.payable({line.provider_id for line in lines}, on=today, locked=True)
    for line in lines:
        payee = payees.get(line.provider_id)
        if payee is None or payee.bank_account_id != line.bank_account_id:
            raise Refused(Refusal.BANK_DETAILS_CHANGED, line=line.end_to_end_id)
    if held := sent_back(payee.bank_account_id for payee in payees.values()):
        raise Refused(Refusal.ACCOUNT_RETURNED, line=next(e.end_to_end_id for e in lines if e.provider_id in held))
    # Locked, so that a credit note comes before this or sees them sent.
    carried = Invoice.objects.to_be_sent().filter(line__in=batch.lines.values("id"))
    invoices = list(carried.select_for_update().order_by("id"))
    if held_back := withheld(invoices):
        raise Refused(Refusal.WITHHELD, invoice=next(e.number for e in invoices if e.about in held_back))
    if credited := credited_since(invoice.id for invoice in invoices):
        raise Refused(Refusal.TAKEN_BACK, invoice=credited)
    # This draft is counted in what is held: less than nothing is left when it would pay too much.
    left = owed({line.provider_id for line in lines})
    if over := next((line for line in lines if left[line.provider_id] < 0), None):
        raise Refused(Refusal.OWES_BACK, line=over.end_to_end_id)
    # The next working day here; a bank closed that day by its own calendar pays on its next.
    execute_on = add_working_days(today, 1)
    file = _file(batch, lines, execute_on=execute_on, at=at)
    payable = {line.provider_id: provider_payable(line.provider_id) for line in lines}

    # After this point the approval must succeed.
    batch.state, batch.approved_by, batch.approved_at, batch.execute_on = state, by.key, at, execute_on
    batch.file, batch.sha256 = file, hashlib.sha256(file).hexdigest()
    batch.save(update_fields=["state", "approved_by", "approved_at", "execute_on", "file", "sha256"])
    post(
        transfers=[
            Transfer(
                owner=invoice.account_id,
                debit=payable[invoice.provider_id],
                credit=house(House.PAYOUTS_IN_TRANSIT),
                amount_cents=invoice.to_pay_cents,
                code=Code.PAYOUT,
                effective_on=today,
                reference=f"payout {batch.number} invoice {invoice.in_ledger}",
                about=invoice.about,
            )
            for invoice in invoices
        ],
        by=by,
        at=at,
    )

    record(events.PayoutsApproved(about=batch.id, total_cents=batch.total_cents, sha256=batch.sha256), by=by, at=at)


def _file(batch: PayoutBatch, lines: list[PayoutLine], *, execute_on: date, at: datetime) -> bytes:
    ours = settings.ACQUIS
    debtor = bank_files.Party(name=ours.debtor_name, iban=ours.debtor_iban, bic=ours.debtor_bic)
    if not (debtor.name and debtor.iban and debtor.bic):
        if not ours.demo:
            raise Refused(Refusal.DEBTOR_ACCOUNT_MISSING)
        debtor = _DEMO_DEBTOR
    try:
        return bank_files.credit_transfers(
            debtor=debtor,
            message_id=batch.number,
            made_at=at,
            execute_on=execute_on,
            payments=[
                bank_files.Payment(
                    payee=bank_files.Party(name=line.payee, iban=line.iban, bic=line.bic),
                    amount_cents=line.amount_cents,
                    end_to_end_id=line.end_to_end_id,
                    text=f"Formations {batch.number} {line.end_to_end_id[-5:]}",
                )
                for line in lines
            ],
            total_cents=batch.total_cents,
        )
    except bank_files.NotValid as error:
        raise Refused(Refusal.FILE_NOT_VALID) from error
