"""What is said to a person when the law itself says no."""

from enum import StrEnum

from acquis.rules import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.DATE_NOT_COVERED: "Nous ne connaissons pas la règle qui s’appliquait à cette date.",
    Refusal.UNIT_NOT_ALLOWED: "Le temps de travail de cette année n’est pas compté dans une unité prévue par la loi.",
    Refusal.REFERENCE_REQUIRED: "Il manque le salaire minimum horaire de l’année pour calculer ces droits.",
    Refusal.CONTRIBUTION_UNKNOWN: (
        "Nous ne savons pas encore si la contribution à la formation a été payée pour cette année. "
        "Vos droits seront calculés dès que nous le saurons."
    ),
    Refusal.ACTION_NOT_ELIGIBLE: (
        "La création ou la reprise d’entreprise ne peut plus être financée comme telle depuis le 16 février 2025. "
        "Une formation certifiante sur ce sujet reste possible."
    ),
    Refusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY: (
        "Depuis le 26 février 2026, ce permis est réservé aux demandeurs d’emploi, "
        "ou à ceux qu’un tiers (votre employeur, par exemple) aide d’au moins 100 €."
    ),
    Refusal.LICENCE_ALREADY_HELD: (
        "Vous avez déjà un permis en cours de validité dans ce groupe : un second ne peut pas être financé."
    ),
    Refusal.ASSESSMENT_WITHIN_FIVE_YEARS: (
        "Un bilan de compétences a déjà été financé pour vous il y a moins de cinq ans. "
        "Vous pourrez en demander un autre cinq ans après le premier."
    ),
    Refusal.NO_SUCH_CONVERSION: "La loi ne prévoit pas cette conversion.",
    Refusal.RECOVERED_EXCEEDS_CLAIMS: "La somme récupérée dépasse ce qui était dû.",
}
