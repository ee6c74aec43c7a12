"""How the open addresses answer: one description, errors that name the field, validators, and a limit that is told.

Errors are problem details (RFC 9457). Every answer to a GET carries an ETag (RFC 9110) and what is left of the client's
quota (draft-ietf-httpapi-ratelimit-headers). Each process counts for itself: the quota is per process of the server.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, set_response_etag
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import BaseThrottle

from acquis.kit import clock, quota

#: Where the open addresses begin.
ROOT = "/api/open/"
Answer = TypeVar("Answer", bound=HttpResponseBase)
_PROBLEM = "application/problem+json"


#: What each status says, where it is said as a problem detail.
_SENSE = {
    400: "The address holds characters that nothing holds, a zero byte among them.",
    404: "There is nothing here, or nothing any more.",
    405: "These addresses are read only: GET and HEAD.",
    422: "A field cannot be read, is not known, or names what is not: `errors` says which.",
    429: "Too many questions in this minute: `Retry-After` says when to ask again.",
    500: "Something broke on our side.",
}
_OF_A_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "A problem detail (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


class Quota(BaseThrottle):
    """So many questions a minute from one address; 0 sets no limit."""

    def allow_request(self, request: HttpRequest) -> bool:
        most: int = settings.ACQUIS.open_api_per_minute
        if not most:
            return True
        asked = quota.one_more("open-api", quota.address_of(request), most=most)
        request.quota = asked.most, asked.left, asked.seconds  # type: ignore[attr-defined]
        return not asked.is_over

    def wait(self) -> float:
        return quota.WINDOW - clock.machine_now().timestamp() % quota.WINDOW


class OpenApi(NinjaAPI):
    """Addresses that anybody's machine may read."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        return finished(
            request, super().create_response(request, data, status=status, temporal_response=temporal_response)
        )

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The description, with what every address may answer when something is wrong."""
        schema = super().get_openapi_schema(**more)
        components = schema.setdefault("components", {})
        components.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
        components["responses"] = {
            str(status): {"description": sense, "content": {_PROBLEM: {"schema": _OF_A_PROBLEM}}}
            for status, sense in _SENSE.items()
        }
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                for status in _SENSE:
                    if status != 404 or "{" in path:
                        operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
        return schema


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer as it leaves: for how long it may be kept, what it is told from, and what is left of the quota."""
    response.headers.setdefault("Cache-Control", "public, max-age=60")
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return limited(request, response)
    set_response_etag(response)
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return limited(request, answer or response)


def limited(request: HttpRequest, response: Answer) -> Answer:
    """Say on the answer what the client's quota is, what is left of it, and in how many seconds it is whole again."""
    counted = getattr(request, "quota", None)
    if counted is not None:
        most, left, seconds = counted
        response.headers["RateLimit-Policy"] = f'"open";q={most};w={quota.WINDOW}'
        response.headers["RateLimit"] = f'"open";r={left};t={seconds}'
    return response


def problem(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    """An error as RFC 9457 writes it."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return limited(request, JsonResponse(body, status=status, content_type=_PROBLEM))


def unreadable(**fields: str) -> ValidationError:
    """What refuses a question whose fields were read one by one, and cannot be answered: why, by field."""
    return ValidationError([{"loc": ("query", field), "msg": why} for field, why in fields.items()])


api = OpenApi(
    title="Acquis open data",
    version="1",
    description="What may be learned in France and how it is paid for, and what the ledger vouches for. No account is "
    "needed; nothing is about a person. Amounts are in cents of euro, days as 2026-11-30. Errors are problem details "
    "(RFC 9457) that name the field; a parameter that is not described here is one. `RateLimit` says what is left of "
    "your quota; send `If-None-Match` to ask again for little. Whoever wants the whole catalogue takes a file of "
    "`/exports` instead of turning pages.",
    urls_namespace="api-open-1",
    # The page that draws the description comes from elsewhere and needs inline scripts: the description is enough.
    docs_url=None,
    throttle=[Quota()],
)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # A value of a list is named by its place: the field is the last name before it.
    fields = [
        {"field": next(str(part) for part in reversed(each["loc"]) if isinstance(part, str)), "detail": each["msg"]}
        for each in error.errors
    ]
    named = ", ".join(dict.fromkeys(each["field"] for each in fields))
    return problem(request, 422, "Some fields cannot be read", detail=f"See: {named}", errors=fields)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, 404, "There is nothing here")


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem(request, 429, "Too many questions", detail="Ask again when the minute is over.")
    response.headers["Retry-After"] = str(max(1, int(error.wait or 1)))
    return response


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


# Every address -------------------------------------------------------------------------------------------------


@functools.cache
def _described() -> dict[str, frozenset[str]]:
    """The query parameters of each address, as the description names them."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {
        path.lstrip("/"): frozenset(each["name"] for each in get.get("parameters", ()) if each["in"] == "query")
        for path, operations in paths.items()
        if (get := operations.get("get")) is not None
    }


def knowing_its_fields(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses a parameter that is not described: a filter misspelt would else answer as though it had been heard."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", request.resolver_match.route)  # type: ignore[union-attr]
        known = _described()[route.removeprefix(f"{ROOT.strip('/')}/v1/")]
        if unknown := [name for name in request.GET if name not in known]:
            told = f"not a parameter of this address; it has {', '.join(sorted(known)) or 'none'}"
            raise unreadable(**dict.fromkeys(unknown, told))
        return view(request, *args, **kwargs)

    return run


def read_only(pattern: URLPattern) -> None:
    """HEAD is answered as GET is, without its body; any other method is a problem, told as all of them are."""
    view = pattern.callback

    @functools.wraps(view)
    def run(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        if method not in ("GET", "HEAD"):
            response = problem(request, 405, "These addresses are only read")
            response.headers["Allow"] = "GET, HEAD"
            return response
        request.method = "GET"
        answer: HttpResponseBase = view(request, **kwargs)
        # Whoever sends it knows by this that no body goes with it.
        request.method = method
        return answer

    pattern.callback = run
