"""What search engines read: where they may go, and the addresses of all that is on the shelf, in parts."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape

from acquis.catalogue import queries as catalogue
from acquis.web.door import Audience, reads

#: The protocol allows 50,000 addresses a file; smaller ones are made and read at once.
PER_PART = 10_000
_PAGES = ("/", "/formations", "/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan-du-site")
_PRIVATE = (
    "/mes-",
    "/acheter/",
    "/agents",
    "/organisme$",
    "/organisme/",
    "/etat",
    "/connexion",
    "/paiement/",
    "/comparer",
)
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@reads(Audience.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """An invented country is in no search engine."""
    if settings.ACQUIS.demo:
        return _text("User-agent: *\nDisallow: /\n")
    rules = "".join(f"Disallow: {path}\n" for path in (*_PRIVATE, "/formations?"))
    return _text(f"User-agent: *\n{rules}\nSitemap: {settings.ACQUIS.site_url}/sitemap.xml\n")


@reads(Audience.PUBLIC)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the parts: the pages, the certifications on sale, and the trainings by ten thousand."""
    parts = ["pages", "certifications"]
    parts += [f"formations-{n}" for n in range(1, -(-catalogue.count_published() // PER_PART) + 1)]
    listed = "".join(f"<sitemap><loc>{_address(f'/sitemap-{part}.xml')}</loc></sitemap>" for part in parts)
    return _xml(f"<sitemapindex {_NAMES}>{listed}</sitemapindex>")


@reads(Audience.PUBLIC)
def part(request: HttpRequest, *, name: str) -> HttpResponse:
    """One part of the list."""
    kind, _dash, number = name.partition("-")
    if name == "pages":
        return _addresses((path, "") for path in _PAGES)
    if name == "certifications":
        return _addresses((f"/certifications/{code}", "") for code in catalogue.codes_on_sale())
    if kind != "formations" or not (number.isascii() and number.isdigit()) or not 0 < int(number) < 10_000:
        raise Http404
    rows = catalogue.published_part(int(number), size=PER_PART)
    if not rows:
        raise Http404
    return _addresses((f"/formations/{i}", changed.date().isoformat()) for i, changed in rows)


def _addresses(rows: Iterable[tuple[str, str]]) -> HttpResponse:
    told = "".join(
        f"<url><loc>{_address(path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for path, day in rows
    )
    return _xml(f"<urlset {_NAMES}>{told}</urlset>")


def _address(path: str) -> str:
    return escape(f"{settings.ACQUIS.site_url}{path}")


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type="application/xml")


def _text(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
