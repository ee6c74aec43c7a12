"""Proofs that holders filed: one agent looks at each, with a reason that the person can read, and answers."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import ProofCard, ProofState
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    """What waits, oldest first; nobody is named here, for nothing is read yet."""
    by = _judge(request)
    return page(
        request,
        "staff/proofs.html",
        waiting=accounts.proofs_waiting(by=by),
        papers=accounts.project_papers_waiting(by=by),
        today=day_of(request.at),
    )


@reads(Audience.STAFF)
def one(request: Request, proof_id: UUID) -> HttpResponse:
    return _shown(request, _found(request, proof_id))


@reads(Audience.STAFF)
def file(request: Request, proof_id: UUID) -> HttpResponse:
    """The document itself, to be saved, never opened inside the site."""
    by, proof = _judge(request), _found(request, proof_id)
    found = people.document(proof.document_id, by=by, reason=_reason())
    response = HttpResponse(found.content, content_type=found.media_type.value)
    response["Content-Disposition"] = f'attachment; filename="justificatif.{_ENDINGS[found.media_type.value]}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@writes(Audience.STAFF)
def accept(request: Request, proof_id: UUID) -> HttpResponse:
    by = _judge(request)
    gained = actions.decide_disability_proof(proof_id=proof_id, accepted=True, reason="", by=by, at=request.at)
    messages.success(
        request,
        _("Le justificatif est accepté. Années déjà créditées : %(amount)s de droits ajoutés.")
        % {"amount": euros(gained)},
    )
    return see_other("/agents/justificatifs")


@writes(Audience.STAFF)
def refuse(request: Request, proof_id: UUID) -> HttpResponse:
    """Refuse, with a reason written for the person."""
    by, reason = _judge(request), request.POST.get("reason", "")
    try:
        actions.decide_disability_proof(proof_id=proof_id, accepted=False, reason=reason, by=by, at=request.at)
    except Refused as refused:
        return _shown(request, _found(request, proof_id), errors={"reason": sentence(refused)})
    messages.success(request, _("Le justificatif est refusé. La personne lit votre raison sur sa page."))
    return see_other("/agents/justificatifs")


def _shown(request: Request, proof: ProofCard, errors: dict[str, str] | None = None) -> HttpResponse:
    by = actor_of(request)
    card = people.card_of(proof.person_id, by=by, reason=_reason())
    return page(
        request,
        "staff/proof.html",
        status=422 if errors else 200,
        proof=proof,
        card=card,
        waits=proof.state is ProofState.SUBMITTED,
        # Where a scanner is set up, nothing is kept that it has not seen.
        scanned=bool(settings.ACQUIS.virus_scanner),
        errors=errors or {},
    )


def _found(request: Request, proof_id: UUID) -> ProofCard:
    found = accounts.proof(proof_id, by=_judge(request))
    if found is None:
        raise Http404
    return found


def _reason() -> str:
    """Why an agent who opens a proof sees this person: what they came for."""
    return _("Justificatif de handicap à vérifier")


def _judge(request: Request) -> Actor:
    """Who asks, when they judge proofs; for the other agents these pages are not there."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by
