"""How the states of the books are called."""

from enum import StrEnum

from acquis.accounting.types import CallState, ClosingState, Difference, Need, Span, Teller, WorkState

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
    (Teller.BANK, "Banque"),
    (Teller.CARDS, "Prestataire de paiement"),
    (Difference.NOT_TOLD, "Nous l’avons, et personne dehors ne le dit"),
    (Difference.NOT_OURS, "Dit dehors, et absent du grand livre"),
    (Difference.DOUBLED, "Dit deux fois"),
    (Difference.OTHER_AMOUNT, "Un autre montant"),
    (Difference.OTHER_DAY, "Un autre jour"),
    (Difference.LATE, "En retard : rien ne vient"),
    (Difference.GAP, "Deux relevés ne se suivent pas"),
    (Difference.NO_STATEMENT, "Aucun relevé de ce jour"),
    (Difference.CHARGEBACK, "Paiement par carte contesté et repris"),
    (Difference.UNREADABLE, "Ligne illisible"),
    (WorkState.OPEN, "À regarder"),
    (WorkState.TAKEN, "Pris en charge"),
    (WorkState.PROPOSED, "À approuver"),
    (WorkState.ENDED, "Classé"),
    (WorkState.GONE, "Disparu de lui-même"),
    (Need.OWED, "Dû aux organismes"),
    (Need.IN_TRANSIT, "Virements ordonnés, pas encore exécutés"),
    (Need.REFUNDS, "Remboursements à faire aux titulaires"),
    (Need.SOON_DUE, "Deviendra dû dans le mois (moyenne des trois derniers)"),
    (Need.BANK, "Solde de la banque"),
    (Need.CARDS, "Paiements par carte à recevoir"),
    (Need.CALLED, "Déjà demandé, pas encore reçu"),
)
