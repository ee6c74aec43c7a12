"""What is said when joining or parting two persons is refused."""

from enum import StrEnum

from acquis.joining.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela avec ce compte.",
    Refusal.UNKNOWN: "Cette réunion de comptes n’existe pas.",
    Refusal.NOT_IN_THIS_STATE: "Ce n’est plus possible à cette étape : quelqu’un a décidé entre-temps.",
    Refusal.SAME_AGENT: "Vous avez fait la proposition : une autre personne doit décider.",
    Refusal.REASON_MISSING: "Dites pourquoi, sans nom ni numéro.",
    Refusal.SAME_PERSON: "C’est déjà la même personne.",
    Refusal.ALREADY_PROPOSED: "L’une de ces personnes est déjà dans une réunion proposée ou faite.",
    Refusal.NO_ACCOUNT_TO_KEEP: "La personne à garder n’a pas de compte. Proposez la réunion dans l’autre sens.",
    Refusal.SPLIT_UNKNOWN: "Ce partage n’existe pas.",
    Refusal.NOTHING_CHOSEN: "Choisissez au moins un travail déclaré ou un droit qui est à l’autre personne.",
    Refusal.NO_ACCOUNT_TO_SPLIT: "Cette personne n’a pas de compte à partager.",
    Refusal.SPLIT_UNDER_WAY: "Un partage de ce compte attend déjà une décision. Il faut d’abord en décider.",
    Refusal.SPENT_MEANWHILE: (
        "Le partage n’est pas possible : {missing} ont déjà été dépensés. Choisissez moins, ou faites d’abord revenir "
        "cette somme."
    ),
    Refusal.YEAR_NOT_CREDITABLE: (
        "Les droits de {year} ne peuvent pas être recalculés pour l’une des deux personnes. Vérifiez que les deux "
        "comptes sont ouverts."
    ),
    Refusal.PURCHASE_UNDER_WAY: (
        "Un achat n’est pas encore confirmé sur le compte à réunir. Attendez sa fin, ou proposez la réunion dans "
        "l’autre sens."
    ),
}
