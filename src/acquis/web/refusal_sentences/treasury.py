"""What is said when an act of the treasury is refused: why, and what one can do."""

from enum import StrEnum

from acquis.treasury.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Votre rôle ne permet pas cette action sur les paiements. Demandez à un responsable.",
    Refusal.COLLECTION_UNKNOWN: "Ce paiement n’existe pas, ou il ne vous est pas accessible.",
    Refusal.INVOICE_UNKNOWN: "Cette facture n’existe pas, ou elle ne vous est pas accessible.",
    Refusal.BATCH_UNKNOWN: "Ce lot de virements n’existe pas, ou il ne vous est pas accessible.",
    Refusal.REFUND_UNKNOWN: "Ce remboursement n’existe pas, ou il ne vous est pas accessible.",
    Refusal.PROVIDER_UNKNOWN: "L’organisme à payer n’est pas connu. Rien n’a été enregistré.",
    Refusal.NOT_IN_THIS_STATE: (
        "Ce paiement a changé depuis l’affichage de la page. Rechargez-la pour voir où il en est."
    ),
    Refusal.AMOUNT_NOT_POSITIVE: "Le montant doit être supérieur à zéro. Corrigez-le.",
    Refusal.ALREADY_PAID: "Ce paiement est déjà fait : vous ne serez pas débité une seconde fois.",
    Refusal.COLLECTION_UNDER_WAY: (
        "Un paiement est déjà en cours pour cette inscription. Terminez-le, ou attendez qu’il expire."
    ),
    Refusal.OTHER_PAYMENT: "La réponse reçue est celle d’un autre paiement. Rien n’a été pris ; rouvrez votre inscription.",
    Refusal.MORE_THAN_PAID: "Le remboursement dépasse ce qui a été payé. Corrigez le montant.",
    Refusal.REFERENCE_REUSED: "Cette référence a déjà servi pour autre chose. Donnez une référence nouvelle.",
    Refusal.NOTHING_TO_PAY: (
        "Aucune facture ne peut être payée : soit rien n’est dû, soit les organismes n’ont pas de compte utilisable."
    ),
    Refusal.SAME_PERSON: "La personne qui a préparé ce lot ne peut pas l’approuver : demandez à un autre agent.",
    Refusal.BANK_DETAILS_CHANGED: (
        "Un compte bancaire du lot a changé depuis sa préparation. Abandonnez ce lot et préparez-en un autre."
    ),
    Refusal.FILE_NOT_VALID: (
        "Le fichier de virements ne respecte pas le format de la banque : rien n’a été approuvé. "
        "Signalez-le à l’équipe technique."
    ),
    Refusal.CARD_PROVIDER_UNAVAILABLE: (
        "Notre prestataire de paiement ne répond pas. Rien n’a été pris : réessayez dans quelques minutes."
    ),
    Refusal.DEBTOR_ACCOUNT_MISSING: (
        "Le compte bancaire d’où partent les virements n’est pas réglé. Demandez à l’équipe technique."
    ),
    Refusal.RETURN_PATH_NOT_LOCAL: "L’adresse de retour n’est pas sur ce site. Recommencez depuis votre inscription.",
}
