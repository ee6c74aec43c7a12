"""How the partners' addresses let a machine in: by its token, for what it may, so many questions a minute.

Everything is closed that is not written: an operation names its scope, or it is not there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security.base import AuthBase

from acquis.journal.reads import collecting_reads
from acquis.kit import clock
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused, in_words
from acquis.kit.sql import reading
from acquis.partners import actions as partners
from acquis.partners.types import Admitted, Scope
from acquis.partners.types import Refusal as PartnerRefusal

from . import described
from .problems import problem, sealed, unread

#: What may be asked by any client, whatever its scopes: who it is.
ANY = None
WINDOW = 60
DOOR = system("partners door")


class Unknown(Exception):
    """No token, or one that opens nothing."""


class Closed(Exception):
    """The token is good, and not for this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.scope = scope


class Bearer(AuthBase):
    """The token of a client (RFC 6750), in the header alone: an address is written in logs."""

    openapi_type = "http"
    openapi_name = "partner"

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Admitted:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not 20 <= len(token) <= 100:
            raise Unknown
        now = clock.machine_now()
        try:
            admitted = partners.admit(token=token, by=DOOR, at=now)
        except Refused as refused:
            raise Unknown from refused
        _count(request, admitted, seconds=WINDOW - int(now.timestamp()) % WINDOW)
        if self.scope is not None and self.scope not in admitted.scopes:
            raise Closed(self.scope)
        request.admitted = admitted  # type: ignore[attr-defined]
        return admitted


def _count(request: HttpRequest, admitted: Admitted, *, seconds: int) -> None:
    most: int = settings.ACQUIS.partners_per_minute
    if not most:
        return
    request.partner_quota = most, max(0, most - admitted.used), seconds  # type: ignore[attr-defined]
    if admitted.used > most:
        raise Throttled(wait=seconds)


def admitted_of(request: HttpRequest) -> Admitted:
    """Which client asks."""
    found: Admitted = request.admitted  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The client as an actor: it works for its funder, as an agent does, and acts under its own id."""
    admitted = admitted_of(request)
    return Actor(roles=frozenset({Role.FUNDER_AGENT}), id=admitted.client_id, funder_id=admitted.funder_id)


@functools.cache
def _parameters() -> dict[str, frozenset[str]]:
    """The query parameters of each operation, as the description names them."""
    return {
        operation["operationId"]: frozenset(each["name"] for each in operation["parameters"] if each["in"] == "query")
        for operations in api.get_openapi_schema(path_prefix="")["paths"].values()
        for operation in operations.values()
    }


def knows(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a parameter that is not described: a filter misspelt would else answer as though it had been heard."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        match = request.resolver_match
        known = _parameters()[str(match.url_name)] if match else frozenset()
        if unknown := [name for name in request.GET if name not in known]:
            raise ValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])
        return view(request, *args, **kwargs)

    return run


def reads(view: Callable[..., Any]) -> Callable[..., Any]:
    """An operation that only looks: the server refuses to write, and readings are noted before the answer leaves."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with collecting_reads(), reading():
            return view(request, *args, **kwargs)

    return run


class PartnersApi(NinjaAPI):
    """Addresses for the machines of those who add money."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        made = super().create_response(request, data, status=status, temporal_response=temporal_response)
        return sealed(request, made)

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        return described.finished(super().get_openapi_schema(**more), self)


api = PartnersApi(
    title="Acquis, API des financeurs",
    version="1",
    description=described.DESCRIPTION,
    urls_namespace="api-partners-1",
    docs_url=None,
    openapi_url=None,
)


@api.exception_handler(Unknown)
def _unknown(request: HttpRequest, _error: Unknown) -> HttpResponse:
    response = problem(
        request, 401, _("Qui êtes-vous ?"), detail=_("Demandez un jeton à /api/partners/v1/token, puis montrez-le.")
    )
    response.headers["WWW-Authenticate"] = 'Bearer realm="acquis"'
    return response


@api.exception_handler(Closed)
def _closed(request: HttpRequest, error: Closed) -> HttpResponse:
    said = _("Cette clé ne peut pas « %(scope)s ». Un responsable peut en inscrire une autre.") % {"scope": error.scope}
    response = problem(request, 403, _("Cette clé ne le permet pas"), detail=said)
    response.headers["WWW-Authenticate"] = f'Bearer realm="acquis", error="insufficient_scope", scope="{error.scope}"'
    return response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    told = {"detail": in_words(refused), "code": str(refused.reason)}
    if refused.reason.name.endswith(("_UNKNOWN", "NOT_ALLOWED")):
        return problem(request, 404, _("Il n’y a rien ici"), **told)
    status = 422 if refused.reason is PartnerRefusal.ANSWER_KEY_REUSED else 409
    return problem(request, status, _("Ce n’est pas possible"), **told)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, 422, _("Des champs sont à corriger"), errors=unread(error.errors))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(request, 413, _("C’est trop long"), detail=_("Envoyez moins de lignes à la fois."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, 404, _("Il n’y a rien ici"))


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem(request, 429, _("Trop de questions"), detail=_("Attendez la fin de la minute."))
    response.headers["Retry-After"] = str(max(1, int(error.wait or 1)))
    return response


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    # The library's own: a body that is not JSON.
    return problem(request, error.status_code, _("Ce n’est pas du JSON"))


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of ours that is none: told as all errors are."""
    return problem(request, 404, _("Il n’y a rien ici"))


def told_as_problems(pattern: URLPattern) -> None:
    """A method that an address does not have is told as all errors are."""
    view = pattern.callback

    @functools.wraps(view)
    def run(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = view(request, **kwargs)
        if answer.status_code != 405:
            return answer
        response = problem(request, 405, _("Cette adresse ne se demande pas ainsi"))
        response.headers["Allow"] = answer.headers["Allow"]
        return response

    run.csrf_exempt = True  # type: ignore[attr-defined]
    pattern.callback = run
