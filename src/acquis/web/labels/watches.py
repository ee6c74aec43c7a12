"""How the states and cadences of searches that are kept are called."""

from enum import StrEnum

from acquis.watches.types import Act, Cadence, State

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Cadence.DAILY, "Une fois par jour, le matin"),
    (Cadence.AT_ONCE, "Dès qu’il y a du nouveau"),
    (State.ACTIVE, "Suivie"),
    (State.PAUSED, "En pause"),
    (Act.PAUSE, "Mettre en pause"),
    (Act.RESUME, "Reprendre"),
)
