"""The stand-in's addresses: choose a persona, exchange the code, read the identity, leave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from acquis.kit import clock

from . import provider
from .models import Grant
from .personas import Persona, of_kind

NAMES = {"franceconnect": "FranceConnect+", "proconnect": "ProConnect"}
#: A page of choice may stay open this long.
INTERACTION_LIFE = 600

View = Callable[..., HttpResponse]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)


def _page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return HttpResponse(_templates().get_template(template).render(static=static, **context), status=status)


def of_known_kind(view: View) -> View:
    """Two providers live here; any other name is a page that does not exist."""

    @wraps(view)
    def run(request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in NAMES:
            raise Http404
        return never_cache(view)(request, kind)

    return run


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@require_GET
@of_known_kind
def discovery(request: HttpRequest, kind: str) -> HttpResponse:
    return JsonResponse(provider.discovery(kind))


@require_GET
@of_known_kind
def jwks(request: HttpRequest, kind: str) -> HttpResponse:
    return JsonResponse(provider.jwks(kind))


@of_known_kind
def authorize(request: HttpRequest, kind: str) -> HttpResponse:
    """GET shows the personas, POST answers with the chosen one, or with the refusal of who gave up."""
    if request.method == "POST":
        return _chosen(request, kind)
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    asked = dict(pairs)
    try:
        if len(asked) != len(pairs):
            raise provider.Refusal("invalid_request", "paramètre répété")
        provider.check_request(kind, asked)
    except provider.Refusal as refused:
        return _page("refused.html", status=400, name=NAMES[kind], refused=refused)
    return _page(
        "choose.html",
        name=NAMES[kind],
        personas=of_kind(kind),
        interaction=signing.dumps(asked, salt=f"standin-{kind}"),
        token=get_token(request),
    )


def _chosen(request: HttpRequest, kind: str) -> HttpResponse:
    try:
        asked = signing.loads(request.POST.get("interaction", ""), salt=f"standin-{kind}", max_age=INTERACTION_LIFE)
    except signing.BadSignature:
        refused = provider.Refusal("invalid_request", "cette page est trop ancienne, recommencez")
        return _page("refused.html", status=400, name=NAMES[kind], refused=refused)
    answer = {"state": asked["state"], "iss": provider.own_issuer(kind)}
    persona = _persona(kind, request.POST.get("persona", ""))
    if persona is None:
        answer |= {"error": "access_denied", "error_description": "User auth aborted"}
    else:
        code = secrets.token_urlsafe(32)
        Grant.objects.create(
            code=digest(code),
            kind=kind,
            persona=persona.key,
            redirect_uri=asked["redirect_uri"],
            scope=asked["scope"],
            nonce=asked["nonce"],
            acr=persona.acr,
            challenge=asked.get("code_challenge", ""),
            given_at=clock.machine_now(),
        )
        answer["code"] = code
    return HttpResponseRedirect(f"{asked['redirect_uri']}?{urlencode(answer)}", status=303)


def _persona(kind: str, key: str) -> Persona | None:
    return next((persona for persona in of_kind(kind) if persona.key == key), None)


@csrf_exempt
@require_POST
@of_known_kind
def token(request: HttpRequest, kind: str) -> HttpResponse:
    """A code against an id_token and an access token, once, for the client who knows its secret."""
    form, known = request.POST, provider.client(kind)
    if form.get("client_id") != known.client_id or not hmac.compare_digest(
        form.get("client_secret", "").encode(), known.client_secret.encode()
    ):
        return JsonResponse({"error": "invalid_client"}, status=401)
    if form.get("grant_type") != "authorization_code":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    access = secrets.token_urlsafe(32)
    mine = Grant.objects.filter(code=digest(form.get("code", "")), kind=kind, exchanged_at=None)
    # One statement: of two who bring the same code, one gets the tokens.
    if not mine.update(exchanged_at=clock.machine_now(), access=digest(access)):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    grant = Grant.objects.get(access=digest(access))
    verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
    wrong_verifier = bool(grant.challenge) and grant.challenge != challenge
    if (
        wrong_verifier
        or grant.redirect_uri != form.get("redirect_uri")
        or provider.is_over(grant.given_at, provider.CODE_LIFE)
    ):
        grant.delete()
        return JsonResponse({"error": "invalid_grant"}, status=400)
    persona = _persona(kind, grant.persona)
    assert persona is not None
    made = provider.id_token(
        kind,
        sub=provider.sub_of(kind, persona),
        nonce=grant.nonce,
        acr=grant.acr,
        access_token=access,
        at=clock.machine_now(),
    )
    life = int(provider.TOKEN_LIFE.total_seconds())
    return JsonResponse({"access_token": access, "token_type": "Bearer", "expires_in": life, "id_token": made})


@require_GET
@of_known_kind
def userinfo(request: HttpRequest, kind: str) -> HttpResponse:
    scheme, _, access = request.headers.get("Authorization", "").partition(" ")
    grant = Grant.objects.filter(access=digest(access), kind=kind).first() if scheme == "Bearer" else None
    persona = _persona(kind, grant.persona) if grant else None
    if (
        grant is None
        or grant.exchanged_at is None
        or persona is None
        or provider.is_over(grant.exchanged_at, provider.TOKEN_LIFE)
    ):
        return JsonResponse({"error": "invalid_token"}, status=401)
    # What is older than a day is of no more use to anybody.
    Grant.objects.filter(given_at__lt=clock.machine_now() - provider.CODE_LIFE * 2880).delete()
    return HttpResponse(provider.userinfo(kind, persona), content_type="application/jwt")


@require_GET
@of_known_kind
def end_session(request: HttpRequest, kind: str) -> HttpResponse:
    back = provider.client(kind).after_logout_uri
    if not provider.signed_by_us(kind, request.GET.get("id_token_hint", "")):
        refused = provider.Refusal("invalid_request", "id_token_hint n’est pas un jeton signé par ce service")
        return _page("refused.html", status=400, name=NAMES[kind], refused=refused)
    if request.GET.get("post_logout_redirect_uri") != back:
        refused = provider.Refusal("invalid_request", "adresse de retour inconnue")
        return _page("refused.html", status=400, name=NAMES[kind], refused=refused)
    return HttpResponseRedirect(f"{back}?{urlencode({'state': request.GET.get('state', '')})}", status=303)
