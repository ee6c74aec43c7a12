"""How the states of payments, refunds, invoices and payouts are called."""

from enum import StrEnum

from acquis.treasury.types import (
    BatchState,
    CollectionState,
    InvoiceKind,
    InvoiceState,
    Outcome,
    RefundState,
    RefundWhy,
)

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
    (RefundState.DUE, "Demandé à la banque"),
    (RefundState.SENT, "Parti, pas encore arrivé"),
    (RefundState.DONE, "Arrivé"),
    (RefundState.REFUSED, "Refusé par la carte, toujours dû"),
    (RefundWhy.BEFORE_ENTRY, "Annulé avant l’entrée : tout est rendu (conditions générales, article 6)"),
    (RefundWhy.LATE_CANCELLATION, "Annulation tardive : une part est rendue (conditions générales, article 6)"),
    (RefundWhy.NOT_FOLLOWED, "Part de la formation qui n’a pas été suivie (conditions générales)"),
    (RefundWhy.EXCUSED, "Force majeure reconnue : ce qui avait été retenu est rendu (conditions générales, article 6)"),
    (RefundWhy.TOO_LATE, "Paiement arrivé quand il n’était plus attendu : tout est rendu"),
    (RefundWhy.OTHER, "Somme rendue"),
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
