"""The words of hearings: kinds, states, acts, findings."""

from __future__ import annotations

from enum import StrEnum

from acquis.hearings.types import Act, Finding, HearingKind, State

LABELS: list[tuple[StrEnum, str]] = [
    (HearingKind.CONTEST, "Contestation de la formation déclarée"),
    (HearingKind.FORCE_MAJEURE, "Demande de force majeure"),
    (HearingKind.ENTRY_IN_ERROR, "Entrée déclarée par erreur"),
    (HearingKind.CONTROL, "Contrôle de la formation suivie"),
    (State.OPEN, "Ouvert, les deux parties s’expliquent"),
    (State.TAKEN, "Examiné par un agent"),
    (State.DECIDED, "Décision rendue"),
    (State.AGREED, "Accord des deux parties"),
    (State.WITHDRAWN, "Retiré"),
    (State.MOOT, "Sans objet"),
    (Act.OPEN, "Dossier ouvert"),
    (Act.STATE, "Explications données"),
    (Act.TAKE, "Dossier pris par un agent"),
    (Act.AGREE, "Accord donné"),
    (Act.DECIDE, "Décision rendue"),
    (Act.WITHDRAW, "Dossier retiré"),
    (Act.CLOSE, "Dossier clos, sans objet"),
    (Finding.GRANTED, "Demande acceptée"),
    (Finding.AS_DECLARED, "Formation validée comme elle a été déclarée"),
    (Finding.CHANGED, "Part suivie ou motif de fin corrigés"),
    (Finding.SERVICE_REFUSED, "Formation refusée : rien n’est payé"),
    (Finding.DISMISSED, "Demande refusée"),
]
