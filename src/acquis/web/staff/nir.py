"""A person's number of social security, regularised by an agent who saw the document: provisional to definitive."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.refusal import Refused
from acquis.people import actions
from acquis.people import queries as people
from acquis.people.types import Refusal
from acquis.web.door import Audience, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .lookup import looks_at, reason_of
from .two_persons import agent


@reads(Audience.STAFF)
def show(request: Request, person_id: UUID) -> HttpResponse:
    return _form(request, person_id, errors={}, status=200)


@writes(Audience.STAFF)
def change(request: Request, person_id: UUID) -> HttpResponse:
    """The number goes into the act and nowhere else: it is not written back into the page."""
    by, reason = agent(request), request.POST.get("reason", "").strip()
    if not looks_at(request, person_id):
        return see_other("/agents")
    errors: dict[str, str] = {}
    known = False
    if len(reason) < 5:
        errors["reason"] = _("Dites quel document vous avez vu, par exemple : attestation de droits du 3 novembre.")
    else:
        try:
            actions.regularise_nir(
                person_id=person_id, nir=request.POST.get("nir", ""), reason=reason, by=by, at=request.at
            )
        except Refused as refused:
            if refused.reason is Refusal.PERSON_UNKNOWN:
                raise Http404 from None
            known = refused.reason is Refusal.NIR_ALREADY_KNOWN
            errors["reason" if refused.reason is Refusal.REASON_TELLS_WHO else "nir"] = sentence(refused)
        else:
            messages.success(request, _("Le numéro est changé. L’ancien mène toujours à cette personne."))
            return see_other(f"/agents/personnes/{person_id}")
    return _form(request, person_id, errors=errors, status=422, known=known)


def _form(
    request: Request, person_id: UUID, *, errors: dict[str, str], status: int, known: bool = False
) -> HttpResponse:
    by, why = agent(request), reason_of(request)
    if not why:
        return see_other("/agents")
    card = people.card_of(person_id, by=by, reason=why)
    typed = {"reason": request.POST.get("reason", "")}
    return page(request, "staff/nir.html", status=status, card=card, errors=errors, typed=typed, known=known)
