"""Where a machine proves who it is and receives its token (RFC 6749 §4.4, RFC 7523); errors are OAuth's own."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from acquis.kit import clock, quota
from acquis.kit.refusal import Refused
from acquis.kit.sql import writing
from acquis.partners import actions as partners
from acquis.partners import queries
from acquis.partners.types import Refusal

from .described import TOKEN_PATH
from .door import DOOR

logger = logging.getLogger(__name__)
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def audiences() -> tuple[str, ...]:
    """What an assertion made for this door may call it: the address of the token, or the API as an issuer."""
    site = settings.ACQUIS.site_url
    return f"{site}{TOKEN_PATH}", f"{site}{TOKEN_PATH.removesuffix('/token')}"


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for ten minutes; the same assertion never gives two."""
    most: int = settings.ACQUIS.partners_per_minute
    if most and quota.one_more("partners-token", quota.address_of(request), most=most).is_over:
        response = _error("temporarily_unavailable", "Trop de demandes : attendez la fin de la minute.", status=429)
        response.headers["Retry-After"] = str(quota.WINDOW)
        return response
    form = request.POST
    if any(len(form.getlist(name)) > 1 for name in form):
        return _error("invalid_request", "Un paramètre est donné deux fois.")
    if form.get("grant_type") != "client_credentials":
        return _error("unsupported_grant_type", "grant_type : client_credentials.")
    if form.get("client_assertion_type") != ASSERTION_TYPE or not form.get("client_assertion"):
        return _error("invalid_request", f"client_assertion_type : {ASSERTION_TYPE}, et client_assertion.")
    assertion = form["client_assertion"]
    try:
        client_id = queries.client_of(assertion)
        if form.get("client_id", str(client_id)) != str(client_id):
            return _error("invalid_client", "client_id n’est pas celui de l’assertion.", status=401)
        with writing():
            granted = partners.issue_token(
                client_id=client_id,
                assertion=assertion,
                scopes=form.get("scope", "").split(),
                audiences=audiences(),
                by=DOOR,
                at=clock.machine_now(),
            )
    except Refused as refused:
        logger.warning("a partner's assertion was refused: %s", refused.details.get("why", refused.reason))
        if refused.reason is Refusal.SCOPE_NOT_GIVEN:
            return _error("invalid_scope", "Cette clé d’accès ne peut pas cela.")
        return _error("invalid_client", "L’assertion n’est pas celle d’une clé d’accès inscrite.", status=401)
    told = {
        "access_token": granted.token,
        "token_type": "Bearer",
        "expires_in": granted.seconds,
        "scope": " ".join(granted.scopes),
    }
    return _unkept(JsonResponse(told))


def _error(code: str, why: str, *, status: int = 400) -> HttpResponse:
    return _unkept(JsonResponse({"error": code, "error_description": why}, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
