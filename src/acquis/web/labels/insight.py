"""How the groups and the states of simulations are called on the pages."""

from enum import StrEnum

from acquis.insight.types import Dimension, SimulationState, Situation, Status

LABELS: list[tuple[StrEnum, str]] = [
    (Dimension.REGIME, "Selon l’activité"),
    (Dimension.STATUS, "Selon la situation"),
    (Dimension.AGE, "Selon l’âge"),
    (Dimension.REGION, "Selon la région"),
    (Situation.EMPLOYEE, "Salariés"),
    (Situation.ESAT, "Travailleurs d’établissements d’aide par le travail"),
    (Situation.SELF_EMPLOYED, "Indépendants"),
    (Situation.PUBLIC_AGENT, "Agents publics"),
    (Situation.IDLE, "Sans activité dans l’année"),
    (Status.NONE, "Aucune majoration"),
    (Status.LOW_QUALIFIED, "Salariés peu qualifiés"),
    (Status.OETH, "Salariés en situation de handicap"),
    (Status.BOTH, "Peu qualifiés et en situation de handicap"),
    (SimulationState.WAITING, "en cours"),
    (SimulationState.DONE, "terminée"),
    (SimulationState.FAILED, "interrompue"),
]
