"""How the states of accounts and the kinds of purses are called."""

from enum import StrEnum

from acquis.accounts.types import AccountState, PurseKind

LABELS: dict[StrEnum, str] = {
    AccountState.OPEN: "Ouvert",
    AccountState.FROZEN: "Bloqué",
    AccountState.CLOSED: "Fermé",
    PurseKind.YEARLY: "Droits acquis en travaillant",
    PurseKind.CEC: "Droits d’engagement citoyen",
    PurseKind.DIF: "Ancien droit individuel à la formation",
    PurseKind.CREDIT_NOTE: "Avoir sur ce que vous avez payé",
    PurseKind.EMPLOYER: "Versement de votre employeur",
    PurseKind.EMPLOYER_CORRECTIVE: "Versement obligatoire de votre employeur",
    PurseKind.AGREEMENT: "Versement prévu par un accord collectif",
    PurseKind.APC: "Versement après un licenciement lié à un accord de performance collective",
    PurseKind.WHISTLEBLOWER: "Versement au titre de la protection des lanceurs d’alerte",
    PurseKind.PLATFORM: "Versement d’une plateforme de travail en ligne",
    PurseKind.REGION: "Versement de votre région",
    PurseKind.OPCO: "Versement de l’opérateur de compétences de votre branche",
    PurseKind.STATE: "Versement de l’État",
    PurseKind.FRANCE_TRAVAIL: "Versement de France Travail",
    PurseKind.AGEFIPH: "Versement de l’Agefiph, pour l’emploi des personnes handicapées",
    PurseKind.FAF: "Versement de votre fonds d’assurance formation",
}
