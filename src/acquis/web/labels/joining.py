"""How the states of a joining and of a split are called on the pages."""

from enum import StrEnum

from acquis.joining.types import JoiningState, SplitState

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (JoiningState.PROPOSED, "Réunion à approuver"),
    (JoiningState.DECLINED, "Réunion refusée"),
    (JoiningState.JOINED, "Réunis"),
    (JoiningState.PARTING, "Séparation à approuver"),
    (JoiningState.PARTED, "Séparés"),
    (SplitState.PROPOSED, "Partage à approuver"),
    (SplitState.DECLINED, "Partage refusé"),
    (SplitState.SPLIT, "Partagé"),
    (SplitState.UNDOING, "Retour en arrière à approuver"),
    (SplitState.UNDONE, "Partage défait"),
)
