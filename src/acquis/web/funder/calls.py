"""The calls by which a funder's machines are told: where, of what, what became of each, and those made again."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.partners import actions
from acquis.partners import queries as partners
from acquis.partners.types import CHOSEN, Refusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request

FIELDS = {Refusal.URL_REFUSED: "url", Refusal.KINDS_MISSING: "kind"}
#: As many calls as one page shows, the latest.
SHOWN = 50


@reads(Audience.FUNDER)
def all_of_them(request: Request) -> HttpResponse:
    return _list(request, {"kind": [each.value for each in CHOSEN]}, {})


@writes(Audience.FUNDER)
def add(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.funder_id is not None
    chosen = set(request.POST.getlist("kind"))
    try:
        endpoint_id = actions.add_endpoint(
            funder_id=by.funder_id,
            url=request.POST.get("url", ""),
            kinds=[each for each in CHOSEN if each.value in chosen],
            by=by,
            at=request.at,
        )
    except Refused as refused:
        if refused.reason not in FIELDS:
            raise
        return _list(request, dict(request.POST.lists()), {FIELDS[Refusal(refused.reason)]: sentence(refused)})
    messages.success(request, _("L’adresse est enregistrée. Donnez son secret à votre éditeur, puis essayez-la."))
    return see_other(f"/financeur/appels/{endpoint_id}")


@reads(Audience.FUNDER)
def one(request: Request, endpoint_id: UUID) -> HttpResponse:
    by = actor_of(request)
    manages = by.has(Role.FUNDER_MANAGER)
    card = partners.endpoint(endpoint_id, by=by)
    return page(
        request,
        "funder/call.html",
        card=card,
        manages=manages and card.removed_at is None,
        secret=partners.secret(endpoint_id, by=by) if manages and card.removed_at is None else "",
        calls=partners.calls_of(endpoint_id, limit=SHOWN, by=by),
        base=f"/financeur/appels/{endpoint_id}",
    )


@writes(Audience.FUNDER)
def decide(request: Request, endpoint_id: UUID) -> HttpResponse:
    """Try it, make a call again, remove it: what the pressed button says."""
    by, pressed = actor_of(request), request.POST.get("act", "")
    if pressed == "try":
        actions.try_endpoint(endpoint_id=endpoint_id, by=by, at=request.at)
        messages.success(request, _("Un appel d’essai part. Rechargez la page pour voir ce qu’il devient."))
    elif pressed == "replay":
        actions.replay(delivery_id=_id(request.POST.get("call", "")), by=by, at=request.at)
        messages.success(request, _("L’appel repart, avec le même identifiant."))
    elif pressed == "remove":
        actions.remove_endpoint(endpoint_id=endpoint_id, by=by, at=request.at)
        messages.success(request, _("Cette adresse n’est plus appelée."))
        return see_other("/financeur/appels")
    else:
        raise Http404
    return see_other(f"/financeur/appels/{endpoint_id}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _list(request: Request, typed: Mapping[str, list[str]], errors: Mapping[str, str]) -> HttpResponse:
    by = actor_of(request)
    return page(
        request,
        "funder/calls.html",
        status=422 if errors else 200,
        cards=partners.endpoints(by=by),
        manages=by.has(Role.FUNDER_MANAGER),
        address=(typed.get("url") or [""])[0],
        chosen=typed.get("kind", []),
        kinds=[(each.value, label(each)) for each in CHOSEN],
        errors=dict(errors),
    )
