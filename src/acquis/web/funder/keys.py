"""The machines of a funder: register one with its public key, see what it may and when it asked last, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.partners import actions
from acquis.partners import queries as partners
from acquis.partners.types import ClientState, Refusal, Scope
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import hides, sentence
from acquis.web.session import Request

#: Which field of the forms a refusal is about.
FIELDS = {
    Refusal.NAME_MISSING: "name",
    Refusal.NAME_TOO_LONG: "name",
    Refusal.SCOPE_MISSING: "scope",
    Refusal.KEYS_MISSING: "jwks",
    Refusal.KEYS_UNREADABLE: "jwks",
    Refusal.KEYS_PRIVATE: "jwks",
    Refusal.KEYS_KIND: "jwks",
    Refusal.KEYS_TOO_MANY: "jwks",
}
#: No public key is longer; what is beyond is not read.
MOST_BYTES = 20_001


@reads(Audience.FUNDER)
def all_of_them(request: Request) -> HttpResponse:
    by = actor_of(request)
    return page(request, "funder/keys.html", cards=partners.clients(by=by), manages=by.has(Role.FUNDER_MANAGER))


@reads(Audience.FUNDER)
def blank(request: Request) -> HttpResponse:
    _managers_only(request)
    return _form(request, {"scope": [Scope.CONVENTIONS_READ.value, Scope.BUDGETS_READ.value]}, {})


@writes(Audience.FUNDER)
def register(request: Request) -> HttpResponse:
    by = actor_of(request)
    _managers_only(request)
    assert by.funder_id is not None
    chosen = set(request.POST.getlist("scope"))
    try:
        client_id = actions.register_client(
            funder_id=by.funder_id,
            name=request.POST.get("name", ""),
            scopes=[scope for scope in Scope if scope.value in chosen],
            jwks=_sent(request),
            sandbox=request.POST.get("sandbox") == "1",
            by=by,
            at=request.at,
        )
    except Refused as refused:
        return _form(request, dict(request.POST.lists()), _beside(refused))
    messages.success(request, _("La clé est en service. Donnez à votre éditeur ce qui suit."))
    return see_other(f"/financeur/cles/{client_id}")


@reads(Audience.FUNDER)
def one(request: Request, client_id: UUID) -> HttpResponse:
    return _one(request, client_id, {})


@writes(Audience.FUNDER)
def decide(request: Request, client_id: UUID) -> HttpResponse:
    """Withdraw it, or give it other keys: what the pressed button says."""
    by, pressed = actor_of(request), request.POST.get("act", "")
    if pressed == "withdraw":
        actions.withdraw_client(client_id=client_id, by=by, at=request.at)
        messages.success(request, _("La clé est retirée : elle n’ouvre plus rien."))
    elif pressed == "replace_keys":
        try:
            actions.replace_keys(client_id=client_id, jwks=_sent(request), by=by, at=request.at)
        except Refused as refused:
            return _one(request, client_id, _beside(refused))
        messages.success(request, _("La clé publique est changée. L’ancienne n’ouvre plus rien."))
    else:
        raise Http404
    return see_other(f"/financeur/cles/{client_id}")


def _managers_only(request: Request) -> None:
    if not actor_of(request).has(Role.FUNDER_MANAGER):
        raise Http404


def _sent(request: Request) -> str:
    """The public key: its file if one was chosen, else what was pasted."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("jwks", "")
    return file.read(MOST_BYTES).decode("utf-8", "replace")


def _beside(refused: Refused) -> dict[str, str]:
    """The refusal beside its field; any other is told as the door tells it."""
    if refused.reason not in FIELDS or hides(refused):
        raise refused
    return {FIELDS[Refusal(refused.reason)]: sentence(refused)}


def _form(request: Request, typed: Mapping[str, list[str]], errors: Mapping[str, str]) -> HttpResponse:
    return page(
        request,
        "funder/new_key.html",
        status=422 if errors else 200,
        value=lambda name: (typed.get(name) or [""])[0],
        chosen=typed.get("scope", []),
        scopes=[(each.value, label(each)) for each in Scope],
        errors=dict(errors),
    )


def _one(request: Request, client_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    by = actor_of(request)
    card = partners.client(client_id, by=by)
    site = settings.ACQUIS.site_url
    return page(
        request,
        "funder/key.html",
        status=422 if errors else 200,
        card=card,
        serves=card.state is ClientState.ACTIVE,
        manages=by.has(Role.FUNDER_MANAGER),
        token_address=f"{site}/api/partners/v1/token",
        description_address=f"{site}/api/partners/v1/openapi.json",
        base=f"/financeur/cles/{client_id}",
        errors=dict(errors),
    )
