"""What is said when an act on a training body is refused: why, and what one can do."""

from enum import StrEnum

from acquis.providers.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.PROVIDER_UNKNOWN: "Cet organisme n’existe pas, ou il ne vous est pas accessible.",
    Refusal.BANK_ACCOUNT_UNKNOWN: "Ce compte bancaire n’existe pas, ou il ne vous est pas accessible.",
    Refusal.NOT_ALLOWED: "Votre rôle ne permet pas cette action pour un organisme. Demandez à un responsable.",
    Refusal.NOT_IN_THIS_STATE: "Cela a changé depuis l’affichage de la page. Rechargez-la pour voir où l’on en est.",
    Refusal.NO_ACTIVITY_DECLARATION: (
        "L’organisme n’a pas de numéro de déclaration d’activité. Il doit le demander à la préfecture de région."
    ),
    Refusal.NO_QUALITY_LABEL: (
        "L’organisme n’a pas la certification qualité Qualiopi, exigée pour ces formations. Il peut revenir avec elle."
    ),
    Refusal.REASON_MISSING: "Donnez la raison : elle est conservée avec cette décision.",
    Refusal.SIRET_NOT_VALID: "Ce numéro SIRET n’est pas valide : quatorze chiffres, le dernier vérifiant les autres.",
    Refusal.IBAN_NOT_VALID: "Cet IBAN n’est pas valide. Recopiez-le depuis votre relevé d’identité bancaire.",
    Refusal.BIC_NOT_VALID: "Ce BIC n’est pas valide, ou n’est pas celui de cet IBAN. Vérifiez-le sur votre relevé.",
    Refusal.HOLDER_NAME_MISSING: "Indiquez le nom du titulaire du compte, comme sur le relevé d’identité bancaire.",
    Refusal.SAME_PERSON: "Une autre personne que celle qui a proposé ce compte doit l’approuver.",
}
