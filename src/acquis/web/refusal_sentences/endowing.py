"""What is said when an act on an order of endowments is refused."""

from enum import StrEnum

from acquis.endowing.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela pour cette dotation.",
    Refusal.ORDER_UNKNOWN: "Cette dotation n’existe pas.",
    Refusal.NOT_IN_THIS_STATE: "Cette dotation a avancé depuis que vous avez ouvert la page. Regardez où elle en est.",
    Refusal.GROUND_NOT_FOR_PAYER: "Ce motif ou ces conditions ne sont pas possibles pour cette dotation.",
    Refusal.CERTIFICATION_UNKNOWN: (
        "Une de ces certifications n’est pas connue. Écrivez par exemple RNCP36788 ; séparez-en plusieurs par des"
        " virgules."
    ),
    Refusal.EXPIRES_TOO_SOON: (
        "Choisissez une date limite plus lointaine : au moins {days} jours, pour laisser le temps de choisir une"
        " formation et de la commencer."
    ),
    Refusal.REFUND_WITHOUT_END: "Pour que le reste vous soit rendu, donnez une date limite d’utilisation.",
    Refusal.NO_LINE: "Aucune personne n’est inscrite dans cette dotation : donnez un fichier ou ajoutez quelqu’un.",
    Refusal.FILE_EMPTY: "Choisissez un fichier : celui-ci est vide.",
    Refusal.FILE_TOO_LARGE: "Ce fichier est trop gros : {most} Mo au plus. Vous pouvez faire plusieurs dotations.",
    Refusal.FILE_NOT_READABLE: "Ce fichier n’a pas pu être lu.",
    Refusal.FACTS_MISSING: "Répondez à toutes les questions du motif choisi.",
    Refusal.LINE_REFUSED: "Cette personne n’a pas été ajoutée.",
    Refusal.CREDIT_MALFORMED: "Donnez un montant en euros, et une date à venir si ce crédit a une fin.",
}
