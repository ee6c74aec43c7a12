"""The life of an enrolment as a line, in words: the same for its holder, its provider and the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from acquis.enrolments.types import (
    Act,
    EnrolmentDetails,
    Otherwise,
    Party,
    State,
    TimelineKey,
    TimelineState,
    TimelineStep,
)
from acquis.web.design.written import day_full, day_long, hour
from acquis.web.labels import label


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step as `ui.timeline` draws it: `state` is done, current, coming or missed."""

    title: str
    state: str
    when: str
    detail: str


def shown(enrolment: EnrolmentDetails, *, reader: Party = Party.HOLDER) -> list[ShownStep]:
    """The steps in words, said to `reader`: « à vous » is for the one who reads."""
    return [
        _done(step) if step.state is TimelineState.DONE else _open(step, enrolment, reader)
        for step in enrolment.timeline
    ]


#: Acts whose step is drawn apart: it was made, and the way ends or turns back there.
_MISSED = frozenset(
    {
        Act.DECLINE,
        Act.LAPSE_UNANSWERED,
        Act.ABANDON,
        Act.LAPSE_UNCONFIRMED,
        Act.STOP_WAITING,
        Act.REFUSE_PAYMENT,
        Act.EXPIRE_PAYMENT,
        Act.WITHDRAW,
        Act.CANCEL_AS_HOLDER,
        Act.CANCEL_AS_PROVIDER,
        Act.DECLARE_NO_SHOW,
        Act.CANCEL_AS_OPERATOR,
        Act.DECLARE_FAILURE,
    }
)


def _done(step: TimelineStep) -> ShownStep:
    assert step.at is not None
    if step.motive is not None:
        return ShownStep(
            title=_("Contrôle levé") if step.released else _("Dossier mis en contrôle"),
            state="done" if step.released else "missed",
            when=_("%(day)s à %(hour)s") % {"day": day_full(step.at), "hour": hour(step.at)},
            detail="" if step.released else label(step.motive),
        )
    assert step.act is not None
    detail = _("fait après le délai") if step.late else ""
    return ShownStep(
        title=_done_words(step.act),
        state="missed" if step.act in _MISSED else "done",
        when=_("%(day)s à %(hour)s") % {"day": day_full(step.at), "hour": hour(step.at)},
        detail=detail,
    )


def _done_words(act: Act) -> str:
    words = {
        Act.REQUEST: _("Demande envoyée"),
        Act.ACKNOWLEDGE: _("Prérequis en cours de vérification par l’organisme"),
        Act.ACCEPT: _("Place proposée par l’organisme"),
        Act.DECLINE: _("Demande refusée par l’organisme"),
        Act.ABANDON: _("Demande abandonnée"),
        Act.ASK_FUNDER: _("Aide demandée à un financeur"),
        Act.HEAR_FUNDER: _("Réponse du financeur"),
        Act.STOP_WAITING: _("Aide abandonnée par le titulaire"),
        Act.CONFIRM: _("Inscription confirmée"),
        Act.CONFIRM_AND_PAY: _("Inscription confirmée, paiement demandé"),
        Act.RECORD_PAYMENT: _("Paiement reçu"),
        Act.REFUSE_PAYMENT: _("Paiement abandonné, ou refusé par la banque : rien n’a été pris"),
        Act.EXPIRE_PAYMENT: _("Paiement non terminé : rien n’a été pris"),
        Act.WITHDRAW: _("Rétractation : tout a été rendu"),
        Act.CANCEL_AS_HOLDER: _("Inscription annulée par le titulaire"),
        Act.CANCEL_AS_PROVIDER: _("Inscription annulée par l’organisme : tout a été rendu"),
        Act.DECLARE_NO_SHOW: _("Absence au premier jour, déclarée par l’organisme"),
        Act.DECLARE_ENTRY: _("Entrée en formation"),
        Act.DECLARE_EXIT: _("Sortie de formation"),
        Act.DECLARE_SERVICE: _("Formation suivie, déclarée par l’organisme"),
        Act.VALIDATE_SERVICE: _("Formation validée, organisme à payer"),
        Act.LAPSE_UNANSWERED: _("Sans réponse de l’organisme : la demande est annulée, sans frais"),
        Act.LAPSE_UNCONFIRMED: _("Sans confirmation : la demande est annulée, sans frais"),
        Act.CANCEL_AS_OPERATOR: _("Inscription annulée par un agent : tout a été rendu"),
        Act.RESCHEDULE: _("Dates changées d’un commun accord"),
        Act.EXTEND: _("Fin reportée d’un commun accord"),
        Act.CONFIRM_SERVICE: _("Formation confirmée par le titulaire"),
        Act.DECLARE_FAILURE: _("Arrêt de la formation par l’organisme, constaté par un agent"),
        Act.DECIDE_SERVICE: _("Décision rendue, formation réglée"),
    }
    return words[act]


def _open(step: TimelineStep, enrolment: EnrolmentDetails, reader: Party) -> ShownStep:
    mine = step.who is reader
    when = "" if mine else _day_of_training(step.key, enrolment)
    if step.until is not None and not when:
        if step.before is not None:
            when = before(step.before)
        elif step.key is TimelineKey.VALIDATION:
            when = _("le %(day)s") % {"day": day_full(step.until)}
        elif step.state is TimelineState.CURRENT:
            when = _("avant la fin du %(day)s") % {"day": day_full(step.until)}
        else:
            when = _("au plus tard le %(day)s") % {"day": day_long(step.until)}
    detail = _otherwise(step.otherwise) if step.state is TimelineState.CURRENT and step.otherwise else ""
    if step.state is TimelineState.CURRENT and step.otherwise is Otherwise.RECORDED_LATE and step.until and not mine:
        detail = _("l’organisme doit le déclarer avant la fin du %(day)s ; après, son retard est noté") % {
            "day": day_long(step.until)
        }
    return ShownStep(
        title=_open_words(step.key, mine), state=str(step.state).removeprefix("step_"), when=when, detail=detail
    )


def before(moment: datetime) -> str:
    """A delay of minutes, in words."""
    return _("avant %(hour)s, le %(day)s") % {"hour": hour(moment), "day": day_full(moment)}


def _day_of_training(key: TimelineKey, enrolment: EnrolmentDetails) -> str:
    """The day of the training itself, for those who have nothing to declare about it."""
    if key is TimelineKey.ENTRY:
        return day_full(enrolment.starts_on)
    if key is TimelineKey.EXIT and enrolment.ends_on is not None:
        return day_full(enrolment.ends_on)
    return ""


def _open_words(key: TimelineKey, mine: bool) -> str:
    words = {
        TimelineKey.REQUEST: (_("À vous d’envoyer votre demande"), _("Demande")),
        TimelineKey.REVIEW: (_("À vous de vérifier les prérequis"), _("Vérification des prérequis")),
        TimelineKey.ANSWER: (_("À vous de répondre"), _("Réponse de l’organisme")),
        TimelineKey.FUNDING: (
            _("À vous de répondre à la demande d’aide"),
            _("Réponse du financeur"),
        ),
        TimelineKey.CONFIRMATION: (_("À vous de confirmer"), _("Confirmation par le titulaire")),
        TimelineKey.PAYMENT: (_("À vous de payer votre part"), _("Paiement par le titulaire")),
        TimelineKey.ENTRY: (_("À vous de déclarer l’entrée en formation"), _("Entrée en formation")),
        TimelineKey.EXIT: (_("À vous de déclarer la sortie de formation"), _("Sortie de formation")),
        TimelineKey.SERVICE: (_("À vous de déclarer la formation suivie"), _("Déclaration de la formation suivie")),
        TimelineKey.VALIDATION: (_("Validation"), _("Validation de la formation suivie")),
        TimelineKey.PAYOUT: (_("Paiement de l’organisme"), _("Paiement de l’organisme")),
        TimelineKey.END: (_("Fin"), _("Fin")),
        TimelineKey.CONTROL: (_("Contrôle"), _("Contrôle")),
        TimelineKey.RESCHEDULING: (_("À vous de répondre à un report"), _("Réponse à un report proposé")),
    }
    return words[key][0 if mine else 1]


def _otherwise(otherwise: Otherwise) -> str:
    words = {
        Otherwise.REQUEST_LAPSES: _("sans réponse, la demande sera annulée, sans frais"),
        Otherwise.PROPOSAL_LAPSES: _("sans confirmation, la demande sera annulée, sans frais"),
        Otherwise.SILENCE_ANSWERS: _(
            "sans réponse, l’aide est accordée ou refusée selon sa règle ; la place est gardée"
        ),
        Otherwise.PAYMENT_LAPSES: _("sans paiement, rien n’est pris et la place reste à confirmer"),
        Otherwise.RECORDED_LATE: _("après ce jour, vous pouvez encore déclarer, et le retard est noté"),
        Otherwise.NOTHING_TO_DO: _("automatique, sans démarche"),
        Otherwise.WAITS_FOR_DECISION: _("en contrôle : rien n’est validé ni payé avant la décision"),
    }
    return words[otherwise]


#: Colours of the tag of a state: what needs somebody is ochre, what is well is green, what ended is grey.
def tone(state: State) -> str:
    """The colour of a state's tag, one of the theme's."""
    if state in (State.PROPOSED, State.AWAITING_PAYMENT):
        return "brand1"
    if state in (State.CONFIRMED, State.IN_TRAINING, State.EXITED, State.SERVICE_DECLARED, State.SERVICE_VALIDATED):
        return "accent"
    return "neutral"
