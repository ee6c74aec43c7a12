"""The words of an enrolment: states, acts, sources, and its timeline told to each of its readers.

What the timeline knows are keys, days and parties (`enrolments.timeline`); here they become sentences, with « vous »
for the one who reads and must act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from acquis.enrolments.types import (
    Act,
    BillingState,
    DeclineReason,
    Otherwise,
    Party,
    Source,
    State,
    TimelineKey,
    TimelineState,
    TimelineStep,
)
from acquis.rules.types import ExitReason

from ..design.written import day, day_long

LABELS: dict[StrEnum, str] = {
    State.REQUESTED: "Demande envoyée",
    State.UNDER_REVIEW: "Demande en cours d’examen",
    State.PROPOSED: "Proposition à confirmer",
    State.AWAITING_PAYMENT: "Paiement en cours",
    State.CONFIRMED: "Inscription confirmée",
    State.IN_TRAINING: "En formation",
    State.EXITED: "Sortie de formation",
    State.SERVICE_DECLARED: "Formation suivie, à valider",
    State.SERVICE_VALIDATED: "Formation suivie et validée",
    State.DECLINED: "Refusée par l’organisme",
    State.UNANSWERED: "Sans réponse de l’organisme",
    State.UNCONFIRMED: "Non confirmée à temps",
    State.ABANDONED: "Abandonnée",
    State.WITHDRAWN: "Rétractation",
    State.CANCELLED_BY_HOLDER: "Annulée par le titulaire",
    State.CANCELLED_BY_PROVIDER: "Annulée par l’organisme",
    State.NO_SHOW: "Absence à l’entrée",
    Act.REQUEST: "Demande envoyée",
    Act.ACKNOWLEDGE: "Demande reçue, prérequis à vérifier",
    Act.ACCEPT: "Demande acceptée",
    Act.DECLINE: "Demande refusée",
    Act.ABANDON: "Demande abandonnée",
    Act.CONFIRM: "Inscription confirmée",
    Act.CONFIRM_AND_PAY: "Inscription confirmée, paiement demandé",
    Act.RECORD_PAYMENT: "Paiement reçu",
    Act.REFUSE_PAYMENT: "Paiement refusé",
    Act.EXPIRE_PAYMENT: "Paiement non reçu à temps",
    Act.WITHDRAW: "Rétractation",
    Act.CANCEL_AS_HOLDER: "Annulation par le titulaire",
    Act.CANCEL_AS_PROVIDER: "Annulation par l’organisme",
    Act.DECLARE_NO_SHOW: "Absence déclarée",
    Act.DECLARE_ENTRY: "Entrée en formation",
    Act.DECLARE_EXIT: "Sortie de formation",
    Act.DECLARE_SERVICE: "Service fait déclaré",
    Act.VALIDATE_SERVICE: "Service fait validé",
    Act.LAPSE_UNANSWERED: "Demande close, faute de réponse",
    Act.LAPSE_UNCONFIRMED: "Proposition close, faute de confirmation",
    BillingState.NOT_BILLABLE: "Rien à facturer",
    BillingState.TO_BILL: "À facturer",
    BillingState.BILLED: "Facturée",
    BillingState.PAID: "Payée",
    Source.RIGHTS: "Vos droits",
    Source.PURSE: "Abondement",
    Source.COMPLEMENT: "Complément promis",
    Source.CREDIT_NOTE: "Votre avoir",
    Source.HOLDER: "Votre paiement par carte",
    Party.HOLDER: "Titulaire",
    Party.PROVIDER: "Organisme de formation",
    Party.OPERATOR: "Gestionnaire des comptes",
    DeclineReason.SESSION_FULL: "La session est complète.",
    DeclineReason.PREREQUISITES_MISSING: "Les prérequis de la formation ne sont pas remplis.",
    DeclineReason.SESSION_CANCELLED: "La session n’aura pas lieu.",
    DeclineReason.NOT_THE_RIGHT_TRAINING: "Cette formation ne correspond pas au projet présenté.",
    DeclineReason.OTHER: "Autre raison.",
    ExitReason.COMPLETED: "Formation suivie en entier",
    ExitReason.DROPOUT: "Abandon ou absences",
    ExitReason.FORCE_MAJEURE: "Force majeure du stagiaire",
    ExitReason.PROVIDER_DEFAULT: "Arrêt par l’organisme",
    ExitReason.ENTRY_DECLARED_IN_ERROR: "Entrée déclarée par erreur",
    TimelineKey.REQUEST: "Demande",
    TimelineKey.REVIEW: "Examen de la demande",
    TimelineKey.ANSWER: "Réponse de l’organisme",
    TimelineKey.CONFIRMATION: "Confirmation",
    TimelineKey.PAYMENT: "Paiement par carte",
    TimelineKey.ENTRY: "Entrée en formation",
    TimelineKey.EXIT: "Sortie de formation",
    TimelineKey.SERVICE: "Déclaration du service fait",
    TimelineKey.VALIDATION: "Validation du service fait",
    TimelineKey.PAYOUT: "Paiement de l’organisme",
    TimelineKey.END: "Fin de l’inscription",
    Otherwise.REQUEST_LAPSES: "Sans réponse, la demande prend fin. Aucun droit n’est utilisé.",
    Otherwise.PROPOSAL_LAPSES: "Sans confirmation, la proposition prend fin. Aucun droit n’est utilisé.",
    Otherwise.PAYMENT_LAPSES: (
        "Sans paiement, la proposition redevient à confirmer et les droits réservés sont libérés."
    ),
    Otherwise.RECORDED_LATE: "Après cette date, la déclaration reste possible, et son retard est noté.",
    Otherwise.NOTHING_TO_DO: "Vous n’avez rien à faire.",
}

#: Who must act, said to the one who must and to the others.
WHO = {
    Party.HOLDER: ("À vous d’agir", "Au titulaire d’agir"),
    Party.PROVIDER: ("À vous d’agir", "À l’organisme d’agir"),
    Party.OPERATOR: ("Automatique", "Automatique"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStep:
    """A step as the timeline component shows it."""

    key: TimelineKey
    state: TimelineState
    title: str
    when: str
    detail: str


def written_timeline(steps: Iterable[TimelineStep], *, reader: Party) -> list[WrittenStep]:
    """The timeline in French, said to its reader."""
    return [_written(step, reader) for step in steps]


def _written(step: TimelineStep, reader: Party) -> WrittenStep:
    if step.state is TimelineState.DONE and step.act is not None and step.at is not None:
        late = _("Déclaré en retard.") if step.late else ""
        return WrittenStep(key=step.key, state=step.state, title=_(LABELS[step.act]), when=day(step.at), detail=late)
    if step.state is TimelineState.CURRENT:
        who = _(WHO[step.who][0 if step.who is reader else 1])
        when = _("{who}, avant la fin du {day}").format(who=who, day=day_long(step.until)) if step.until else who
        if step.who is Party.OPERATOR:
            when = _("Prévue le {day}").format(day=day_long(step.until)) if step.until else who
            if step.key is TimelineKey.PAYOUT:
                when = _("Au plus tard le {day}").format(day=day_long(step.until)) if step.until else ""
        otherwise = _(LABELS[step.otherwise]) if step.otherwise else ""
        return WrittenStep(key=step.key, state=step.state, title=_(LABELS[step.key]), when=when, detail=otherwise)
    until = _("Au plus tard le {day}").format(day=day(step.until)) if step.until else ""
    return WrittenStep(key=step.key, state=step.state, title=_(LABELS[step.key]), when=until, detail="")
