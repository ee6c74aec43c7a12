"""No dead end: what to ask instead when nothing answers, each with how many offers it finds, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.catalogue.search.types import RADII, Facet, Reading, SearchRequest, SearchResult

from . import search_form
from .search_chips import Chip
from .search_facets import domain_words
from .search_form import SearchForm

Ask = Callable[[SearchRequest], SearchResult]
#: Of each kind of way out, and of all of them together.
_MOST_OF_A_KIND, _MOST = 3, 8


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another question: in words, its address, and how many offers answer it."""

    words: str
    href: str
    count: int


def ways_out(
    form: SearchForm, found: SearchResult, told: list[Chip], *, ask: Ask, near: Iterable[tuple[str, str]] = ()
) -> list[WayOut]:
    """Where to go from a question that nothing answers: nearest first.

    `ask` runs a search; `near` are words near what was typed, each with the whole question in which it stands.
    """
    made: dict[str, WayOut] = {}
    kinds = (
        _spelling(form, found),
        _near_words(form, near),
        _wider(form, found),
        _remote(form, found),
        _neighbours(form, found, ask),
        _fewer(form, told),
        _everything(form, found),
    )
    for candidates in kinds:
        kept = 0
        for words, href in candidates:
            if href in made or kept == _MOST_OF_A_KIND:
                continue
            count = ask(read(href).request).total
            if count:
                made[href] = WayOut(words, href, count)
                kept += 1
    return list(made.values())[:_MOST]


def read(href: str) -> SearchForm:
    """The question of one of our own addresses."""
    return search_form.read(QueryDict(href.partition("?")[2]))


def _spelling(form: SearchForm, found: SearchResult) -> Iterator[tuple[str, str]]:
    """The words as typed when they were corrected; corrected when the reader took the correction away."""
    understood = found.understood
    if understood.corrected:
        typed = " ".join(words for words, _taken in understood.corrected)
        yield _("Chercher « %(words)s » exactement") % {"words": typed}, form.unread(Reading.SPELLING)
    if Reading.SPELLING in form.request.unread:
        yield _("Accepter une orthographe proche"), form.without("pas", "orthographe")


def _near_words(form: SearchForm, near: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for word, question in near:
        yield _("Peut-être : « %(word)s »") % {"word": word}, form.address(q=question)


def _wider(form: SearchForm, found: SearchResult) -> Iterator[tuple[str, str]]:
    town, radius = found.understood.town, found.understood.radius_km
    if town is None or radius is None:
        return
    for km in RADII:
        if km > radius:
            yield _("Jusqu’à %(km)s km de %(town)s") % {"km": km, "town": town.name}, form.address(rayon=km)


def _remote(form: SearchForm, found: SearchResult) -> Iterator[tuple[str, str]]:
    if form.data.get("modalite") == ["distance"]:
        return
    yield (
        _("À distance, de chez vous"),
        form.address(modalite="distance", lieu=None, insee=None, rayon=None, region=None),
    )


def _neighbours(form: SearchForm, found: SearchResult, ask: Ask) -> Iterator[tuple[str, str]]:
    """The domains in which the same words, or the same place without them, have the most offers."""
    named = domain_words()
    only_words = form.query(leaving=set(search_form.FIELDS) - {"q"})
    only_place = form.query(leaving=set(search_form.FIELDS) - {"lieu", "insee", "rayon"})
    meant = [domain for each in found.understood.meant for domain in (each.value, *each.domains)]
    for base in (only_words, only_place):
        near = ask(search_form.read(QueryDict(base)).request) if base else None
        counts = near.facets.get(Facet.DOMAIN, ()) if near is not None else ()
        for value in dict.fromkeys([*meant, *(c.value for c in sorted(counts, key=lambda c: -c.count))]):
            if value in named and not form.chose("domaine", value):
                place = form.query(
                    leaving=set(search_form.FIELDS) - {"lieu", "insee", "rayon"}, changes={"domaine": value}
                )
                yield _("Domaine voisin : %(domain)s") % {"domain": named[value]}, f"{search_form.PATH}?{place}"


def _fewer(form: SearchForm, told: list[Chip]) -> Iterator[tuple[str, str]]:
    if len(told) > 1:
        for chip in told:
            yield _("Sans le critère « %(criterion)s »") % {"criterion": chip.words}, chip.without


def _everything(form: SearchForm, found: SearchResult) -> Iterator[tuple[str, str]]:
    words = form.query(leaving=set(search_form.FIELDS) - {"q"})
    if words and found.understood.words:
        told = " ".join(found.understood.words)
        yield _("« %(words)s » partout, sans autre critère") % {"words": told}, f"{search_form.PATH}?{words}"
    if found.understood.town:
        near = form.query(
            leaving=set(search_form.FIELDS) - {"lieu", "insee", "rayon"}, changes={"lieu": found.understood.town.name}
        )
        yield (
            _("Toutes les formations près de %(town)s") % {"town": found.understood.town.name},
            f"{search_form.PATH}?{near}",
        )
    yield _("Toutes les formations"), search_form.PATH
