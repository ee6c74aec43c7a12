"""How collections, invoices and batches of payouts are called on the pages."""

from enum import StrEnum

from acquis.treasury.types import BatchState, CollectionState, InvoiceKind, InvoiceState, Outcome, RefundState

LABELS: dict[StrEnum, str] = {
    CollectionState.STARTED: "Paiement en cours",
    CollectionState.PAID: "Payé",
    CollectionState.REFUSED: "Refusé par la banque",
    CollectionState.EXPIRED: "Non terminé à temps",
    CollectionState.REFUND_DUE: "Remboursement en cours",
    CollectionState.REFUNDED: "Remboursé",
    Outcome.PENDING: "En cours",
    Outcome.PAID: "Payé",
    Outcome.REFUSED: "Refusé",
    RefundState.DUE: "Remboursement à faire",
    RefundState.DONE: "Remboursement fait",
    InvoiceKind.DEPOSIT: "Acompte à l’entrée",
    InvoiceKind.BALANCE: "Formation suivie",
    InvoiceKind.LATE_CANCELLATION: "Annulation tardive",
    InvoiceState.TO_PAY: "À payer",
    InvoiceState.IN_BATCH: "Paiement préparé",
    InvoiceState.PAID: "Payée",
    BatchState.DRAFT: "À approuver",
    BatchState.APPROVED: "Approuvé, à exécuter par la banque",
    BatchState.PAID: "Payé",
    BatchState.DISCARDED: "Abandonné",
}
