"""Aids that an agent of a funder decides: ask for one, follow the request, write, send a document, stop waiting."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import Act, EnrolmentId
from acquis.funders import actions
from acquis.funders import queries as funders
from acquis.funders.types import AidSide, Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.funding_words import askable_lines, reason_lines
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import FILE_REFUSALS, attached, proof_answer


@reads(Audience.HOLDER)
def blank(request: Request, enrolment_id: EnrolmentId, convention_id: UUID) -> HttpResponse:
    return _form(request, enrolment_id, convention_id, {})


@writes(Audience.HOLDER)
def ask(request: Request, enrolment_id: EnrolmentId, convention_id: UUID) -> HttpResponse:
    """Send the request: a motive, and one file for each document that is asked for."""
    by = actor_of(request)
    wanted = funders.documents_asked(convention_id)
    try:
        enrolments.ask_funder(
            enrolment_id=enrolment_id,
            convention_id=convention_id,
            motive=request.POST.get("motive", ""),
            files=[
                (name, file)
                for place, name in enumerate(wanted, start=1)
                for file in attached(request, f"file_{place}")
            ],
            by=by,
            at=request.at,
        )
    except Refused as refused:
        errors = _explained(refused, wanted)
        if not errors:
            raise
        return _form(request, enrolment_id, convention_id, errors)
    messages.success(request, _("Votre demande d’aide est envoyée. La place est gardée en attendant la réponse."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


@reads(Audience.HOLDER)
def one(request: Request, enrolment_id: EnrolmentId, request_id: UUID) -> HttpResponse:
    return _shown(request, enrolment_id, request_id, {})


@writes(Audience.HOLDER)
def reply(request: Request, enrolment_id: EnrolmentId, request_id: UUID) -> HttpResponse:
    """Write to the funder, or send the document that it waits for."""
    try:
        actions.write_in_aid(
            request_id=request_id,
            said=request.POST.get("said", ""),
            files=attached(request),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        errors = written_wrong(refused)
        if not errors:
            raise
        return _shown(request, enrolment_id, request_id, errors)
    messages.success(request, _("C’est envoyé au financeur."))
    return see_other(f"/mes-inscriptions/{enrolment_id}/aides/{request_id}")


@reads(Audience.HOLDER)
def document(request: Request, enrolment_id: EnrolmentId, request_id: UUID, document_id: UUID) -> HttpResponse:
    return proof_answer(funders.aid_document(request_id, document_id, by=actor_of(request)))


@writes(Audience.HOLDER)
def stop(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Do without the aid."""
    enrolments.stop_waiting(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Vous n’attendez plus cette aide. Confirmez sans elle, ou refusez la place."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


def written_wrong(refused: Refused) -> dict[str, str]:
    """What is wrong with a message and its file, by field; nothing for another refusal."""
    if refused.reason in (Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG):
        return {"said": sentence(refused)}
    return {"proof": sentence(refused)} if refused.reason.name.startswith(FILE_REFUSALS) else {}


def _explained(refused: Refused, wanted: tuple[str, ...]) -> dict[str, str]:
    if refused.reason in (Refusal.MOTIVE_MISSING, Refusal.WORDS_TOO_LONG):
        return {"motive": sentence(refused)}
    if refused.reason is Refusal.DOCUMENT_MISSING:
        return {f"file_{wanted.index(str(refused.details['name'])) + 1}": sentence(refused)}
    # Which of several files it is, nobody can tell from here: said once, beside the first.
    return {"file_1": sentence(refused)} if refused.reason.name.startswith(FILE_REFUSALS) else {}


def _form(request: Request, enrolment_id: EnrolmentId, convention_id: UUID, errors: dict[str, str]) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    enrolment = enrolments_of.enrolment_for_holder(enrolment_id, by=by)
    if Act.ASK_FUNDER not in enrolment.may:
        return see_other(f"/mes-inscriptions/{enrolment_id}")
    quote = enrolments_of.proposal_quote(enrolment_id, by=by, on=today)
    found = [each for each in askable_lines(quote.askable, today) if each.convention_id == convention_id]
    if not found or not found[0].open:
        return see_other(f"/mes-inscriptions/{enrolment_id}/confirmer")
    return page(
        request,
        "holder/aid_ask.html",
        status=422 if errors else 200,
        enrolment=enrolment,
        aid=found[0],
        motive=request.POST.get("motive", ""),
        errors=errors,
    )


def _shown(request: Request, enrolment_id: EnrolmentId, request_id: UUID, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    found = funders.aid_asked(request_id, by=by)
    return page(
        request,
        "holder/aid.html",
        status=422 if errors else 200,
        enrolment=enrolments_of.enrolment_for_holder(enrolment_id, by=by),
        aid=found,
        row=found.row,
        reasons=reason_lines(found.reasons),
        reader=AidSide.HOLDER,
        base=f"/mes-inscriptions/{enrolment_id}/aides/{request_id}",
        said=request.POST.get("said", ""),
        errors=errors,
    )
