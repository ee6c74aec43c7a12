"""How the states of a joining are called on the pages."""

from enum import StrEnum

from acquis.joining.types import JoiningState

LABELS: dict[StrEnum, str] = {
    JoiningState.PROPOSED: "Réunion à approuver",
    JoiningState.DECLINED: "Réunion refusée",
    JoiningState.JOINED: "Réunis",
    JoiningState.PARTING: "Séparation à approuver",
    JoiningState.PARTED: "Séparés",
}
