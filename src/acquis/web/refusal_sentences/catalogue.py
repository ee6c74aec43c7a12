"""What is said when the catalogue refuses."""

from acquis.catalogue.types import Refusal

SENTENCES = {
    Refusal.NOT_ALLOWED: "Vous ne pouvez pas faire cela sur les offres de cet organisme.",
    Refusal.TRAINING_UNKNOWN: "Cette formation n’existe pas, ou n’existe plus.",
    Refusal.PROVIDER_UNKNOWN: "Cet organisme de formation n’est pas connu.",
    Refusal.ALREADY_WITHDRAWN: "Cette formation est déjà retirée de la vente.",
    Refusal.NOT_WITHDRAWN: "Cette formation n’est pas retirée de la vente.",
    Refusal.WITHDRAWN_BY_STAFF: "Un agent a retiré cette formation de la vente : seul un agent peut l’y remettre.",
    Refusal.FILE_UNREADABLE: "Ce fichier ne peut pas être lu. Vérifiez qu’il s’agit bien d’un fichier XML complet.",
    Refusal.FILE_HAS_DTD: (
        "Ce fichier contient une déclaration « DOCTYPE », refusée pour des raisons de sécurité. Retirez-la."
    ),
    Refusal.FORMAT_UNKNOWN: "Ce fichier n’est pas dans un format que nous savons lire.",
    Refusal.DRAFT_UNKNOWN: "Ce brouillon n’existe pas, ou n’existe plus.",
    Refusal.DRAFT_NOT_NOW: "Cette offre n’est plus à ce stade : quelqu’un s’en est occupé entre-temps.",
    Refusal.DRAFT_CHANGED: "Cette offre a changé pendant que vous la lisiez. Relisez-la, puis recommencez.",
    Refusal.OFFER_CHANGED: (
        "L’offre publiée a changé depuis le début de ce brouillon, qui effacerait ce changement. "
        "Abandonnez-le, puis repartez de l’offre publiée."
    ),
    Refusal.DRAFT_HAS_ERRORS: "Il reste des erreurs à corriger : elles sont dites à côté de chaque réponse.",
    Refusal.NUMBER_TAKEN: "Ce numéro est déjà celui d’une autre de vos formations. Choisissez-en un autre.",
    Refusal.REPLY_MISSING: "Expliquez à l’agent pourquoi l’offre est ainsi, ou corrigez ce qu’il regarderait.",
    Refusal.WORDS_MISSING: "Écrivez pourquoi : l’organisme doit pouvoir corriger.",
    Refusal.WORDS_TOO_LONG: "Ce texte est trop long : 2 000 caractères au plus.",
    Refusal.SESSION_UNKNOWN: "Cette session n’existe pas, ou n’existe plus.",
    Refusal.SESSION_FULL: "Cette session est complète. Choisissez une autre date.",
    Refusal.NOT_BY_ACCOUNT: "Cette formation ne se paie pas avec vos droits : un autre financeur la prend en charge.",
    Refusal.CERTIFICATION_UNKNOWN: "La certification de cette formation n’est pas encore connue.",
    Refusal.CERTIFICATION_INACTIVE: "La certification de cette formation n’est plus active.",
    Refusal.CERTIFICATION_ENDED: "L’enregistrement de la certification de cette formation est terminé.",
    Refusal.PROVIDER_NOT_HABILITATED: "L’organisme n’est pas habilité à préparer cette certification.",
}
