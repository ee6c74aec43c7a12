"""How what is done for companies is called on the pages."""

from enum import StrEnum

from acquis.kit.actor import Flow

LABELS: list[tuple[StrEnum, str]] = [
    (Flow.ENDOWMENTS, "Dotations : ajouter de l’argent aux droits de salariés"),
    (Flow.DECLARATIONS, "Temps de travail : répondre aux demandes de correction"),
    (Flow.CORRECTIVE, "Entretiens et versements correctifs"),
]
