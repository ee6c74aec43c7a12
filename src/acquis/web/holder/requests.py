"""My requests: each with where it stands and by when it is answered; one of them with its whole line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.refusal import Refused
from acquis.support import actions
from acquis.support import queries as support
from acquis.support.types import Act, InquiryDetails, State
from acquis.web.design.written import day_long, moment
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import FILE_REFUSALS, attached, proof_answer


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the line, in words."""

    title: str
    state: str
    when: str
    detail: str


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    rows = support.inquiries_of(by.account_id, by=by)
    return page(
        request,
        "holder/requests.html",
        going_on=[row for row in rows if row.state is not State.CLOSED],
        over=[row for row in rows if row.state is State.CLOSED],
    )


@reads(Audience.HOLDER)
def one(request: Request, inquiry_id: UUID) -> HttpResponse:
    return _shown(request, inquiry_id)


@writes(Audience.HOLDER)
def reply(request: Request, inquiry_id: UUID) -> HttpResponse:
    """Answer the agent's question, or say why the answer does not do."""
    said = request.POST.get("said", "")
    try:
        actions.reply(inquiry_id=inquiry_id, said=said, proofs=attached(request), by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason.name.startswith(("WORDS", *FILE_REFUSALS)):
            where = "said" if refused.reason.name.startswith("WORDS") else "proof"
            return _shown(request, inquiry_id, said=said, errors={where: sentence(refused)})
        raise
    messages.success(request, _("Votre réponse est envoyée. Un agent reprend votre demande."))
    return see_other(f"/mes-demandes/{inquiry_id}")


@writes(Audience.HOLDER)
def withdraw(request: Request, inquiry_id: UUID) -> HttpResponse:
    actions.withdraw(inquiry_id=inquiry_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre demande est abandonnée. Vous pourrez en faire une autre."))
    return see_other(f"/mes-demandes/{inquiry_id}")


@writes(Audience.HOLDER)
def close(request: Request, inquiry_id: UUID) -> HttpResponse:
    actions.close(inquiry_id=inquiry_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre demande est close. Merci."))
    return see_other(f"/mes-demandes/{inquiry_id}")


@reads(Audience.HOLDER)
def proof(request: Request, inquiry_id: UUID, proof_id: UUID) -> HttpResponse:
    return proof_answer(support.proof(inquiry_id, proof_id, by=actor_of(request)))


def _shown(request: Request, inquiry_id: UUID, *, said: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    found = support.inquiry(inquiry_id, by=actor_of(request))
    return page(
        request,
        "holder/request.html",
        status=422 if errors else 200,
        inquiry=found,
        row=found.row,
        steps=steps_of(found),
        may=found.may,
        said=said,
        errors=errors or {},
    )


def steps_of(found: InquiryDetails) -> list[Step]:
    """What was done, and what comes next with the day that was promised."""
    steps = [Step(_title(entry.act), "done", moment(entry.at), "") for entry in found.entries]
    promised = _("au plus tard le %(day)s") % {"day": day_long(found.row.due_on)}
    match found.row.state:
        case State.OPEN:
            steps.append(Step(_("Un agent va prendre votre demande"), "current", promised, ""))
        case State.TAKEN:
            steps.append(
                Step(_("Un agent examine votre demande"), "current", _("réponse %(when)s") % {"when": promised}, "")
            )
        case State.RELAYED:
            detail = _("Lui seul peut corriger ce qu’il a déclaré. Nous suivons sa réponse pour vous.")
            steps.append(Step(_("Votre employeur vérifie sa déclaration"), "current", promised, detail))
        case State.ASKED:
            detail = _("L’examen reprend dès que vous avez répondu.")
            steps.append(Step(_("À vous de répondre"), "current", "", detail))
        case State.ANSWERED:
            steps.append(Step(_("À vous de dire si la réponse vous convient"), "current", "", ""))
        case _:
            return steps
    if found.row.state not in (State.ANSWERED,):
        steps.append(Step(_("Vous recevez la réponse"), "coming", "", ""))
    return steps


def _title(act: Act) -> str:
    """The act as its holder reads it."""
    words = {Act.OPEN: _("Vous avez envoyé votre demande"), Act.REPLY: _("Vous avez répondu")}
    return words.get(act) or label(act)
