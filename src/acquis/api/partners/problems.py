"""Errors as the partners' addresses tell them: problem details (RFC 9457), in French, that point at the field."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from .words import OTHERWISE, SAID

MEDIA_TYPE = "application/problem+json"


def problem(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    """One error, never kept by anybody on the way."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    return sealed(request, response)


def sealed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer as it leaves: nobody keeps it, and it says what is left of the client's quota."""
    response.headers["Cache-Control"] = "no-store"
    counted = getattr(request, "partner_quota", None)
    if counted is not None:
        most, left, seconds = counted
        response.headers["RateLimit-Policy"] = f'"partners";q={most};w=60'
        response.headers["RateLimit"] = f'"partners";r={left};t={seconds}'
    return response


def unread(errors: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each field that cannot be read: where it stands, a word for machines, and a sentence."""
    found = []
    for each in errors:
        where, *path = [str(part) for part in each["loc"]]
        # The handlers' own names of what they read (`asked`, `sent`) are no part of what was sent.
        inside = path[1:] if where == "body" and path else path[-1:] if where != "body" else []
        pointer = {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in inside)}
        named = {"parameter": inside[-1]} if where == "query" and inside else {}
        named = {"header": inside[-1]} if where == "header" and inside else named
        named = {"parameter": inside[-1]} if where == "path" and inside else named
        code = str(each["type"])
        found.append({**(named or pointer), "code": code, "detail": _(SAID.get(code, OTHERWISE))})
    return found


def _escaped(part: str) -> str:
    """A part of a JSON pointer (RFC 6901)."""
    return part.replace("~", "~0").replace("/", "~1")
