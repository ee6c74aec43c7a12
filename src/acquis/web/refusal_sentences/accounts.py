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
    Refusal.GRANT_WITHDRAWN: (
        "Ce droit a été retiré. S’il est finalement dû, il se verse sous une nouvelle référence."
    ),
    Refusal.GRANT_HANDED_OVER: (
        "Ce droit a déjà été donné, puis remis à une autre personne par un partage de compte. Rien n’a été enregistré."
    ),
    Refusal.RIGHT_HELD_ALREADY: (
        "L’autre personne a déjà reçu ce droit, que la loi ne donne qu’une fois. S’il est en double, retirez-le."
    ),
    Refusal.MANDATE_DIVIDED: "Les droits d’un même mandat vont ensemble : choisissez-les tous, ou aucun.",
    Refusal.JOINED_SINCE: "Ce compte a été réuni à un autre depuis : ce qu’il avait reçu se corrige sur celui-là.",
    Refusal.CORRECTED_SINCE: "Cette année a été corrigée depuis : la correction reste, et rien n’est repris ici.",
    Refusal.EUROS_KEPT_ELSEWHERE: "Seuls les droits des agents publics sont comptés en heures.",
    Refusal.RIGHTS_ENDED: (
        "Vos droits ont pris fin à la retraite à taux plein ou à 67 ans : ils ne peuvent plus payer de "
        "formation. Vos droits d’engagement citoyen restent utilisables pour une formation de bénévole."
    ),
    Refusal.DAY_TO_COME: "Ce jour n’est pas encore venu. Indiquez un jour passé.",
    Refusal.DAYS_CROSSED: "Ces deux jours sont inversés : celui-ci ne peut pas venir avant l’autre.",
    Refusal.DAY_TOO_EARLY: "Ce jour est trop ancien pour donner des droits sur un compte d’aujourd’hui.",
    Refusal.BEFORE_BIRTH: "Ce jour vient avant que la personne ait l’âge que cela suppose. Vérifiez l’année.",
    Refusal.RATE_OVER_HUNDRED: "Un taux d’incapacité va de 1 à 100 pour cent.",
    Refusal.TOO_MUCH_FOR_ONE: (
        "Un agent seul n’écrit pas plus de {most} €. Vérifiez le montant ; s’il est juste, proposez-le : une autre "
        "personne l’approuvera."
    ),
    Refusal.PROPOSAL_UNKNOWN: "Cette proposition n’existe pas, ou ne vous est pas ouverte.",
    Refusal.PROPOSAL_DECIDED: "Cette proposition a déjà été décidée.",
    Refusal.SAME_PERSON: "Vous avez proposé ce versement : une autre personne doit l’approuver.",
    Refusal.NEEDS_NO_SECOND: "Ce versement n’a pas besoin d’une deuxième personne : enregistrez-le.",
    Refusal.AMOUNT_CHANGED: "Le compte a changé : il recevrait une autre somme. Refusez la proposition et refaites-la.",
    Refusal.POINTS_UNKNOWN: "L’Assurance maladie ne nous a pas fait connaître de points de prévention à votre nom.",
    Refusal.POINTS_TOO_MANY: "Il vous reste {left} points : choisissez-en {left} au plus.",
    Refusal.POINTS_CHANGED: (
        "Vos points ont changé depuis que cette page est ouverte. Rien n’a été fait : regardez ce qui vous reste."
    ),
    Refusal.ACCIDENT_UNKNOWN: "L’Assurance maladie ne nous a pas fait connaître cet accident ou cette maladie.",
    Refusal.ADVISER_MISSING: "Choisissez l’organisme de votre conseiller.",
    Refusal.PAPER_UNKNOWN: "Cette attestation n’existe pas, ou ne vous est pas ouverte.",
    Refusal.NOTHING_TO_CONVERT: "Il n’y a rien à convertir sur ce compte.",
    Refusal.DECLARATION_CLOSED: (
        "Les heures de l’ancien droit individuel à la formation devaient être déclarées au plus tard le 30 "
        "juin 2021. Celles qui ne l’ont pas été sont perdues."
    ),
    Refusal.ALREADY_DECLARED: "Vous l’avez déjà déclaré : il n’y a rien à refaire.",
    Refusal.NOT_JOINED: "Ce compte n’est réuni à aucun autre.",
    Refusal.ONE_ACCOUNT_TWICE: "Il faut deux comptes différents.",
    Refusal.NOT_DECLARED: "Aucune déclaration de ce type n’est en cours sur ce compte.",
    Refusal.PROOF_UNKNOWN: "Ce justificatif n’existe pas, ou ne vous est pas accessible.",
    Refusal.ALREADY_DECIDED: "Quelqu’un a déjà répondu à ce justificatif.",
    Refusal.MANDATE_UNKNOWN: "Ce mandat n’existe pas sur ce compte.",
    Refusal.GRANT_UNKNOWN: "Ces droits n’existent pas sur ce compte.",
    Refusal.GROUND_NOT_MET: "Les conditions que la loi fixe ne sont pas réunies. Rien n’a été enregistré.",
    Refusal.ESCHEAT_NOT_IN_FORCE: (
        "Le reversement de l’argent des tiers n’est pas encore en vigueur : la somme est calculée, elle n’est "
        "pas versée."
    ),
}
