"""How the states of the books are called."""

from enum import StrEnum

from acquis.accounting.types import CallState, ClosingState, Need, Span

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Span.MONTH, "Mois"),
    (Span.YEAR, "Année"),
    (ClosingState.PREPARED, "À approuver"),
    (ClosingState.CLOSED, "Clos"),
    (ClosingState.DISCARDED, "Abandonnée"),
    (CallState.PREPARED, "À approuver"),
    (CallState.APPROVED, "À recevoir"),
    (CallState.RECEIVED, "Reçu"),
    (CallState.DISCARDED, "Abandonné"),
    (Need.OWED, "Dû aux organismes"),
    (Need.IN_TRANSIT, "Virements ordonnés, pas encore exécutés"),
    (Need.REFUNDS, "Remboursements à faire aux titulaires"),
    (Need.SOON_DUE, "Deviendra dû dans le mois (moyenne des trois derniers)"),
    (Need.BANK, "Solde de la banque"),
    (Need.CARDS, "Paiements par carte à recevoir"),
    (Need.CALLED, "Déjà demandé, pas encore reçu"),
)
