"""What is said when the ledger refuses; only the balance too low is a holder's daily case."""

from acquis.ledger.types import Refusal

SENTENCES = {
    Refusal.NOT_A_TRANSFER: "Ce montant ne peut pas être enregistré. Rien n’a été débité.",
    Refusal.REFERENCE_REUSED: "Cette opération a déjà été enregistrée, avec un autre contenu. Rien n’a été modifié.",
    Refusal.ACCOUNT_UNKNOWN: "Le compte à débiter ou à créditer n’existe pas. Rien n’a été débité.",
    Refusal.ACCOUNT_DIFFERS: "Ce compte est déjà ouvert, sous une autre forme. Rien n’a été modifié.",
    Refusal.UNITS_DIFFER: "Des euros et des heures ne peuvent pas être mêlés. Rien n’a été débité.",
    Refusal.BALANCE_TOO_LOW: "Il n’y a plus assez d’argent sur le compte. Rien n’a été débité.",
    Refusal.REFERENCE_UNKNOWN: "L’opération à modifier est introuvable. Rien n’a été modifié.",
    Refusal.NOT_RESERVED: "Aucune somme n’est réservée pour cette opération. Rien n’a été modifié.",
    Refusal.NOT_PENDING: "La somme réservée a déjà été utilisée ou rendue. Rien n’a été modifié.",
    Refusal.NOT_POSTED: "Cette opération n’est pas terminée : elle ne peut pas être annulée.",
    Refusal.ALREADY_REVERSED: "Cette opération a déjà été annulée. Rien n’a été modifié.",
}
