"""What is said when the catalogue refuses."""

from acquis.catalogue.types import Refusal

SENTENCES = {
    Refusal.NOT_ALLOWED: "Vous ne pouvez pas faire cela sur les offres de cet organisme.",
    Refusal.TRAINING_UNKNOWN: "Cette formation n’existe pas, ou n’existe plus.",
    Refusal.PROVIDER_UNKNOWN: "Cet organisme de formation n’est pas connu.",
    Refusal.ALREADY_WITHDRAWN: "Cette formation est déjà retirée de la vente.",
    Refusal.NOT_WITHDRAWN: "Cette formation n’est pas retirée de la vente.",
    Refusal.FILE_UNREADABLE: "Ce fichier ne peut pas être lu. Vérifiez qu’il s’agit bien d’un fichier XML complet.",
    Refusal.FILE_HAS_DTD: (
        "Ce fichier contient une déclaration « DOCTYPE », refusée pour des raisons de sécurité. Retirez-la."
    ),
    Refusal.FORMAT_UNKNOWN: "Ce fichier n’est pas dans un format que nous savons lire.",
    Refusal.SESSION_UNKNOWN: "Cette session n’existe pas, ou n’existe plus.",
    Refusal.SESSION_FULL: "Cette session est complète. Choisissez une autre date.",
    Refusal.NOT_BY_ACCOUNT: "Cette formation ne se paie pas avec vos droits : un autre financeur la prend en charge.",
    Refusal.CERTIFICATION_UNKNOWN: "La certification de cette formation n’est pas encore connue.",
    Refusal.CERTIFICATION_INACTIVE: "La certification de cette formation n’est plus active.",
    Refusal.CERTIFICATION_ENDED: "L’enregistrement de la certification de cette formation est terminé.",
    Refusal.PROVIDER_NOT_HABILITATED: "L’organisme n’est pas habilité à préparer cette certification.",
}
