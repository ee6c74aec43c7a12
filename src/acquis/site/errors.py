"""What is answered when something is wrong: the web's own pages, and a plain sentence if even they fail."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse

#: A page in plain HTML for when nothing else works; French, because people read it.
_PLAIN = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title} — Acquis</title>
<main><h1>{title}</h1><p>{text}</p><p><a href="/">Retourner à l’accueil</a></p></main></html>"""
_TEXTS = {
    400: ("Demande illisible", "Nous n’avons pas pu lire cette demande. Revenez à la page d’avant et recommencez."),
    403: ("Accès refusé", "Cette action n’est pas permise. Revenez à la page d’avant et recommencez."),
    404: ("Page introuvable", "Cette page n’existe pas, ou n’existe plus."),
    500: ("Une erreur s’est produite", "Rien n’a été perdu de ce qui était confirmé. Recommencez dans un instant."),
}
_NAMES = {400: "bad_request", 403: "forbidden", 404: "not_found", 500: "server_error"}


def _page(status: int, request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if find_spec("acquis.web.public.errors") is not None:
        try:
            view = getattr(import_module("acquis.web.public.errors"), _NAMES[status])
            answer: HttpResponse = view(request)
        except Exception:
            if status != 500:
                raise
        else:
            return answer
    title, text = _TEXTS[status]
    return HttpResponse(_PLAIN.format(title=title, text=text), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent could not be read."""
    return _page(400, request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: refused before any act was asked, such as a form from elsewhere."""
    return _page(403, request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing for this person."""
    return _page(404, request, exception)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: our fault; the page itself must not fail."""
    return _page(500, request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without its token: an old tab, or a form from elsewhere."""
    return _page(403, request)
