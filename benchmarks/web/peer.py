"""The peer: stock Django. A view that does nothing, and the rights page as a tutorial would write it.

Django's own middleware, sessions, ORM and templates, on the same server and rows; no audit of readings, no read-only
transaction, no explanation of the amounts, no design.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines

TEMPLATE = """<!doctype html><html lang="fr"><head><title>Mes droits</title></head><body>
<h1>Mes droits</h1><p>{{ total }}</p>
<table>{% for purse in purses %}<tr><th>{{ purse.kind }}</th><td>{{ purse.cents }}</td></tr>{% endfor %}</table>
<table>{% for each in movements %}<tr><td>{{ each.effective_on|date:"d/m/Y" }}</td><td>{{ each.code }}</td>
<td>{{ each.amount_cents }}</td></tr>{% endfor %}</table></body></html>"""


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Bonjour")


def rights(request: HttpRequest) -> HttpResponse:
    from acquis.accounts.models import Purse
    from acquis.ledger.models import GuardedAccount, Transfer

    purses = list(Purse.objects.filter(account_id=UUID(request.session["account"])))
    ids = [purse.id for purse in purses]
    held = dict(GuardedAccount.objects.filter(id__in=ids).values_list("id", "posted_cents"))
    owner = Transfer.objects.filter(credit__in=ids) | Transfer.objects.filter(debit__in=ids)
    context: dict[str, Any] = {
        "total": sum(held.values()),
        "purses": [{"kind": purse.kind, "cents": held.get(purse.id, 0)} for purse in purses],
        "movements": owner.order_by("-effective_on"),
    }
    return HttpResponse(template().render(context, request))


@lru_cache
def template() -> Any:
    """Compiled once, as Django's cached loader does."""
    return engines["django"].from_string(TEMPLATE)


def urlpatterns() -> list[Any]:
    from django.urls import path

    return [path("", bare), path("mes-droits", rights)]


def application() -> Any:
    """A WSGI application on the settings of a new project, with our tables."""
    import django
    from django.core.wsgi import get_wsgi_application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
    stock = "django.contrib.sessions.middleware.SessionMiddleware"
    settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": urlpatterns()})
    settings.SESSION_ENGINE, settings.SESSION_COOKIE_NAME = "django.contrib.sessions.backends.db", "peer"
    settings.MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        stock,
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}}]
    django.setup()
    return get_wsgi_application()


if os.environ.get("ACQUIS_BENCHMARK_PEER"):
    wsgi = application()
