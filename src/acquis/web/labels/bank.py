"""How what the bank tells is called, and why it sends money back (ISO 20022 external codes)."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.treasury.types import BankWord, EntryState, LineState, Puzzle, Unpaid

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (LineState.ORDERED, "Demandé à la banque"),
    (LineState.REJECTED, "Refusé par notre banque"),
    (LineState.RETURNED, "Renvoyé par sa banque"),
    (BankWord.ORDER_ACCEPTED, "Lot accepté"),
    (BankWord.ORDER_REJECTED, "Lot refusé"),
    (BankWord.TRANSFER_REJECTED, "Virement refusé"),
    (BankWord.DEBIT, "Débit"),
    (BankWord.CREDIT, "Crédit"),
    (EntryState.MATCHED, "Rapproché"),
    (EntryState.REPEATED, "Déjà connu"),
    (EntryState.TO_LOOK_AT, "À regarder"),
    (EntryState.SETTLED, "Expliqué"),
    (Puzzle.REFERENCE_UNKNOWN, "Cette ligne ne porte aucune de nos références."),
    (Puzzle.AMOUNT_DIFFERS, "Le montant n’est pas celui que nous avions demandé."),
    (Puzzle.NOT_EXPECTED, "À ce stade, nous n’attendions pas cela de ce lot ou de ce virement."),
    (Unpaid.NO_ACCOUNT, "Aucun compte bancaire approuvé"),
    (Unpaid.ACCOUNT_TOO_NEW, "Nouveau compte, encore dans son délai de sécurité"),
    (Unpaid.NOT_PAYABLE, "Paiements suspendus"),
    (Unpaid.ACCOUNT_RETURNED, "Le dernier virement vers ce compte n’est pas arrivé"),
    (Unpaid.BANK_LINE_WAITS, "Une ligne de la banque à son sujet attend une explication"),
    (Unpaid.WITHHELD, "Le dossier est en contrôle : le paiement attend la décision"),
    (Unpaid.NOT_DEPOSITED, "L’organisme n’a pas encore déposé sa facture"),
    (Unpaid.OWES_BACK, "L’organisme doit lui-même de l’argent"),
)

REASONS = {
    "AC01": gettext_noop("numéro de compte faux"),
    "AC03": gettext_noop("numéro de compte faux"),
    "AC04": gettext_noop("compte clôturé"),
    "AC06": gettext_noop("compte bloqué"),
    "AG01": gettext_noop("opération interdite sur ce compte"),
    "AG02": gettext_noop("type d’opération refusé"),
    "AM04": gettext_noop("solde insuffisant"),
    "AM05": gettext_noop("envoyé deux fois"),
    "BE04": gettext_noop("adresse manquante"),
    "CUST": gettext_noop("refusé par le titulaire du compte"),
    "FOCR": gettext_noop("renvoyé à notre demande"),
    "MD07": gettext_noop("titulaire décédé"),
    "MS02": gettext_noop("refusé par le titulaire du compte"),
    "MS03": gettext_noop("motif non précisé"),
    "RC01": gettext_noop("BIC faux"),
    "RR01": gettext_noop("contrôle réglementaire"),
    "RR02": gettext_noop("contrôle réglementaire"),
    "RR03": gettext_noop("contrôle réglementaire"),
    "RR04": gettext_noop("contrôle réglementaire"),
}


def reason_words(code: str) -> str:
    """Why, in words, with the bank's own code; the code alone when it is none that we know, nothing without one."""
    return f"{_(REASONS[code])} ({code})" if code in REASONS else code


#: Why a card did not take a refund, in the card provider's words, and in ours.
_REFUNDS = {
    "expired_or_canceled_card": gettext_noop("la carte est fermée ou périmée"),
    "lost_or_stolen_card": gettext_noop("la carte est perdue ou volée"),
    "declined": gettext_noop("le prestataire des paiements ne l’accepte pas"),
    "unanswered": gettext_noop("le service de paiement n’a pas répondu pendant plusieurs jours"),
    "contested": gettext_noop("la banque du payeur avait déjà repris ce paiement"),
    "charge_for_pending_refund_disputed": gettext_noop("la banque du payeur avait déjà repris ce paiement"),
}


def refund_reason_words(reason: str) -> str:
    """Why a refund came back, for a reader."""
    return _(_REFUNDS[reason]) if reason in _REFUNDS else _("la banque n’a pas dit pourquoi")
