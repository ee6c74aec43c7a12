"""How the kinds, states and reasons of yearly runs are called."""

from enum import StrEnum

from acquis.crediting.types import Phase, Reason, RunKind, RunState

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (RunKind.YEARLY, "Alimentation de l’année"),
    (RunKind.LAW, "Nouveau calcul après un changement de règle"),
    (RunKind.UNDO, "Annulation d’une alimentation"),
    (RunState.FORESEEING, "Calcul en cours"),
    (RunState.FORESEEN, "À approuver"),
    (RunState.APPROVED, "Approuvée, va commencer"),
    (RunState.RUNNING, "Versement en cours"),
    (RunState.DONE, "Terminée"),
    (RunState.DISCARDED, "Abandonnée"),
    (RunState.UNDONE, "Annulée"),
    (Phase.FORESEEN, "Prévu"),
    (Phase.DONE, "Fait"),
    (Reason.CREDIT, "Droits de l’année"),
    (Reason.CORRECTION, "Correction d’une déclaration"),
    (Reason.LAW, "Changement de règle"),
    (Reason.UNDOING, "Annulation"),
)
