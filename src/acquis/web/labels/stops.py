"""How the states of a body's stop, and of each enrolment in it, are called on the pages."""

from enum import StrEnum

from acquis.stops.types import LineState, StopState, Way

LABELS: dict[StrEnum, str] = {
    StopState.PREPARED: "Arrêt à approuver",
    StopState.DISCARDED: "Arrêt abandonné",
    StopState.RUNNING: "Arrêt en cours",
    StopState.DONE: "Arrêt terminé",
    Way.RETURNED: "Annulée : tout revient",
    Way.COUNTED: "Arrêtée : la part suivie est payée",
    Way.BY_HAND: "À regarder par un agent",
    LineState.WAITING: "pas encore",
    LineState.ENDED: "fait",
    LineState.LEFT: "laissée à un agent",
}
