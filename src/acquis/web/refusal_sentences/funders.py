"""What is said when an act on a funder, a convention or a promise is refused."""

from enum import StrEnum

from acquis.funders.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.FUNDER_UNKNOWN: "Ce financeur n’existe pas.",
    Refusal.CONVENTION_UNKNOWN: "Cette convention n’existe pas.",
    Refusal.PROMISE_UNKNOWN: "Cette aide n’existe pas.",
    Refusal.NOT_IN_THIS_STATE: "Ce n’est plus possible à cette étape : quelqu’un a agi entre-temps.",
    Refusal.NAME_MISSING: "Donnez le nom du financeur.",
    Refusal.SIRET_MALFORMED: "Un SIRET a 14 chiffres.",
    Refusal.REGION_REQUIRED: "Choisissez de quelle région il s’agit.",
    Refusal.ALREADY_REGISTERED: "Un financeur est déjà inscrit sous ce SIRET.",
    Refusal.PURPOSE_MISSING: "Dites en une phrase à quoi sert cette aide : les titulaires la liront.",
    Refusal.PURPOSE_TOO_LONG: "Cette phrase est trop longue : {most} caractères au plus.",
    Refusal.NO_CONDITION: "Posez au moins une condition, et donnez un nom et une condition à chaque public.",
    Refusal.CRITERION_MALFORMED: "Une condition est incomplète ou mal écrite.",
    Refusal.AMOUNT_MALFORMED: "Le montant de l’aide est incomplet : une part va de 1 à 100 %, une somme est positive.",
    Refusal.PERIOD_REVERSED: "La convention finit avant de commencer.",
    Refusal.PERIOD_OVER: "La période de cette convention est déjà passée : changez ses dates.",
    Refusal.BUDGET_TOO_SMALL: "Donnez un budget.",
    Refusal.BUDGET_BELOW_SPENT: "Ce budget est plus petit que ce qui a déjà été versé à la convention.",
    Refusal.SAME_PERSON: "Vous avez signé cette convention : une autre personne doit l’approuver.",
    Refusal.REASON_MISSING: "Dites pourquoi.",
    Refusal.AMENDED_ALREADY: "Une nouvelle version de cette convention est déjà en préparation.",
    Refusal.REFERENCE_REUSED: "Cette référence est déjà celle d’un autre versement.",
    Refusal.AMOUNT_NOT_POSITIVE: "Le montant doit être positif.",
    Refusal.OVER_BUDGET: "Ce versement dépasse le budget de la convention.",
    Refusal.NO_ADVANCE_EXPECTED: "Cette convention se paie par appels mensuels : elle n’attend pas d’avance.",
    Refusal.ENVELOPE_EMPTY: (
        "Le budget d’une aide vient d’être épuisé. Le prix se partage maintenant autrement : relisez-le avant de "
        "confirmer."
    ),
    Refusal.NO_LONGER_PROMISED: (
        "Une aide vient de s’arrêter. Le prix se partage maintenant autrement : relisez-le avant de confirmer."
    ),
    Refusal.INSTRUCTION_MALFORMED: (
        "La façon de répondre est incomplète : des délais de 1 à 120 jours ouvrés, et au plus {most} documents, tous "
        "différents."
    ),
    Refusal.ANSWER_AFTER_START: (
        "La réponse viendrait après le début de la formation : demandez que l’aide soit demandée plus tôt."
    ),
    Refusal.AID_UNKNOWN: "Cette demande d’aide n’existe pas.",
    Refusal.AID_NOT_OFFERED: (
        "Cette aide ne peut pas être demandée pour cette formation : une condition n’est plus remplie, ou son budget "
        "est épuisé."
    ),
    Refusal.ASKED_TOO_LATE: (
        "Il est trop tard pour demander cette aide : la formation commence trop tôt. Vous pouvez confirmer sans elle."
    ),
    Refusal.ASKED_ALREADY: "Vous avez déjà demandé cette aide pour cette formation.",
    Refusal.MOTIVE_MISSING: "Dites pourquoi vous voulez suivre cette formation : le financeur le demande.",
    Refusal.WORDS_MISSING: "Écrivez votre message.",
    Refusal.WORDS_TOO_LONG: "Ce texte est trop long : {most} caractères au plus.",
    Refusal.DOCUMENT_MISSING: "Il manque un document : {name}.",
    Refusal.TOO_MANY_FILES: "Vous avez joint trop de fichiers : {most} au plus.",
    Refusal.MORE_THAN_ASKED: "Vous ne pouvez pas accorder plus que la somme demandée.",
    Refusal.ANSWER_DELAY_OVER: "Le délai pour répondre est passé : la règle de la convention s’applique.",
    Refusal.ANSWER_DELAY_RUNS: "Le délai pour répondre n’est pas passé.",
}
