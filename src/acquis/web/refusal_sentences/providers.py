"""What is said when an act on a training body is refused."""

from enum import StrEnum

from acquis.providers.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.PROVIDER_UNKNOWN: "Cet organisme de formation n’est pas connu, ou ne vous est pas accessible.",
    Refusal.BANK_ACCOUNT_UNKNOWN: "Ce compte bancaire n’est pas connu, ou ne vous est pas accessible.",
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela pour cet organisme.",
    Refusal.NOT_IN_THIS_STATE: "Cette action n’est plus possible : la situation a changé depuis.",
    Refusal.NO_ACTIVITY_DECLARATION: (
        "Cet organisme n’a pas de numéro de déclaration d’activité : il ne peut pas vendre de formation ici "
        "(code du travail, article L6323-9-1)."
    ),
    Refusal.NO_QUALITY_LABEL: (
        "Cet organisme n’a pas la certification qualité Qualiopi : il ne peut pas vendre de formation ici "
        "(code du travail, article L6316-1)."
    ),
    Refusal.REASON_MISSING: "Indiquez la raison : l’organisme pourra la lire.",
    Refusal.SIRET_NOT_VALID: (
        "Ce numéro d’établissement (Siret) n’est pas valable. Il compte quatorze chiffres : vérifiez-les."
    ),
    Refusal.IBAN_NOT_VALID: (
        "Ce numéro de compte (IBAN) n’est pas valable. Recopiez-le depuis votre relevé d’identité bancaire."
    ),
    Refusal.BIC_NOT_VALID: (
        "Le code de la banque (BIC) manque ou n’est pas valable. Recopiez-le depuis votre relevé d’identité bancaire."
    ),
    Refusal.HOLDER_NAME_MISSING: "Indiquez au nom de qui est ce compte bancaire.",
    Refusal.VAT_RATE_MISSING: "Indiquez le taux de TVA de vos formations.",
    Refusal.VAT_RATE_NOT_KNOWN: "Ce taux de TVA n’existe pas ici. Choisissez 5,5 %, 10 % ou 20 %, ou aucun taux.",
    Refusal.VAT_DAY_PAST: "Ce jour est passé. Un régime de TVA se déclare à partir d’aujourd’hui ou d’un jour à venir.",
    Refusal.VAT_UNCHANGED: "C’est déjà le régime de TVA déclaré pour ce jour : rien ne change.",
    Refusal.BILLING_UNCHANGED: "C’est déjà votre choix : rien ne change.",
    Refusal.PAYEE_DIFFERS: (
        "La banque dit que ce compte est à un autre nom : il ne peut pas être approuvé. "
        "L’organisme peut en proposer un autre, ou corriger le nom du titulaire."
    ),
    Refusal.PAYEE_STILL_ASKED: (
        "La banque de ce compte n’a pas encore répondu : elle est interrogée pendant un jour. Demandez-lui maintenant, "
        "ou attendez sa réponse."
    ),
    Refusal.PAYEE_WORDS_MISSING: (
        "La banque n’a pas confirmé le nom. Écrivez comment vous avez vérifié que ce compte est à cet organisme."
    ),
    Refusal.PAYEE_CHECK_UNAVAILABLE: "La banque ne répond pas pour l’instant. Réessayez dans quelques minutes.",
    Refusal.ALREADY_IN_USE: (
        "Ce compte est déjà utilisé pour les paiements. Proposez un autre compte, et écrivez-nous tout de suite."
    ),
    Refusal.SAME_PERSON: "Vous avez proposé ce compte bancaire : une autre personne doit l’approuver.",
}
