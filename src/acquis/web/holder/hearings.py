"""The holder's files about an enrolment: contest what was declared, ask for force majeure, answer, agree, give up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import EnrolmentId, Party
from acquis.hearings import actions
from acquis.hearings.types import HearingKind
from acquis.web import hearings as shared
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.session import Request

from . import enrolment

SIDE = shared.Side(
    base="/mes-inscriptions",
    party=Party.HOLDER,
    slugs={"contester": HearingKind.CONTEST, "force-majeure": HearingKind.FORCE_MAJEURE},
)


@reads(Audience.HOLDER)
def contest(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.form(request, SIDE, enrolment_id, "contester", {})


@writes(Audience.HOLDER)
def open_contest(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.opened(request, SIDE, enrolment_id, "contester")


@reads(Audience.HOLDER)
def excuse(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.form(request, SIDE, enrolment_id, "force-majeure", {})


@writes(Audience.HOLDER)
def open_excuse(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.opened(request, SIDE, enrolment_id, "force-majeure")


@reads(Audience.HOLDER)
def one(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    return shared.shown(request, SIDE, enrolment_id, hearing_id)


@writes(Audience.HOLDER)
def reply(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    return shared.stated(request, SIDE, enrolment_id, hearing_id)


@reads(Audience.HOLDER)
def exhibit(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID, exhibit_id: UUID) -> HttpResponse:
    return shared.exhibit(request, hearing_id, exhibit_id)


@writes(Audience.HOLDER)
def agree(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    """The entry was declared in error: everything returns."""
    actions.agree(hearing_id=hearing_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre entrée est annulée : tout revient d’où il vient."))
    return see_other(SIDE.enrolment(enrolment_id))


@writes(Audience.HOLDER)
def withdraw(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    actions.withdraw(hearing_id=hearing_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre dossier est retiré."))
    return see_other(SIDE.enrolment(enrolment_id))


@writes(Audience.HOLDER)
def confirm_service(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Say that the training was followed as declared."""
    enrolments.confirm_service(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Merci : c’est confirmé. La validation se fait au jour prévu."))
    return see_other(SIDE.enrolment(enrolment_id))


@writes(Audience.HOLDER)
def propose(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.proposed(request, SIDE, enrolment_id, enrolment.shown_with)


@writes(Audience.HOLDER)
def answer(request: Request, enrolment_id: EnrolmentId, rescheduling_id: UUID) -> HttpResponse:
    return shared.answered(request, SIDE, enrolment_id, rescheduling_id)
