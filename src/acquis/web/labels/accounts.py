"""How the accounts' states and purses are called on the pages."""

from enum import StrEnum

from acquis.accounts.types import AccountState, PurseKind

LABELS: dict[StrEnum, str] = {
    AccountState.OPEN: "Compte ouvert",
    AccountState.FROZEN: "Compte bloqué",
    AccountState.CLOSED: "Compte fermé",
    PurseKind.YEARLY: "Droits acquis en travaillant",
    PurseKind.CEC: "Droits acquis par l’engagement citoyen",
    PurseKind.DIF: "Droits de l’ancien droit individuel à la formation",
    PurseKind.CREDIT_NOTE: "Avoir d’une inscription annulée",
    PurseKind.EMPLOYER: "Versement de votre employeur",
    PurseKind.EMPLOYER_CORRECTIVE: "Versement correctif de votre employeur",
    PurseKind.AGREEMENT: "Versement prévu par un accord collectif",
    PurseKind.APC: "Versement après le refus d’un accord de performance collective",
    PurseKind.WHISTLEBLOWER: "Versement décidé par un juge (lanceur d’alerte)",
    PurseKind.PLATFORM: "Versement d’une plateforme de mise en relation",
    PurseKind.REGION: "Versement de votre région",
    PurseKind.OPCO: "Versement d’un opérateur de compétences",
    PurseKind.STATE: "Versement de l’État",
    PurseKind.FRANCE_TRAVAIL: "Versement de France Travail",
    PurseKind.AGEFIPH: "Versement de l’Agefiph (emploi des personnes handicapées)",
    PurseKind.FAF: "Versement d’un fonds de formation des indépendants",
}
