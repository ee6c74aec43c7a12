"""The pages of what went wrong: in words, with a way out. They ask nothing of the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from acquis.kit.actor import Role

from .door import actor_of, page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told(
        request, 400, _("Nous n’avons pas compris cette demande"), _("L’adresse ou le formulaire est incomplet.")
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: most often a form that stayed open too long, or a browser that refuses our cookies."""
    return _told(
        request,
        403,
        _("Ce formulaire n’est plus valable"),
        _(
            "Il est resté ouvert trop longtemps, ou votre navigateur refuse les cookies nécessaires. "
            "Rien n’a été enregistré."
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or none for who asks; whichever it is, the answer is the same, and says so.

    Whoever has signed in is told as whom they are seen here, and that a page of another role wants another signing in.
    """
    roles = actor_of(request).roles - {Role.ANONYMOUS}
    if roles:
        return _told(
            request,
            404,
            _("Cette page n’existe pas, ou ne vous est pas ouverte"),
            _("L’adresse contient peut-être une erreur, ou la page est réservée à un autre rôle que le vôtre."),
            roles=sorted(roles, key=list(Role).index),
            demo=settings.ACQUIS.demo,
        )
    return _told(
        request,
        404,
        _("Cette page n’existe pas"),
        _(
            "L’adresse contient peut-être une erreur, ou la page a été retirée. "
            "Si vous suiviez un lien de ce site, dites-le-nous."
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    return _told(
        request,
        500,
        _("Une erreur est survenue chez nous"),
        _(
            "Ce n’est pas de votre fait. Rien de ce que vous veniez de demander n’a été enregistré. "
            "Réessayez dans quelques minutes."
        ),
    )


def _told(
    request: HttpRequest, status: int, title: str, text: str, *, roles: Sequence[Role] = (), demo: bool = False
) -> HttpResponse:
    response = page(
        request, "public/error.html", status=status, code=status, heading=title, text=text, roles=roles, demo=demo
    )
    # It says who is signed in, and what is missing for one may be there for another.
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
    return response
