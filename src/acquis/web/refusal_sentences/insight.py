"""What is said when a simulation is refused."""

from enum import StrEnum

from acquis.insight.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Seuls les agents de l’État chargés du compte personnel de formation font des simulations.",
    Refusal.SIMULATION_UNKNOWN: "Cette simulation n’existe pas, ou ne vous est pas accessible.",
    Refusal.NO_CHANGE: "Choisissez au moins un changement de la loi à simuler.",
    Refusal.CHANGE_WRONG: "Ce changement ne peut pas être simulé : vérifiez le paramètre, la valeur et la date.",
    Refusal.ACCOUNTS_OUT_OF_RANGE: "Le nombre de comptes doit être compris entre 1 et {most}.",
    Refusal.YEARS_OUT_OF_RANGE: "La simulation porte sur 1 à 30 années.",
    Refusal.TOO_MANY_WAITING: "Vous avez déjà {most} simulations en cours. Attendez que l’une d’elles soit finie.",
    Refusal.NOT_IN_THIS_STATE: "Cette simulation est déjà finie.",
    Refusal.OUTCOME_OF_ANOTHER: "Ce résultat est celui d’une autre question. Rien n’a été enregistré.",
    Refusal.NO_FACTS: "Aucune année n’a encore été créditée : il n’y a pas de comptes réels à regarder.",
    Refusal.TOO_LARGE_AT_ONCE: "Cette simulation est trop longue pour attendre devant la page : elle se fait à part.",
}
