"""What went wrong, told to whom it went wrong for: a page to people, a problem detail to machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from acquis.api.open.door import ROOT, problem
from acquis.api.partners import problems as partners
from acquis.web import errors as pages

PARTNERS = "/api/partners/"
#: What partners' machines read: these addresses are described in French.
_IN_FRENCH = {
    400: "Cette adresse ne peut pas être lue",
    403: "Ce n’est pas ouvert",
    404: "Il n’y a rien ici",
    500: "Quelque chose s’est cassé chez nous",
}


def _told(status: int, title: str, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def tell(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path.startswith(ROOT):
            return problem(request, status, title)
        if request.path.startswith(PARTNERS):
            return partners.problem(request, status, _IN_FRENCH[status])
        return page(request, *args, **kwargs)

    return tell


bad_request = _told(400, "This address cannot be read", pages.bad_request)
not_allowed = _told(403, "This is not open to you", pages.not_allowed)
not_found = _told(404, "There is nothing here", pages.not_found)
broken = _told(500, "Something broke on our side", pages.broken)
