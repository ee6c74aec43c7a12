"""What is said when the books refuse."""

from enum import StrEnum

from acquis.accounting.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.CLOSING_UNKNOWN: "Cette clôture n’est pas connue.",
    Refusal.NOT_IN_THIS_STATE: (
        "Cette action n’est plus possible : la situation a changé depuis. Rien n’a été enregistré."
    ),
    Refusal.SAME_PERSON: "Vous avez préparé cela : une autre personne doit l’approuver.",
    Refusal.MONTH_NOT_OVER: "Ce mois n’est pas terminé : il ne peut pas encore être clos.",
    Refusal.MONTH_CLOSED: "Ce mois est déjà clos, et un mois clos ne se rouvre pas.",
    Refusal.MONTH_BEFORE_OPEN: "Un mois qui précède n’est pas clos : commencez par lui.",
    Refusal.CLOSING_UNDER_WAY: "Une clôture attend déjà d’être approuvée : approuvez-la ou abandonnez-la d’abord.",
    Refusal.MOVEMENT_UNKNOWN: (
        "Le plan de comptes ne connaît pas un mouvement de ce mois ({code}). Prévenez l’équipe technique : "
        "rien n’a été clos."
    ),
    Refusal.CALL_UNKNOWN: "Cet appel de fonds n’est pas connu.",
    Refusal.CALL_UNDER_WAY: "Un appel de fonds attend déjà d’être approuvé : approuvez-le ou abandonnez-le d’abord.",
    Refusal.NOTHING_TO_CALL: "Le fonds a de quoi payer : il n’y a rien à demander.",
    Refusal.NOT_A_RECEIPT: "Cette ligne du relevé n’est pas un crédit en attente d’explication.",
    Refusal.MORE_THAN_CALLED: "Cette somme dépasse ce qui reste à recevoir de cet appel. Rien n’a été enregistré.",
    Refusal.MORE_THAN_PROVIDED: (
        "Cette somme dépasse ce que le financeur doit encore pour cette convention. Rien n’a été enregistré."
    ),
    Refusal.REPORT_NOT_READABLE: (
        "Ce fichier n’est pas un rapport du prestataire de paiement : son en-tête n’est pas le bon. Rien n’a été lu."
    ),
    Refusal.REPORT_TOO_LARGE: "Ce fichier dépasse 100 Mo. Rien n’a été lu.",
    Refusal.DIFFERENCE_UNKNOWN: "Cet écart n’est pas connu.",
    Refusal.WORDS_MISSING: "Écrivez le motif en quelques mots.",
    Refusal.MONEY_DIFFERS: (
        "Il manque de l’argent d’un côté : des mots ne suffisent pas. Proposez de passer l’écart en perte ou en profit."
    ),
    Refusal.NO_MONEY: "Aucun argent n’est en cause : expliquez l’écart en quelques mots.",
    Refusal.ENTRY_EXPLAINED: (
        "Cette ligne du relevé a été comptée autrement depuis la proposition. Rien n’a été enregistré : rapprochez la "
        "journée de nouveau."
    ),
    Refusal.DAY_NOT_BEGUN: "Ce jour n’est pas encore là : choisissez aujourd’hui, ou un jour passé.",
    Refusal.CUT_TOO_EARLY: (
        "Des écritures de ce mois ne sont pas encore totalisées. Réessayez dans vingt minutes ; si cela dure, prévenez "
        "l’équipe technique."
    ),
}
