"""How a question was understood, in words one can take away: each with the address of the question without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from acquis.catalogue.search.types import Reading, SearchResult
from acquis.kit.departments import regions
from acquis.web.design.written import day_short, euros_plain, hours
from acquis.web.labels import label

from . import search_form
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REGISTER_WORDS
from .search_facets import domain_words
from .search_form import SearchForm


@dataclass(frozen=True, slots=True)
class Chip:
    """A criterion in words. `meant` says that nobody ticked it: it was read in the words typed."""

    words: str
    without: str
    meant: bool = False


def chips(form: SearchForm, found: SearchResult, *, names: dict[str, str]) -> list[Chip]:
    """The whole question; `names` are those of the body and of the certification of the address, if any."""
    return [*_words(form, found), *_understood(form, found), *_ticked(form), *_bounds(form), *_named(form, names)]


def _words(form: SearchForm, found: SearchResult) -> list[Chip]:
    understood = found.understood
    # « boulanger », read as a job, has the job's own chip.
    named = {meant.words for meant in understood.meant}
    words = [word for word in understood.words if word not in named]
    if not words:
        return []
    if rest := _less(form.request.text, words):
        return [Chip(" ".join(words), form.address(q=rest))]
    # A place that was written among the words stays when the words go.
    placed = {"lieu": understood.town.name} if understood.place_in_words and understood.town else {}
    return [Chip(" ".join(words), form.address(q=None, **placed))]


def _less(text: str, words: Sequence[str]) -> str:
    """The question without these words; nothing when one of them does not stand in it as such."""
    for word in words:
        text, times = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text, count=1, flags=re.IGNORECASE)
        if not times:
            return ""
    return " ".join(text.split())


def _understood(form: SearchForm, found: SearchResult) -> list[Chip]:
    understood, told = found.understood, []
    if understood.town:
        words = f"{understood.town.name} · {understood.radius_km} km" if understood.radius_km else understood.town.name
        if understood.place_in_words:
            without = _without_words(form, found) or form.unread(Reading.PLACE)
        else:
            without = form.address(lieu=None, insee=None, rayon=None)
        told.append(Chip(words, without, understood.place_in_words))
    for meant in understood.meant:
        # A town has its own chip, with its radius; a correction has its own sentence.
        if meant.reading is not Reading.SPELLING and not (meant.reading is Reading.PLACE and understood.town):
            told.append(Chip(meant.label, form.unread(meant.reading), True))
    # Two words that name one trade are one criterion.
    return list(dict.fromkeys(told))


def _without_words(form: SearchForm, found: SearchResult) -> str:
    """The address without the place written among the words, when the other words are known exactly."""
    words = " ".join(found.understood.words)
    return form.address(q=words) if words and not found.understood.meant else ""


def _ticked(form: SearchForm) -> list[Chip]:
    def each(name: str, words: dict[str, str]) -> list[Chip]:
        return [Chip(words[v], form.without(name, v)) for v in form.data.get(name, ()) if v in words]

    return [
        *each("repertoire", {v: _(REGISTER_WORDS[m]) for v, m in search_form.REGISTERS.items()}),
        *each("modalite", {v: _(MODALITY_WORDS[m]) for v, m in search_form.MODALITIES.items()}),
        *each("niveau", {str(level): _(LEVEL_WORDS[level]) for level in search_form.LEVELS}),
        *each("action", {v: label(m) for v, m in search_form.KINDS.items()}),
        *each("domaine", domain_words()),
        *each("region", dict(regions())),
        *each("rythme", {v: label(m) for v, m in search_form.RHYTHMS.items()}),
        *each("financement", {v: label(m) for v, m in search_form.FUNDINGS.items()}),
        *(
            [Chip(_("Accessible aux personnes handicapées"), form.address(handicap=None))]
            if form.request.accessible
            else []
        ),
        *([Chip(_("Payée par mes droits"), form.address(droits=None))] if form.request.within_budget else []),
    ]


def _bounds(form: SearchForm) -> list[Chip]:
    asked = form.request
    told = [
        ("prix-min", _("%(value)s au moins"), euros_plain, asked.min_price_cents),
        ("prix", _("%(value)s au plus"), euros_plain, asked.max_price_cents),
        ("duree-min", _("%(value)s au moins"), hours, asked.min_hours),
        ("duree", _("%(value)s au plus"), hours, asked.max_hours),
        ("debut", _("à partir du %(value)s"), day_short, asked.starts_from),
        ("fin", _("avant le %(value)s"), day_short, asked.starts_until),
    ]
    return [
        Chip(words % {"value": written(value)}, form.address(**{name.replace("-", "_"): None}))  # type: ignore[operator]
        for name, words, written, value in told
        if value is not None
    ]


def _named(form: SearchForm, names: dict[str, str]) -> list[Chip]:
    return [Chip(words, form.address(**{name: None})) for name, words in names.items() if words]


def rather(form: SearchForm, found: SearchResult) -> str:
    """The address of the words exactly as typed, when they were corrected; empty when they were not."""
    return form.unread(Reading.SPELLING) if found.understood.corrected else ""
