"""The search: what was found, how the question was understood, and what one would pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.catalogue import queries as catalogue
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import RADII, Facet, Hit, SearchResult
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Priced, Quote
from acquis.kit.actor import Role
from acquis.web.design.written import euros_plain, number
from acquis.web.door import Audience, actor_of, fragment, is_fragment_request, page, reads

from . import result_map, search_form
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REGISTER_WORDS
from .today import today


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    form = search_form.read(request.GET)
    on = today(request)
    # What starts too soon to be asked for would only disappoint: the search begins at the first day the law allows.
    soonest = max(form.request.starts_from or on, enrolments.earliest_start(on))
    found = search(replace(form.request, starts_from=soonest), on=on)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "heading": heading(form, found),
        "chips": chips(form, found),
        "facets": facets(form, found),
        "quotes": quotes(request, found.hits),
        "map": result_map.draw(found),
        "radii": [(km, f"{km} km") for km in RADII],
        "sorts": _sorts(found),
        "sort": next(word for word, sort in search_form.SORTS.items() if sort is form.request.sort),
        "today": on,
        "page_address": lambda n: form.address(page=n if n > 1 else None),
        "modality_words": MODALITY_WORDS,
    }
    if is_fragment_request(request):
        return fragment(request, "public/search.html", "found", **context)
    return page(request, "public/search.html", **context)


def heading(form: search_form.SearchForm, found: SearchResult) -> str:
    """What the page gives, in one line: « 44 formations pour « boulanger » »."""
    if not found.ready:
        return _("Le catalogue se prépare")
    count = ngettext("%(count)s formation", "%(count)s formations", found.total) % {"count": number(found.total)}
    if found.total == 0:
        count = _("Aucune formation")
    if found.understood.words:
        return _("%(count)s pour « %(words)s »") % {"count": count, "words": " ".join(found.understood.words)}
    return count


def quotes(request: HttpRequest, hits: Sequence[Hit]) -> dict[UUID, Quote]:
    """What each offer would cost the holder who is looking; nothing for anybody else."""
    actor = actor_of(request)
    if actor.account_id is None or not actor.has(Role.HOLDER):
        return {}
    offers = [
        Priced(
            id=hit.session_id,
            action_kind=hit.action_kind,
            certification_code=hit.certification_code,
            price_cents=hit.price_cents,
        )
        for hit in hits
        if hit.action_kind
    ]
    return enrolments.quotes_for(actor.account_id, offers, by=actor, on=today(request))


def chips(form: search_form.SearchForm, found: SearchResult) -> list[tuple[str, str]]:
    """Each criterion in words and the address without it."""
    understood, told = found.understood, []
    if understood.words:
        # A place that was written among the words stays when the words go.
        placed = {"lieu": understood.town.name} if understood.place_in_words and understood.town else {}
        told.append((" ".join(understood.words), form.address(q=None, **placed)))
    if understood.town:
        words = f"{understood.town.name} · {understood.radius_km} km"
        without = form.address(q=" ".join(understood.words)) if understood.place_in_words else None
        told.append((words, without or form.address(lieu=None, insee=None, rayon=None)))
    told += [
        (_(REGISTER_WORDS[register]), form.without("repertoire", v))
        for v, register in search_form.REGISTERS.items()
        if form.chose("repertoire", v)
    ]
    told += [
        (_(MODALITY_WORDS[modality]), form.without("modalite", v))
        for v, modality in search_form.MODALITIES.items()
        if form.chose("modalite", v)
    ]
    told += [
        (_(LEVEL_WORDS[level]), form.without("niveau", level))
        for level in search_form.LEVELS
        if form.chose("niveau", level)
    ]
    if form.request.max_price_cents is not None:
        amount = euros_plain(form.request.max_price_cents)
        told.append((_("%(amount)s au plus") % {"amount": amount}, form.address(prix=None)))
    if form.request.starts_from:
        day = form.request.starts_from.strftime("%d/%m/%Y")
        told.append((_("à partir du %(day)s") % {"day": day}, form.address(debut=None)))
    return told


def facets(form: search_form.SearchForm, found: SearchResult) -> list[dict[str, Any]]:
    """The groups of boxes, each value with its count; values with nothing are left out unless they were chosen."""
    counts = {facet: {c.value: c.count for c in found.facets.get(facet, ())} for facet in Facet}

    def boxes(name: str, facet: Facet, values: dict[Any, Any], words: dict[Any, str]) -> list[dict[str, Any]]:
        return [
            {"value": v, "label": _(words[m]), "count": counts[facet].get(str(m), 0), "checked": form.chose(name, v)}
            for v, m in values.items()
            if counts[facet].get(str(m)) or form.chose(name, v)
        ]

    levels = {level: level for level in search_form.LEVELS}
    groups = [
        ("repertoire", _("Certification"), boxes("repertoire", Facet.REGISTER, search_form.REGISTERS, REGISTER_WORDS)),
        ("modalite", _("Où apprendre"), boxes("modalite", Facet.MODALITY, search_form.MODALITIES, MODALITY_WORDS)),
        ("niveau", _("Niveau du diplôme"), boxes("niveau", Facet.LEVEL, levels, LEVEL_WORDS)),
    ]
    return [{"name": name, "legend": legend, "boxes": group} for name, legend, group in groups if group]


def _sorts(found: SearchResult) -> list[tuple[str, str]]:
    told = [("pertinence", _("Les plus pertinentes")), ("date", _("Les plus proches dans le temps"))]
    if found.understood.town:
        told.append(("distance", _("Les plus proches de vous")))
    return [*told, ("prix", _("Les moins chères"))]


@reads(Audience.PUBLIC)
def towns(request: HttpRequest) -> HttpResponse:
    """Towns for the field « Où ? »: options of a datalist for htmx, or a small list for machines."""
    typed = request.GET.get("lieu", "").strip()[:60]
    found = catalogue.towns_matching(typed, limit=8) if len(typed) >= 2 else []
    told = [f"{town.name} ({town.postal_codes[0]})" if town.postal_codes else town.name for town in found]
    if is_fragment_request(request):
        return fragment(request, "public/search.html", "towns", towns=told)
    return JsonResponse({"towns": told})
