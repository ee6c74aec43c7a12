"""A funder's queue: the requests for an aid that its agents decide, by deadline, and one of them with its answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.funders import actions
from acquis.funders import queries as funders
from acquis.funders.types import OPEN, AidDetails, AidSide, AidState, Refusal
from acquis.kit.clock import day_of
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.funding_words import reason_lines
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.split import SplitLine
from acquis.web.uploads import FILE_REFUSALS, attached, proof_answer

ANSWERED = tuple(state for state in AidState if state not in OPEN)
#: The field of the form in which each button's words are typed.
_FIELDS = {"grant": "grant_said", "refuse": "refuse_said", "want": "want_said"}


@reads(Audience.FUNDER)
def queue(request: Request) -> HttpResponse:
    by = actor_of(request)
    return page(
        request,
        "funder/requests.html",
        waiting=funders.aids_asked(by=by),
        answered=funders.aids_asked(by=by, states=ANSWERED, limit=30),
        today=day_of(request.at),
        now=request.at,
    )


@reads(Audience.FUNDER)
def one(request: Request, request_id: UUID) -> HttpResponse:
    return _shown(request, request_id, {})


@writes(Audience.FUNDER)
def decide(request: Request, request_id: UUID) -> HttpResponse:
    """Grant, refuse, or ask for a document: what the pressed button says."""
    by, at, pressed = actor_of(request), request.at, request.POST.get("act", "")
    if pressed not in _FIELDS:
        raise Http404
    said = request.POST.get(_FIELDS[pressed], "")
    try:
        if pressed == "grant":
            actions.grant_aid(request_id=request_id, amount_cents=_amount(request), said=said, by=by, at=at)
            done = _("L’aide est accordée. La personne est prévenue, et confirme son inscription.")
        elif pressed == "refuse":
            actions.refuse_aid(request_id=request_id, said=said, by=by, at=at)
            done = _("L’aide est refusée. La personne lit vos raisons.")
        else:
            actions.want_document(request_id=request_id, said=said, by=by, at=at)
            done = _("Le document est demandé. La personne est prévenue.")
    except Refused as refused:
        errors = _explained(refused, _FIELDS[pressed])
        if not errors:
            raise
        return _shown(request, request_id, errors)
    messages.success(request, done)
    return see_other(f"/financeur/demandes/{request_id}")


@writes(Audience.FUNDER)
def reply(request: Request, request_id: UUID) -> HttpResponse:
    """Write to the holder."""
    try:
        actions.write_in_aid(
            request_id=request_id,
            said=request.POST.get("said", ""),
            files=attached(request),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        errors = _explained(refused, "said")
        if not errors:
            raise
        return _shown(request, request_id, errors)
    messages.success(request, _("Votre message est envoyé."))
    return see_other(f"/financeur/demandes/{request_id}")


@reads(Audience.FUNDER)
def document(request: Request, request_id: UUID, document_id: UUID) -> HttpResponse:
    """A document, as a file; that it was opened is noted for its holder."""
    return proof_answer(funders.aid_document(request_id, document_id, by=actor_of(request)))


def _amount(request: Request) -> int:
    """The sum typed, in cents; what is no sum is none."""
    try:
        return int(parse_euros(request.POST.get("amount", "").strip()))
    except ValueError:
        return 0


def _explained(refused: Refused, words: str) -> dict[str, str]:
    if refused.reason in (Refusal.MORE_THAN_ASKED, Refusal.AMOUNT_NOT_POSITIVE):
        return {"amount": sentence(refused)}
    if refused.reason in (Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG, Refusal.REASON_MISSING):
        return {words: sentence(refused)}
    return {"proof": sentence(refused)} if refused.reason.name.startswith(FILE_REFUSALS) else {}


def _shown(request: Request, request_id: UUID, errors: dict[str, str]) -> HttpResponse:
    found = funders.aid_asked(request_id, by=actor_of(request))
    return page(
        request,
        "funder/request.html",
        status=422 if errors else 200,
        aid=found,
        row=found.row,
        reasons=reason_lines(found.reasons),
        lines=_lines(found.row.asked_cents, found),
        reader=AidSide.FUNDER,
        base=f"/financeur/demandes/{request_id}",
        late=found.row.due_at is not None and request.at >= found.row.due_at,
        typed=request.POST.get,
        errors=errors,
    )


def _lines(asked_cents: int, found: AidDetails) -> list[SplitLine]:
    """Who would pay what if all of what is asked were granted."""
    course = found.row.course
    told = [
        SplitLine(label=_("Les droits de la personne"), amount_cents=course.rights_cents, part="mine"),
        SplitLine(label=_("D’autres aides"), amount_cents=course.others_cents, part="others"),
        SplitLine(label=_("L’aide demandée"), amount_cents=asked_cents, part="others"),
        SplitLine(label=_("La personne, par carte"), amount_cents=course.holder_cents, part="pay"),
    ]
    return [line for line in told if line.amount_cents]
