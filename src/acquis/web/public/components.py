"""Every component on one page, for those who build pages; it exists in development only."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    split = [
        SimpleNamespace(label="Vos droits", amount_cents=341270, part="mine"),
        SimpleNamespace(label="Aide de la Région", amount_cents=38730, part="others"),
        SimpleNamespace(label="Votre participation", amount_cents=15000, part="pay"),
    ]
    steps = [
        SimpleNamespace(title="Demande envoyée", state="done", when="lundi 23 novembre", detail=None),
        SimpleNamespace(title="Acceptée par Maison du Fournil", state="done", when="mardi 24 novembre", detail=None),
        SimpleNamespace(
            title="À vous de confirmer avant le lundi 30 novembre",
            state="current",
            when=None,
            detail="Sans réponse, la demande sera annulée, sans frais.",
        ),
        SimpleNamespace(title="Entrée en formation", state="coming", when="mardi 12 janvier", detail=None),
    ]
    return page(request, "public/components.html", split=split, steps=steps, today=date(2026, 11, 30))
