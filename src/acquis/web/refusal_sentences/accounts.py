"""What is said when an act on an account is refused: why, and what one can do."""

from enum import StrEnum

from acquis.accounts.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.ACCOUNT_UNKNOWN: "Ce compte n’existe pas, ou il ne vous est pas accessible.",
    Refusal.NOT_ALLOWED: "Votre rôle ne permet pas cette action sur un compte. Demandez à un responsable.",
    Refusal.NOT_IN_THIS_STATE: "L’état du compte ne permet pas cette action. Rechargez la page pour voir où il en est.",
    Refusal.AMOUNT_NOT_POSITIVE: "Le montant doit être supérieur à zéro. Corrigez-le.",
    Refusal.PURSE_NOT_FOR_TOP_UPS: "Cette sorte de droits ne peut pas recevoir de versement. Choisissez-en une autre.",
    Refusal.ALREADY_EXPIRED: "La date limite d’utilisation est déjà passée. Donnez une date à venir.",
    Refusal.RESERVED_TO_NOTHING: (
        "Aucune certification n’est indiquée : le versement ne pourrait rien payer. "
        "Indiquez-en une, ou ne réservez pas le versement."
    ),
    Refusal.REFERENCE_REUSED: (
        "Cette référence a déjà servi pour un autre montant ou un autre compte. Donnez une référence nouvelle."
    ),
    Refusal.PERIOD_REVERSED: "La fin de la période est avant son début. Corrigez les deux dates.",
    Refusal.NUMBER_NOT_VALID: "Un des nombres de la déclaration ne peut pas être lu. Corrigez-le, puis recommencez.",
    Refusal.NOT_EXPIRED: "Cette somme est encore utilisable : elle ne peut pas être reprise.",
    Refusal.REASON_MISSING: "Donnez la raison : elle est conservée avec cette décision.",
    Refusal.YEAR_NOT_OVER: "L’année n’est pas finie : ses droits seront calculés au printemps suivant.",
    Refusal.HOURS_KEPT_ELSEWHERE: (
        "Les droits de cette personne sont comptés en heures par un autre service. Adressez-vous à lui."
    ),
}
