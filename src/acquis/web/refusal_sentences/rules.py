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
    Refusal.THRESHOLD_NOT_REACHED: (
        "La durée de cet engagement n’atteint pas celle que la loi demande : "
        "il ne donne pas de droits pour cette année."
    ),
    Refusal.ASSOCIATION_TOO_YOUNG: (
        "L’association n’est pas déclarée depuis assez longtemps pour que ce bénévolat donne des droits."
    ),
    Refusal.DECLARED_TOO_LATE: "Ce bénévolat devait être déclaré au plus tard le 30 juin de l’année suivante.",
    Refusal.NOT_CONFIRMED_IN_TIME: (
        "L’association devait confirmer ce bénévolat au plus tard le 31 décembre de l’année suivante."
    ),
    Refusal.SERVICE_NOT_OPEN: "Ce supplément ne peut être demandé que depuis le 1er juillet 2020.",
    Refusal.INCAPACITY_TOO_LOW: ("Le taux d’incapacité notifié est inférieur à celui qui donne droit à ce supplément."),
    Refusal.REQUEST_TOO_LATE: (
        "Ce supplément devait être demandé dans les deux ans qui suivent la notification du taux d’incapacité."
    ),
    Refusal.PROJECT_NOT_ATTESTED: (
        "Un conseiller en évolution professionnelle doit d’abord attester le projet de reconversion."
    ),
    Refusal.ACCOUNT_EMPTY: "Le compte doit contenir au moins un euro pour recevoir ce supplément.",
    Refusal.STAFF_TOO_SMALL: "L’entreprise compte moins de cinquante salariés : ce versement n’est pas dû.",
    Refusal.REVIEW_NOT_DUE: (
        "Le salarié n’est pas dans l’entreprise depuis assez longtemps pour que ce versement soit dû."
    ),
    Refusal.DUTIES_FULFILLED: (
        "Les entretiens ou la formation prévus par la loi ont eu lieu : ce versement n’est pas dû."
    ),
    Refusal.AMOUNT_BELOW_LEAST: "Ce versement est inférieur au minimum fixé par la loi.",
    Refusal.NOT_FIXED_YET: "Aucun décret ne fixe encore le montant de ce versement.",
}
