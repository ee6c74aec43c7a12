"""What is said when an act on an account is refused."""

from enum import StrEnum

from acquis.accounts.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.ACCOUNT_UNKNOWN: "Ce compte n’existe pas, ou ne vous est pas accessible.",
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela sur ce compte.",
    Refusal.NOT_IN_THIS_STATE: "Ce compte est bloqué ou fermé : cette action n’y est pas possible.",
    Refusal.AMOUNT_NOT_POSITIVE: "Le montant doit être supérieur à zéro.",
    Refusal.PURSE_NOT_FOR_TOP_UPS: "Ce type de droits ne peut pas être alimenté de cette façon.",
    Refusal.ALREADY_EXPIRED: "La date limite d’utilisation est déjà passée. Indiquez un jour à venir.",
    Refusal.RESERVED_TO_NOTHING: (
        "Indiquez au moins une certification à laquelle cet argent est réservé, ou ne le réservez pas."
    ),
    Refusal.REFERENCE_REUSED: "Cette référence a déjà servi pour un autre versement. Rien n’a été enregistré.",
    Refusal.PERIOD_REVERSED: "La période doit commencer par une date de début, suivie d’une date de fin.",
    Refusal.NUMBER_NOT_VALID: "Ce nombre n’est pas valable. Écrivez par exemple 1607 ou 803,5.",
    Refusal.NOT_EXPIRED: "Cet argent peut encore être utilisé : il ne peut pas être repris.",
    Refusal.REASON_MISSING: "Indiquez la raison : la personne pourra la lire.",
    Refusal.YEAR_NOT_OVER: "Les droits d’une année sont versés l’année suivante.",
    Refusal.HOURS_KEPT_ELSEWHERE: (
        "Les droits des agents publics sont comptés en heures par leur employeur ; ils ne sont pas versés ici."
    ),
    Refusal.CORRECTED_SINCE: "Cette année a été corrigée depuis : la correction reste, et rien n’est repris ici.",
}
