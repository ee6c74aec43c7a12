"""A body's files about an enrolment: an entry declared in error, a contest to answer, other dates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments.types import EnrolmentId, Party
from acquis.hearings import actions
from acquis.hearings.types import HearingKind
from acquis.web import hearings as shared
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.session import Request

from . import enrolment

SIDE = shared.Side(
    base="/organisme/inscriptions",
    party=Party.PROVIDER,
    slugs={"entree-par-erreur": HearingKind.ENTRY_IN_ERROR, "contester": HearingKind.CONTEST},
)


@reads(Audience.PROVIDER)
def undo_entry(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.form(request, SIDE, enrolment_id, "entree-par-erreur", {})


@writes(Audience.PROVIDER)
def ask_undo(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.opened(request, SIDE, enrolment_id, "entree-par-erreur")


@reads(Audience.PROVIDER)
def contest(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """What the operator declared in its stead, when it found that the body had stopped."""
    return shared.form(request, SIDE, enrolment_id, "contester", {})


@writes(Audience.PROVIDER)
def ask_contest(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.opened(request, SIDE, enrolment_id, "contester")


@reads(Audience.PROVIDER)
def one(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    return shared.shown(request, SIDE, enrolment_id, hearing_id)


@writes(Audience.PROVIDER)
def reply(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    return shared.stated(request, SIDE, enrolment_id, hearing_id)


@reads(Audience.PROVIDER)
def exhibit(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID, exhibit_id: UUID) -> HttpResponse:
    return shared.exhibit(request, hearing_id, exhibit_id)


@writes(Audience.PROVIDER)
def withdraw(request: Request, enrolment_id: EnrolmentId, hearing_id: UUID) -> HttpResponse:
    actions.withdraw(hearing_id=hearing_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre dossier est retiré."))
    return see_other(SIDE.enrolment(enrolment_id))


@writes(Audience.PROVIDER)
def propose(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shared.proposed(request, SIDE, enrolment_id, enrolment.shown_with)


@writes(Audience.PROVIDER)
def answer(request: Request, enrolment_id: EnrolmentId, rescheduling_id: UUID) -> HttpResponse:
    return shared.answered(request, SIDE, enrolment_id, rescheduling_id)
