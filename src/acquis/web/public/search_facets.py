"""The criteria one may tick beside the results, each with how many offers one would find."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.catalogue import queries as catalogue
from acquis.catalogue.search.types import HOUR_BANDS, PRICE_BANDS, Facet, SearchResult
from acquis.kit.departments import regions
from acquis.web.design.written import day as day_written
from acquis.web.design.written import euros_plain, number
from acquis.web.labels import label

from . import search_form
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REGISTER_WORDS
from .search_form import SearchForm

#: Beyond this many values of one criterion the others wait in a fold.
_AT_ONCE = 6
_NAMES_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Box:
    """One value to tick, or with `href` one bound to follow; `count` offers have it."""

    value: str
    label: str
    count: int
    checked: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one criterion: `more` are those that wait in a fold."""

    name: str
    legend: str
    boxes: Sequence[Box]
    more: Sequence[Box] = ()


def groups(form: SearchForm, found: SearchResult, *, on: date) -> list[Group]:
    """The criteria that would change something; a value that finds nothing is left out unless it was chosen.

    `on` is the first day on which anything may start, from which starts are counted.
    """
    counts = {facet: {c.value: c.count for c in found.facets.get(facet, ())} for facet in Facet}

    def boxes(name: str, facet: Facet, values: Mapping[str, object], words: Mapping[object, str]) -> list[Box]:
        return [
            Box(v, words[m], counts[facet].get(str(m), 0), form.chose(name, v))
            for v, m in values.items()
            if counts[facet].get(str(m)) or form.chose(name, v)
        ]

    def said(words: Mapping[Any, str]) -> dict[object, str]:
        return {value: _(text) for value, text in words.items()}

    def labelled(values: Iterable[StrEnum]) -> dict[object, str]:
        return {value: label(value) for value in values}

    levels = {str(level): level for level in search_form.LEVELS}
    rhythms, fundings = search_form.RHYTHMS, search_form.FUNDINGS
    made = [
        Group(
            "modalite",
            _("Où apprendre"),
            boxes("modalite", Facet.MODALITY, search_form.MODALITIES, said(MODALITY_WORDS)),
        ),
        Group(
            "repertoire",
            _("Reconnaissance"),
            boxes("repertoire", Facet.REGISTER, search_form.REGISTERS, said(REGISTER_WORDS)),
        ),
        Group("niveau", _("Niveau obtenu"), boxes("niveau", Facet.LEVEL, levels, said(LEVEL_WORDS))),
        _folded("domaine", _("Domaine"), _most_first(form, "domaine", counts[Facet.DOMAIN], domain_words())),
        Group("prix", _("Prix"), _bands(form, "prix", counts[Facet.PRICE], _price_bounds())),
        Group("duree", _("Durée"), _bands(form, "duree", counts[Facet.HOURS], _hour_bounds())),
        Group("debut", _("Début"), _start_bands(form, counts[Facet.STARTS], on)),
        Group("rythme", _("Rythme"), boxes("rythme", Facet.RHYTHM, rhythms, labelled(rhythms.values()))),
        Group("handicap", _("Accès"), _accessible(form, counts[Facet.ACCESSIBLE])),
        Group(
            "financement",
            _("Qui peut payer"),
            boxes("financement", Facet.FUNDING, fundings, labelled(fundings.values())),
        ),
        _folded("region", _("Région"), _most_first(form, "region", counts[Facet.REGION], dict(regions()))),
    ]
    return [group for group in made if group.boxes]


def _most_first(form: SearchForm, name: str, counts: Mapping[str, int], words: Mapping[str, str]) -> list[Box]:
    """The values that are many, by how many offers have them; what has no name is no choice."""
    known = {**dict.fromkeys(form.data.get(name, ()), 0), **counts}
    found = [Box(v, words[v], n, form.chose(name, v)) for v, n in known.items() if v in words]
    return sorted(found, key=lambda box: (not box.checked, -box.count, box.label))


def _folded(name: str, legend: str, boxes: list[Box]) -> Group:
    chosen = sum(box.checked for box in boxes)
    at = max(_AT_ONCE, chosen)
    return Group(name, legend, boxes[:at], boxes[at:])


def _bands(form: SearchForm, name: str, counts: Mapping[str, int], bounds: Sequence[tuple[str, str, str]]) -> list[Box]:
    """« 500 € au plus »: each bound with all that lies below it, as the field of the same name would filter."""
    by_bound = {band.partition("-")[2]: count for band, count in counts.items()}
    made, below = [], 0
    for value, key, words in bounds:
        added = by_bound.get(key, 0)
        below += added
        chosen = form.typed(name) == value
        if added or chosen:
            href = form.address(**{name: None if chosen else value, f"{name}_min": None})
            made.append(Box(value, words, below, chosen, href))
    return made


def _price_bounds() -> list[tuple[str, str, str]]:
    told = _("%(amount)s au plus")
    return [(str(c // 100), str(c), told % {"amount": euros_plain(c)}) for c in PRICE_BANDS]


def _hour_bounds() -> list[tuple[str, str, str]]:
    return [
        (str(h), str(h), ngettext("%(num)s heure au plus", "%(num)s heures au plus", h) % {"num": number(h)})
        for h in HOUR_BANDS
    ]


def _start_bands(form: SearchForm, counts: Mapping[str, int], on: date) -> list[Box]:
    """The bands of starts one by one: an offer with several dates is in several, and must not be counted twice."""
    made = []
    for band, count in sorted(counts.items(), key=lambda pair: int(pair[0].partition("-")[0])):
        low, _dash, high = band.partition("-")
        first = on + timedelta(days=int(low))
        last = on + timedelta(days=int(high)) if high else None
        if last is not None:
            words = _("du %(first)s au %(last)s") % {"first": day_written(first), "last": day_written(last)}
        else:
            words = _("à partir du %(day)s") % {"day": day_written(first)}
        chosen = form.typed("debut") == first.isoformat() and form.typed("fin") == (last.isoformat() if last else "")
        href = form.address(debut=None if chosen else first, fin=None if chosen else last)
        made.append(Box(first.isoformat(), words, count, chosen, href))
    return made


def _accessible(form: SearchForm, counts: Mapping[str, int]) -> list[Box]:
    count = counts.get("true", 0)
    chosen = form.request.accessible
    return [Box("1", _("Accessible aux personnes handicapées"), count, chosen)] if count or chosen else []


def domain_words() -> dict[str, str]:
    """The first three digits of Formacode → the domain's name; read again when registers may have been imported."""
    return _domain_words(int(time.monotonic() // _NAMES_SECONDS))


@lru_cache(maxsize=1)
def _domain_words(_age: int) -> dict[str, str]:
    return catalogue.domain_names()
