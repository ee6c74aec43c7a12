"""The door: every page comes in through here, with its audience, its instant and its transaction.

A GET runs in a transaction in which the server refuses to write; a POST runs in one durable
transaction. Who may come in is said where the view is written, and tests list it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from jinja2_fragments import render_block

from acquis.employers.types import Refusal as EmployerRefusal
from acquis.journal.reads import collecting_reads
from acquis.kit.actor import ANONYMOUS, EMPLOYER, Actor, Role
from acquis.kit.refusal import Refused
from acquis.kit.sql import reading, writing

from . import unopened
from .refusals import hides, sentence

View = Callable[..., HttpResponse]

SIGN_IN_PATH = "/connexion"
#: The field of every form by which it says for which company it was shown.
FOR_COMPANY = "for_company"


class Audience(StrEnum):
    """Whom a page is for."""

    PUBLIC = "public"
    HOLDER = "holder"
    PROVIDER = "provider"
    STAFF = "staff"
    STATE = "state"
    FUNDER = "funder"
    EMPLOYER = "employer"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address: who may come, and by which methods."""

    pattern: str
    name: str
    audience: Audience
    methods: tuple[str, ...]


#: Every address of the site, in the order it was declared; a house test reads it.
ROUTES: list[Route] = []


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; nobody in particular until the session middleware has spoken."""
    return cast(Actor, getattr(request, "actor", ANONYMOUS))


def is_fragment_request(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


# ---------------------------------------------------------------- who may come in


def _belongs(actor: Actor, audience: Audience) -> bool:
    match audience:
        case Audience.PUBLIC | Audience.MACHINE:
            return True
        case Audience.HOLDER:
            return actor.has(Role.HOLDER)
        case Audience.PROVIDER:
            return actor.has(Role.PROVIDER_AGENT, Role.PROVIDER_MANAGER)
        case Audience.STAFF:
            return actor.is_staff
        case Audience.STATE:
            return actor.has(Role.STATE_OFFICER)
        case Audience.FUNDER:
            return actor.has(Role.FUNDER_AGENT, Role.FUNDER_MANAGER)
        case Audience.EMPLOYER:
            return actor.has(*EMPLOYER)


def _turned_away(request: HttpRequest, audience: Audience) -> HttpResponse | None:
    """The answer to somebody who may not come in: sign in first, or a page that does not exist for them."""
    actor = actor_of(request)
    if _belongs(actor, audience):
        return None
    if not actor.has(Role.ANONYMOUS):
        raise Http404
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    address = f"{SIGN_IN_PATH}?{urlencode({'next': wanted})}"
    if is_fragment_request(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _page_before(request: HttpRequest) -> str:
    """The page of ours from which a form was sent: nothing outside the site, the home page when unknown."""
    referer = request.headers.get("Referer", "")
    if referer and url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/"


def _seal(request: HttpRequest, response: HttpResponse, audience: Audience) -> HttpResponse:
    """Nothing a person sees about themselves stays in a cache."""
    patch_vary_headers(response, ("HX-Request", "Cookie"))
    if audience is not Audience.PUBLIC or not actor_of(request).has(Role.ANONYMOUS):
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
    return response


# ---------------------------------------------------------------- reading and writing


def reads(audience: Audience) -> Callable[[View], View]:
    """A view that only looks: GET and HEAD, in a transaction in which the server refuses to write."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            if (away := _turned_away(request, audience)) is not None:
                return away
            try:
                # The audit of what was read is written after the read-only transaction and before the answer leaves.
                with collecting_reads(), reading():
                    response = view(request, **kwargs)
            except Refused as refused:
                response = _refused_reading(request, refused, audience)
            return _seal(request, response, audience)

        run.audience = audience  # type: ignore[attr-defined]
        return run

    return decorate


def writes(audience: Audience) -> Callable[[View], View]:
    """A view that acts: POST, in one durable transaction; a refusal undoes everything and is told in words."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return _no_page_here(request, audience, ["POST"])
            if (away := _turned_away(request, audience)) is not None:
                return away
            try:
                _require_the_company_shown(request)
                with collecting_reads(), writing():
                    response = view(request, **kwargs)
            except Refused as refused:
                response = _refused_writing(request, refused, audience)
            return _seal(request, response, audience)

        run.audience = audience  # type: ignore[attr-defined]
        return csrf_exempt(run) if audience is Audience.MACHINE else run

    return decorate


def _require_the_company_shown(request: HttpRequest) -> None:
    """A form filled for one company is not taken for another, which was chosen since in another window."""
    actor, shown = actor_of(request), request.POST.get(FOR_COMPANY)
    if actor.employer_id and shown and shown != str(actor.employer_id):
        raise Refused(EmployerRefusal.OTHER_COMPANY_NOW)


def _no_page_here(request: HttpRequest, audience: Audience, allowed: list[str]) -> HttpResponse:
    """405 for an address that only takes a form: who reloads it after a mistake reads what to do, not a blank page."""
    if audience is Audience.MACHINE or request.method != "GET":
        return HttpResponseNotAllowed(allowed)
    response = page(request, "public/error.html", status=405, **unopened.words())
    response["Allow"] = ", ".join(allowed)
    add_never_cache_headers(response)
    return response


def converses(audience: Audience, *methods: str) -> Callable[[View], View]:
    """A view that speaks with another system before it answers: no transaction is held while it waits.

    Its acts open their own. A GET may write here where a protocol sends the person back to us with one.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if (away := _turned_away(request, audience)) is not None:
                return away
            try:
                response = view(request, **kwargs)
            except Refused as refused:
                tell = _refused_reading if request.method in ("GET", "HEAD") else _refused_writing
                response = tell(request, refused, audience)
            response = _seal(request, response, audience)
            patch_cache_control(response, no_store=True, private=True)
            return response

        run.audience = audience  # type: ignore[attr-defined]
        return run

    return decorate


def _hide(refused: Refused) -> None:
    if hides(refused):
        raise Http404


def _refused_reading(request: HttpRequest, refused: Refused, audience: Audience) -> HttpResponse:
    if audience is Audience.MACHINE:
        return JsonResponse({"refusal": str(refused.reason), "sentence": sentence(refused)}, status=409)
    _hide(refused)
    return page(request, "public/refused.html", status=409, sentence=sentence(refused), back=_page_before(request))


def _refused_writing(request: HttpRequest, refused: Refused, audience: Audience) -> HttpResponse:
    if audience is Audience.MACHINE:
        return JsonResponse({"refusal": str(refused.reason), "sentence": sentence(refused)}, status=409)
    _hide(refused)
    if is_fragment_request(request):
        return notice_fragment(request, sentence(refused), level="danger")
    messages.error(request, sentence(refused))
    return see_other(_page_before(request))


def notice_fragment(request: HttpRequest, text: str, *, level: str = "info", status: int = 422) -> HttpResponse:
    """A message put by htmx into the page's place for messages, whatever the element that asked."""
    response = fragment(
        request, "design/base.html", "messages", status=status, messages=[{"level_tag": level, "message": text}]
    )
    response["HX-Retarget"], response["HX-Reswap"] = "#messages", "outerHTML show:window:top"
    return response


def see_other(address: str) -> HttpResponseRedirect:
    """After a POST, go and look (303): the browser asks with GET and a reload sends nothing twice."""
    return HttpResponseRedirect(address, status=303)


# ---------------------------------------------------------------- showing


def _context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    given = {"request": request, "actor": actor_of(request), "path": request.path, "csrf_input": _CsrfInput(request)}
    # Read only when the template asks for it: reading messages marks them as seen.
    given["messages"] = context.get("messages") or _Messages(request)
    return given | {k: v for k, v in context.items() if k != "messages"}


class _CsrfInput:
    """The hidden field that every form carries, made for the first form of a page and written in all of them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.made = request, ""

    def __html__(self) -> str:
        self.made = self.made or str(csrf_input(self.request)) + self._company()
        return self.made

    def _company(self) -> str:
        company = actor_of(self.request).employer_id
        return f'<input type="hidden" name="{FOR_COMPANY}" value="{company}">' if company else ""


class _Messages:
    """The messages waiting for this person, taken from the store when the page shows them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Any:
        return iter(messages.get_messages(self.request))


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A whole page: `template` is named from the `web` folder, as ``holder/rights.html``."""
    engine = cast(Jinja2, engines["jinja2"])
    return HttpResponse(engine.env.get_template(template).render(_context(request, context)), status=status)


def fragment(request: HttpRequest, template: str, block: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One block of a page's template, for htmx: the fragment lives in its page."""
    engine = cast(Jinja2, engines["jinja2"])
    return HttpResponse(render_block(engine.env, template, block, _context(request, context)), status=status)


# ---------------------------------------------------------------- addresses


def route(pattern: str, *, get: View | None = None, post: View | None = None, name: str) -> URLPattern:
    """One address and its views; registers who may come. `get` wears `@reads`, `post` wears `@writes`."""
    views = {"GET": get, "POST": post}
    audiences = {_audience(view, name) for view in views.values() if view is not None}
    if len(audiences) != 1:
        raise ValueError(f"{name}: an address has one audience, not {sorted(audiences)}")
    methods = tuple(method for method, view in views.items() if view is not None)
    audience = audiences.pop()
    ROUTES.append(Route(pattern=pattern, name=name, audience=audience, methods=methods))

    def dispatch(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        view = views["GET" if request.method == "HEAD" else request.method or ""] if request.method in allowed else None
        return view(request, **kwargs) if view else _no_page_here(request, audience, allowed)

    allowed = [*methods, *(["HEAD"] if get else [])]
    return path(pattern, csrf_exempt(dispatch) if audience is Audience.MACHINE else dispatch, name=name)


def _audience(view: View, name: str) -> Audience:
    try:
        return cast(Audience, view.audience)  # type: ignore[attr-defined]
    except AttributeError:
        raise TypeError(f"{name}: {view.__qualname__} wears neither @reads, @writes nor @converses") from None
