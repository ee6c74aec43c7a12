"""How the states of payments, refunds, invoices and payouts are called."""

from enum import StrEnum

from acquis.treasury.types import BatchState, CollectionState, InvoiceKind, InvoiceState, Outcome, RefundState

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (CollectionState.STARTED, "Paiement en cours"),
    (CollectionState.PAID, "Payé"),
    (CollectionState.REFUSED, "Paiement refusé"),
    (CollectionState.EXPIRED, "Paiement abandonné"),
    (CollectionState.REFUND_DUE, "Remboursement en cours"),
    (CollectionState.REFUNDED, "Remboursé"),
    (Outcome.PENDING, "En attente"),
    (Outcome.PAID, "Payé"),
    (Outcome.REFUSED, "Refusé"),
    (RefundState.DUE, "En cours"),
    (RefundState.DONE, "Fait"),
    (InvoiceKind.DEPOSIT, "Acompte à l’entrée en formation"),
    (InvoiceKind.BALANCE, "Solde après la formation"),
    (InvoiceKind.LATE_CANCELLATION, "Indemnité d’annulation tardive"),
    (InvoiceKind.CREDIT_NOTE, "Avoir : somme reprise"),
    (InvoiceState.TO_PAY, "À payer"),
    (InvoiceState.IN_BATCH, "Virement en préparation"),
    (InvoiceState.PAID, "Payée"),
    (InvoiceState.DEDUCTED, "Avoir déduit : rien à virer"),
    (BatchState.DRAFT, "À approuver"),
    (BatchState.APPROVED, "Approuvé, à envoyer à la banque"),
    (BatchState.PAID, "Payé"),
    (BatchState.DISCARDED, "Abandonné"),
    (BatchState.REJECTED, "Refusé par la banque"),
)
