"""The ledger's codes in the words of a statement of account."""

from enum import StrEnum

from acquis.ledger.types import Code, House, Kind, MovementState, Unit

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Code.YEARLY_CREDIT, "Droits de l’année"),
    (Code.TOP_UP, "Abondement reçu"),
    (Code.COMMITMENT, "Somme engagée pour une formation"),
    (Code.HOLDER_PAYMENT, "Paiement par carte"),
    (Code.HOLDER_REFUND, "Remboursement sur votre carte"),
    (Code.SETTLEMENT, "Paiement de la formation"),
    (Code.DEPOSIT, "Acompte versé à l’organisme"),
    (Code.RETURNED, "Somme rendue sur votre compte"),
    (Code.LAPSED, "Droits perdus ou arrivés à échéance"),
    (Code.CREDIT_NOTE, "Avoir"),
    (Code.LATE_CANCELLATION, "Frais d’annulation tardive"),
    (Code.PAYOUT, "Virement préparé"),
    (Code.PAYOUT_SENT, "Virement envoyé"),
    (Code.REVERSAL, "Annulation d’une écriture"),
    (Code.CORRECTION, "Correction"),
    (House.RIGHTS_ISSUED, "Droits attribués"),
    (House.TOP_UPS_RECEIVED, "Abondements reçus"),
    (House.COMMITMENTS, "Sommes engagées pour des formations"),
    (House.CARD_CLEARING, "Paiements par carte à recevoir"),
    (House.REFUNDS_DUE, "Remboursements à faire"),
    (House.LAPSED_RIGHTS, "Droits perdus ou arrivés à échéance"),
    (House.PAYOUTS_IN_TRANSIT, "Virements en cours"),
    (House.BANK, "Banque"),
    (Kind.POSTED, "Écriture"),
    (Kind.RESERVED, "Réservation"),
    (Kind.POST_RESERVED, "Réservation utilisée"),
    (Kind.RELEASED, "Réservation levée"),
    (MovementState.POSTED, "Fait"),
    (MovementState.RESERVED, "Réservé"),
    (MovementState.RELEASED, "Réservation levée"),
    (Unit.EUR, "euros"),
    (Unit.HOUR, "heures"),
)
