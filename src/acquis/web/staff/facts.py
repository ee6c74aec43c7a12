"""The facts of the journal in a few words each, for those who watch what the system does, or look at one account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.journal.types import Told

WORDS = {
    "journal.clock_moved": gettext_noop("L’horloge a avancé"),
    "enrolments.requested": gettext_noop("Demande envoyée"),
    "enrolments.acknowledged": gettext_noop("Demande reçue, prérequis à vérifier"),
    "enrolments.accepted": gettext_noop("Place proposée par l’organisme"),
    "enrolments.declined": gettext_noop("Demande refusée par l’organisme"),
    "enrolments.unanswered": gettext_noop("Demande restée sans réponse, annulée"),
    "enrolments.answer_due": gettext_noop("Dernier jour pour répondre à la demande"),
    "enrolments.confirmation_due": gettext_noop("Dernier jour pour confirmer"),
    "enrolments.unconfirmed": gettext_noop("Proposition non confirmée, annulée"),
    "enrolments.abandoned": gettext_noop("Demande abandonnée"),
    "enrolments.funder_asked": gettext_noop("Aide demandée à un financeur"),
    "enrolments.funder_heard": gettext_noop("Réponse du financeur à la demande d’aide"),
    "enrolments.waiting_stopped": gettext_noop("Aide abandonnée par le titulaire"),
    "funders.aid_moved": gettext_noop("Demande d’aide : une étape"),
    "funders.aid_written": gettext_noop("Message dans une demande d’aide"),
    "enrolments.payment_begun": gettext_noop("Paiement par carte commencé"),
    "enrolments.payment_failed": gettext_noop("Paiement par carte refusé"),
    "enrolments.payment_returned": gettext_noop("Paiement arrivé trop tard, à rembourser"),
    "enrolments.confirmed": gettext_noop("Inscription confirmée"),
    "enrolments.withdrawn": gettext_noop("Rétractation"),
    "enrolments.cancelled": gettext_noop("Inscription annulée"),
    "enrolments.no_show": gettext_noop("Absence au premier jour"),
    "enrolments.entered": gettext_noop("Entrée en formation"),
    "enrolments.exited": gettext_noop("Sortie de formation"),
    "enrolments.service_declared": gettext_noop("Formation suivie déclarée"),
    "enrolments.service_validated": gettext_noop("Formation validée"),
    "enrolments.put_under_control": gettext_noop("Dossier mis en contrôle"),
    "enrolments.released_from_control": gettext_noop("Contrôle levé"),
    "enrolments.service_confirmed": gettext_noop("Formation confirmée par le titulaire"),
    "enrolments.service_decided": gettext_noop("Décision sur la formation suivie"),
    "enrolments.failure_declared": gettext_noop("Arrêt de l’organisme constaté"),
    "enrolments.cancelled_by_operator": gettext_noop("Inscription annulée par un agent"),
    "stops.prepared": gettext_noop("Arrêt d’un organisme préparé"),
    "stops.approved": gettext_noop("Arrêt d’un organisme : ses inscriptions prennent fin"),
    "stops.discarded": gettext_noop("Arrêt d’un organisme abandonné"),
    "stops.finished": gettext_noop("Arrêt d’un organisme : tout est fait"),
    "stops.left": gettext_noop("Arrêt d’un organisme : rappel de ce qui reste à regarder"),
    "enrolments.excused": gettext_noop("Force majeure reconnue après coup"),
    "enrolments.rescheduling_proposed": gettext_noop("Autres dates proposées"),
    "enrolments.rescheduled": gettext_noop("Dates changées d’un commun accord"),
    "enrolments.rescheduling_closed": gettext_noop("Proposition d’autres dates close"),
    "hearings.opened": gettext_noop("Dossier contradictoire ouvert"),
    "hearings.stated": gettext_noop("Explications données dans un dossier"),
    "hearings.statement_due": gettext_noop("Rappel : explications attendues"),
    "hearings.taken": gettext_noop("Dossier pris par un agent"),
    "hearings.decided": gettext_noop("Décision rendue sur un dossier"),
    "hearings.closed": gettext_noop("Dossier clos sans décision"),
    "enrolments.paid_out": gettext_noop("Organisme payé pour ce dossier"),
    "attendance.line_written": gettext_noop("Présence signée ou enregistrée"),
    "attendance.signature_missing": gettext_noop("Présence à signer, rappelée au titulaire"),
    "attendance.rate_differs": gettext_noop("Part déclarée différente de la feuille d’émargement"),
    "treasury.collected": gettext_noop("Paiement par carte reçu"),
    "treasury.collection_refused": gettext_noop("Paiement par carte refusé par la banque"),
    "treasury.collection_expired": gettext_noop("Paiement par carte abandonné"),
    "treasury.refund_owed": gettext_noop("Remboursement à faire"),
    "treasury.refund_refused": gettext_noop("Remboursement refusé par la carte"),
    "treasury.refund_retried": gettext_noop("Remboursement demandé de nouveau"),
    "treasury.refund_noted": gettext_noop("Note écrite sur un remboursement refusé"),
    "treasury.excess_found": gettext_noop("Somme revenue deux fois au titulaire"),
    "treasury.excess_settled": gettext_noop("Somme revenue deux fois : note écrite"),
    "treasury.collection_contested": gettext_noop("Paiement par carte contesté et repris par la banque"),
    "treasury.withheld": gettext_noop("Paiement de l’organisme suspendu, dossier en contrôle"),
    "treasury.released": gettext_noop("Paiement de l’organisme de nouveau possible"),
    "treasury.refunded": gettext_noop("Remboursement fait"),
    "treasury.invoiced": gettext_noop("Facture émise"),
    "treasury.invoice_deducted": gettext_noop("Facture reprise en entier : rien à payer"),
    "treasury.payouts_prepared": gettext_noop("Lot de virements préparé"),
    "treasury.payouts_approved": gettext_noop("Lot de virements approuvé"),
    "treasury.payouts_paid": gettext_noop("Lot de virements payé"),
    "treasury.payouts_rejected": gettext_noop("Lot de virements refusé par la banque"),
    "treasury.payout_returned": gettext_noop("Virement revenu, facture de nouveau à payer"),
    "treasury.payout_retried": gettext_noop("Compte bancaire de nouveau payable"),
    "treasury.bank_file_taken": gettext_noop("Fichier de la banque lu"),
    "treasury.bank_entry_settled": gettext_noop("Ligne de la banque expliquée"),
    "enrolments.billing_reopened": gettext_noop("Paiement de l’organisme à refaire"),
    "accounts.topped_up": gettext_noop("Compte complété par un financeur"),
    "accounts.risks_told": gettext_noop("Droits reçus des organismes de risques professionnels"),
    "accounts.project_paper_filed": gettext_noop("Attestation de projet reçue"),
    "accounts.project_paper_looked_at": gettext_noop("Attestation de projet vérifiée"),
    "accounts.granted": gettext_noop("Droits attribués autrement que par le travail"),
    "accounts.rights_ended": gettext_noop("Fin des droits d’un titulaire"),
    "accounts.proof_submitted": gettext_noop("Justificatif reçu"),
    "accounts.proof_decided": gettext_noop("Justificatif examiné"),
    "accounts.purse_lapsed": gettext_noop("Argent réservé arrivé à échéance"),
}


#: Facts of one account, shown with its file only: there are too many of them to watch.
OF_ACCOUNTS = {
    "accounts.opened": gettext_noop("Compte ouvert"),
    "accounts.frozen": gettext_noop("Compte bloqué"),
    "accounts.unfrozen": gettext_noop("Compte débloqué"),
    "accounts.closed": gettext_noop("Compte fermé"),
    "accounts.reopened": gettext_noop("Compte rouvert"),
    "accounts.joined": gettext_noop("Compte réuni à un autre"),
    "accounts.parted": gettext_noop("Compte séparé d’un autre"),
    "accounts.handed_over": gettext_noop("Droits remis à une autre personne"),
    "accounts.grant_withdrawn": gettext_noop("Droits attribués à tort, repris"),
    "accounts.low_qualification_declared": gettext_noop("Absence de diplôme déclarée"),
    "accounts.low_qualification_ended": gettext_noop("Diplôme obtenu, déclaré"),
    "accounts.low_qualification_annulled": gettext_noop("Déclaration d’absence de diplôme annulée"),
    "accounts.mandate_declared": gettext_noop("Mandat d’élu enregistré"),
    "accounts.mandate_ended": gettext_noop("Fin d’un mandat d’élu"),
    "accounts.death_doubted": gettext_noop("Décès annoncé par le registre, à confirmer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: when (business moment), what, and the enrolment it is about when there is one."""

    at: datetime
    words: str
    address: str
    #: The enrolment, for a fact of one.
    enrolment_id: UUID | None
    by: str
    #: Why, or on what it rests, as the agent wrote it.
    detail: str


def in_words(told: Iterable[Told]) -> list[Fact]:
    """The facts that have words, in the order given."""
    return [
        Fact(
            at=each.at,
            words=_((WORDS | OF_ACCOUNTS)[each.kind]),
            by=each.by,
            detail=_detail(each),
            enrolment_id=each.about if each.kind.startswith("enrolments.") else None,
            address=f"/agents/inscriptions/{each.about}" if each.kind.startswith("enrolments.") else "",
        )
        for each in told
        if each.kind in WORDS or each.kind in OF_ACCOUNTS
    ]


def _detail(told: Told) -> str:
    """Why an account was touched, or on what it rests, as it was written; nothing of what watches the whole."""
    return str(told.payload.get("reason") or told.payload.get("proof") or "") if told.kind in OF_ACCOUNTS else ""
