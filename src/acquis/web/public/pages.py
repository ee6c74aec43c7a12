"""The pages that explain: help, accessibility, legal notice, personal data, site map."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from acquis.web.design.navigation import navigation
from acquis.web.door import Audience, actor_of, page, reads


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, operator=settings.ACQUIS, demo=settings.ACQUIS.demo, **context)


@reads(Audience.PUBLIC)
def help_page(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/help.html")


@reads(Audience.PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/accessibility.html")


@reads(Audience.PUBLIC)
def legal(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/legal.html")


@reads(Audience.PUBLIC)
def personal_data(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/personal_data.html")


@reads(Audience.PUBLIC)
def site_map(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/site_map.html", own=navigation(actor_of(request)))
