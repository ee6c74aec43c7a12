"""What is said when money cannot be collected, refunded, invoiced or paid."""

from enum import StrEnum

from acquis.treasury.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.COLLECTION_UNKNOWN: "Ce paiement n’est pas connu, ou ne vous est pas accessible.",
    Refusal.INVOICE_UNKNOWN: "Cette facture n’est pas connue, ou ne vous est pas accessible.",
    Refusal.BATCH_UNKNOWN: "Ce lot de virements n’est pas connu, ou ne vous est pas accessible.",
    Refusal.REFUND_UNKNOWN: "Ce remboursement n’est pas connu.",
    Refusal.PROVIDER_UNKNOWN: "Cet organisme de formation n’est pas connu.",
    Refusal.NOT_IN_THIS_STATE: (
        "Cette action n’est plus possible : la situation a changé depuis. Rien n’a été enregistré."
    ),
    Refusal.MORE_THAN_INVOICED: "Un avoir ne peut pas reprendre plus que sa facture.",
    Refusal.AMOUNT_NOT_POSITIVE: "Le montant doit être supérieur à zéro.",
    Refusal.ALREADY_PAID: "Votre part est déjà payée. Vous n’avez rien d’autre à faire.",
    Refusal.COLLECTION_UNDER_WAY: (
        "Un paiement d’un autre montant est déjà en cours. Terminez-le, ou attendez qu’il expire."
    ),
    Refusal.OTHER_PAYMENT: "Ce paiement n’est pas celui que nous attendions. Rien n’a été enregistré.",
    Refusal.MORE_THAN_PAID: "On ne peut pas rembourser plus que ce qui a été payé.",
    Refusal.REFERENCE_REUSED: "Cette référence a déjà servi pour autre chose. Rien n’a été enregistré.",
    Refusal.NOTHING_TO_PAY: (
        "Aucune facture ne peut être payée à cette date. Celles qui attendent un compte bancaire approuvé "
        "partiront dans un prochain lot."
    ),
    Refusal.SAME_PERSON: "Vous avez préparé ce lot : une autre personne doit l’approuver.",
    Refusal.TOOK_THE_FILE: (
        "Vous avez lu le fichier de la banque qui renvoie ce virement : "
        "une autre personne décide de réessayer ce compte."
    ),
    Refusal.BANK_DETAILS_CHANGED: (
        "Le compte bancaire d’un organisme a changé depuis la préparation (virement {line}). "
        "Abandonnez ce lot et préparez-en un nouveau."
    ),
    Refusal.FILE_NOT_VALID: (
        "Le fichier pour la banque n’est pas conforme : il n’a pas été créé et rien n’a été payé. "
        "Prévenez l’équipe technique."
    ),
    Refusal.CARD_PROVIDER_UNAVAILABLE: (
        "Le service de paiement par carte ne répond pas. Rien n’a été débité. Réessayez dans quelques minutes."
    ),
    Refusal.DEBTOR_ACCOUNT_MISSING: "Le compte bancaire qui doit payer n’est pas réglé. Prévenez l’équipe technique.",
    Refusal.LINE_UNKNOWN: "Ce virement n’est pas connu.",
    Refusal.ACCOUNT_RETURNED: (
        "Depuis la préparation, le compte d’un organisme a renvoyé un virement (virement {line}). "
        "Abandonnez ce lot et préparez-en un nouveau."
    ),
    Refusal.WITHHELD: (
        "Depuis la préparation, un dossier de ce lot est passé en contrôle (facture {invoice}). "
        "Abandonnez ce lot et préparez-en un nouveau : ce dossier attendra, les autres seront payés."
    ),
    Refusal.TAKEN_BACK: (
        "Depuis la préparation, un avoir a repris tout ou partie d’une facture de ce lot (facture {invoice}). "
        "Abandonnez ce lot et préparez-en un nouveau : l’avoir sera déduit."
    ),
    Refusal.OWES_BACK: (
        "Depuis la préparation, un organisme doit lui-même de l’argent, et serait payé trop (virement {line}). "
        "Abandonnez ce lot et préparez-en un nouveau."
    ),
    Refusal.NOT_A_RETURN: "Seul un crédit ou un refus peut être un virement revenu. Rien n’a été enregistré.",
    Refusal.ENTRY_UNKNOWN: "Cette ligne de la banque n’est pas connue.",
    Refusal.CONTESTED: (
        "La banque du payeur a déjà repris ce paiement : le rembourser le rendrait deux fois. "
        "Écrivez ce qui a été fait."
    ),
    Refusal.WORDS_MISSING: "Écrivez en quelques mots ce que c’était, par exemple « frais de tenue de compte ».",
    Refusal.BANK_FILE_TOO_LARGE: "Ce fichier dépasse 50 Mo. Rien n’a été lu.",
    Refusal.BANK_FILE_NOT_READABLE: (
        "Ce fichier n’est pas un relevé camt.053 ni un compte rendu pain.002 complet : « {where} » manque ou n’est pas "
        "juste, à la ligne {line}. Rien n’a été lu."
    ),
    Refusal.BANK_FILE_OF_ANOTHER_ACCOUNT: "Ce relevé est celui d’un autre compte que le nôtre. Rien n’a été lu.",
    Refusal.NOTHING_TO_DEPOSIT: "Aucune facture n’est attendue ici.",
    Refusal.DEPOSITED_ALREADY: "Cette facture est déjà déposée. Elle ne change plus.",
    Refusal.DEPOSIT_TOO_LARGE: "Ce fichier dépasse 5 Mo. Rien n’a été enregistré.",
    Refusal.DEPOSIT_INFECTED: "Ce fichier contient un virus. Rien n’a été enregistré.",
    Refusal.DEPOSIT_NOT_SCANNED: "Le fichier n’a pas pu être contrôlé maintenant. Recommencez dans quelques minutes.",
    Refusal.DEPOSIT_NOT_AS_DUE: (
        "Cette facture ne dit pas ce qui vous est dû. Corrigez ce qui suit, puis déposez-la à nouveau."
    ),
    Refusal.TRANSFER_UNKNOWN: "Aucun virement n’est attendu pour cela.",
    Refusal.ARRIVED_ALREADY: "Ce virement est déjà arrivé.",
    Refusal.RETURN_PATH_NOT_LOCAL: "L’adresse de retour n’est pas sur ce site. Rien n’a été enregistré.",
}
