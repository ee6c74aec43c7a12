"""Money promised and units converted, in the words a person reads.

Apart from the law's other words: members of two enumerations that are written alike cannot share a dictionary.
"""

from enum import StrEnum

from acquis.rules import ComplementKind, Counter

LABELS: dict[StrEnum, str] = {
    ComplementKind.EMPLOYER: "Participation de votre employeur",
    ComplementKind.OPCO: "Participation d’un opérateur de compétences",
    ComplementKind.FRANCE_TRAVAIL: "Participation de France Travail",
    ComplementKind.REGION: "Participation de votre région",
    ComplementKind.STATE: "Participation de l’État",
    ComplementKind.AGEFIPH: "Participation de l’Agefiph (emploi des personnes handicapées)",
    ComplementKind.C2P: "Points du compte professionnel de prévention",
    ComplementKind.ATMP: "Supplément après un accident du travail ou une maladie professionnelle",
    Counter.RIGHTS_CENTS: "droits en euros",
    Counter.CEC_CENTS: "compte d’engagement citoyen en euros",
    Counter.HOURS: "heures",
    Counter.C2P_POINTS: "points du compte professionnel de prévention",
    Counter.DIF_HOURS: "heures de l’ancien droit individuel à la formation",
    Counter.CENTS: "euros",
}
