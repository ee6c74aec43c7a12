"""Attestations of projects on which an endowment was given: one agent looks at each; not sound, it is taken back."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import ProjectPaperCard
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import file_answer

HERE = "/agents/justificatifs"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@reads(Audience.STAFF)
def one(request: Request, paper_id: UUID) -> HttpResponse:
    return _shown(request, _found(request, paper_id))


@reads(Audience.STAFF)
def file(request: Request, paper_id: UUID) -> HttpResponse:
    """The document itself, to be saved, never opened inside the site."""
    by, paper = _judge(request), _found(request, paper_id)
    found = people.document(paper.document_id, by=by, reason=_reason())
    response = file_answer(
        f"attestation.{_ENDINGS[found.media_type.value]}", found.content, media_type=found.media_type.value
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@writes(Audience.STAFF)
def accept(request: Request, paper_id: UUID) -> HttpResponse:
    actions.check_project_paper(paper_id=paper_id, sound=True, by=_judge(request), at=request.at)
    messages.success(request, _("L’attestation est valable : la personne garde ce qu’elle a reçu."))
    return see_other(HERE)


@writes(Audience.STAFF)
def refuse(request: Request, paper_id: UUID) -> HttpResponse:
    """The attestation is not sound, for a reason that the person can read; what is left of the money is taken back."""
    by, reason = _judge(request), request.POST.get("reason", "")
    try:
        taken = actions.check_project_paper(paper_id=paper_id, sound=False, reason=reason, by=by, at=request.at)
    except Refused as refused:
        return _shown(request, _found(request, paper_id), errors={"reason": sentence(refused)})
    messages.success(
        request, _("L’attestation n’est pas valable : %(amount)s ont été repris.") % {"amount": euros(taken)}
    )
    return see_other(HERE)


def _shown(request: Request, paper: ProjectPaperCard, errors: dict[str, str] | None = None) -> HttpResponse:
    card = people.card_of(paper.person_id, by=actor_of(request), reason=_reason())
    return page(
        request,
        "staff/project_paper.html",
        status=422 if errors else 200,
        paper=paper,
        card=card,
        # Where a scanner is set up, nothing is kept that it has not seen.
        scanned=bool(settings.ACQUIS.virus_scanner),
        errors=errors or {},
    )


def _found(request: Request, paper_id: UUID) -> ProjectPaperCard:
    found = accounts.project_paper(paper_id, by=_judge(request))
    if found is None:
        raise Http404
    return found


def _reason() -> str:
    """Why an agent who opens an attestation sees this person: what they came for."""
    return _("Attestation de projet à vérifier")


def _judge(request: Request) -> Actor:
    """Who asks, when they judge proofs; for the other agents these pages are not there."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by
