"""What is said when a yearly run cannot be prepared, approved or carried out."""

from enum import StrEnum

from acquis.crediting.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.RUN_UNKNOWN: "Cette alimentation n’est pas connue.",
    Refusal.NOT_IN_THIS_STATE: (
        "Cette action n’est plus possible : la situation a changé depuis. Rien n’a été enregistré."
    ),
    Refusal.SAME_PERSON: "Vous avez préparé cette alimentation : une autre personne doit l’approuver.",
    Refusal.YEAR_NOT_OVER: "Cette année n’est pas terminée : ses droits sont versés l’année suivante.",
    Refusal.YEAR_NOT_COVERED: "Les droits sont comptés en euros depuis 2019. Choisissez une année à partir de 2019.",
    Refusal.RUN_UNDER_WAY: (
        "L’alimentation n° {number} est déjà en cours pour l’année {year}. Terminez-la ou abandonnez-la d’abord."
    ),
    Refusal.NOTHING_TO_UNDO: "Il n’y a rien à annuler : seule une alimentation terminée peut l’être.",
    Refusal.OUT_OF_ORDER: "Ces comptes sont déjà traités : une alimentation avance dans l’ordre des comptes.",
}
