"""How the states of the books are called."""

from enum import StrEnum

from acquis.accounting.types import ClosingState, Span

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Span.MONTH, "Mois"),
    (Span.YEAR, "Année"),
    (ClosingState.PREPARED, "À approuver"),
    (ClosingState.CLOSED, "Clos"),
    (ClosingState.DISCARDED, "Abandonnée"),
)
