"""The search: what was found, how the question was understood, and what one would pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.accounts import queries as accounts
from acquis.accounts.types import ProofState
from acquis.catalogue import queries as catalogue
from acquis.catalogue.search.queries import near_questions, search
from acquis.catalogue.search.types import IN_TOWN, RADII, Hit, Reading, SearchRequest, SearchResult, Situation, Spot
from acquis.catalogue.types import Action, Modality
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Priced, Quote
from acquis.kit.actor import Actor, Role
from acquis.providers import queries as providers
from acquis.web.design.written import NBSP, number
from acquis.web.door import Audience, actor_of, fragment, is_fragment_request, page, reads, see_other

from . import result_map, search_asides, search_chips, search_facets, search_form, ways_out
from .offer_words import MODALITY_WORDS, REASON_WORDS
from .today import today

#: A price above every participation that a law has asked.
_DEAR_CENTS = 10_000_00


@dataclass(frozen=True, slots=True)
class Means:
    """What a holder has to spend, and what the law asks them to add whatever they have (0 when it asks nothing).

    `capped_cents` is the less that they may spend on some kinds of action. `situation` is what orders offers for
    them: a disability recognised today, no diploma, a search for a job.
    """

    budget_cents: int
    capped_cents: tuple[tuple[str, int], ...]
    participation_cents: int
    situation: frozenset[Situation] = frozenset()

    def asked(self, request: SearchRequest) -> SearchRequest:
        """The same question, asked by who has these means."""
        return replace(
            request, budget_cents=self.budget_cents, capped_cents=self.capped_cents, situation=self.situation
        )


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    form = search_form.read(request.GET)
    if not is_fragment_request(request) and "" in request.GET.dict().values():
        # A form sends its empty fields too: the address that stays, and that one may send to others, has none.
        return see_other(form.address(page=form.request.page))
    on, means = today(request), means_of(request)
    # What starts too soon to be asked for would only disappoint: the search begins at the first day the law allows.
    first_day = enrolments.earliest_start(on)

    def ask(asked: SearchRequest) -> SearchResult:
        if means:
            asked = means.asked(asked)
        return search(replace(asked, soonest=first_day), on=on)

    found = ask(form.request)
    told = search_chips.chips(form, found, names=_names(form))
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "heading": heading(form, found),
        "around": around(found),
        "chips": told,
        "rather": search_chips.rather(form, found),
        "facets": search_facets.groups(form, found, on=first_day),
        "ways_out": ways_out.ways_out(form, found, told, ask=ask, near=near_questions(form.request.text, on=on))
        if found.ready and not found.total
        else [],
        "asides": search_asides.asides(form, found, is_holder=means is not None),
        "quotes": quotes(request, found.hits),
        "means": means,
        "payable": ask(replace(form.request, within_budget=True, with_spots=False)).total if means else None,
        "is_holder": actor_of(request).has(Role.HOLDER),
        "compared": compared(form),
        "compare_address": "/comparer?" + urlencode([("o", str(i)) for i in form.compared]),
        "map": result_map.draw(found),
        "town_address": lambda spot: town_address(form, spot),
        "radii": [(km, f"{km} km") for km in (IN_TOWN, *RADII)],
        "sorts": _sorts(found),
        "sort": next(word for word, sort in search_form.SORTS.items() if sort is form.request.sort),
        "today": on,
        "page_address": lambda n: form.address(page=n if n > 1 else None),
        "modality_words": MODALITY_WORDS,
        "reason_words": REASON_WORDS,
        "shared": f"{settings.ACQUIS.site_url}{form.shared}",
        "canonical": f"{settings.ACQUIS.site_url}{search_form.PATH}",
        "past_the_end": _past_the_end(request, found),
    }
    if is_fragment_request(request):
        answer = fragment(request, "public/search.html", "found", **context)
        answer["HX-Push-Url"] = form.address(page=found.page)
        return answer
    return page(request, "public/search.html", **context)


def heading(form: search_form.SearchForm, found: SearchResult) -> str:
    """What the page gives, in one line: « 44 formations pour « boulanger » »."""
    if not found.ready:
        return _("Le catalogue se prépare")
    count = ngettext("%(count)s formation", "%(count)s formations", found.total) % {"count": number(found.total)}
    if found.total == 0:
        count = _("Aucune formation")
    if found.understood.words:
        told = _("%(count)s pour « %(words)s »") % {"count": count, "words": " ".join(found.understood.words)}
        # A large heading is cut into lines: a quotation mark stays with its word.
        return told.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")
    return count


def around(found: SearchResult) -> str:
    """Where one looked, in a sentence; nothing without a town. Who means to be there is shown nothing remote."""
    understood = found.understood
    if understood.town is None:
        return ""
    where = {"radius": understood.radius_km, "town": understood.town.name}
    if understood.radius_km == IN_TOWN:
        return _("dans la commune de %(town)s") % where
    if any(each.reading is Reading.MODALITY and Modality.REMOTE not in each.value for each in understood.meant):
        return _("à %(radius)s km au plus de %(town)s") % where
    return _("à %(radius)s km au plus de %(town)s, et à distance") % where


def town_address(form: search_form.SearchForm, spot: Spot) -> str:
    """The address of the offers that a town of the map counts: those in the town itself, none of them remote."""
    there = [value for value in form.data.get("modalite", ()) if value != "distance"]
    return form.address(lieu=spot.name, insee=spot.insee, rayon=IN_TOWN, modalite=there)


def means_of(request: HttpRequest) -> Means | None:
    """What the holder who is looking may spend; None for anybody else."""
    actor = actor_of(request)
    if actor.account_id is None or not actor.has(Role.HOLDER):
        return None
    on = today(request)
    held = accounts.rights(actor.account_id, on=on, by=actor)
    if held is None:
        return None
    budget, capped = enrolments.most_paid(held.available_cents, held.top_ups_cents, on=on)
    # Of a dear training: the participation never exceeds a price.
    dear = max(budget, _DEAR_CENTS)
    some = Priced(id=actor.account_id, action_kind=Action.RNCP, certification_code="", price_cents=dear)
    quote = enrolments.quotes_for(actor.account_id, [some], by=actor, on=on)[some.id]
    return Means(budget, capped, quote.participation_cents, frozenset(_situation(actor.account_id, actor, on)))


def _situation(account_id: UUID, by: Actor, on: date) -> Iterator[Situation]:
    """What orders offers for a holder, as they said it or as it was proved, on a day."""
    told = accounts.situation(account_id)
    if told is not None and told.is_jobseeker(on):
        yield Situation.JOBSEEKER
    declared = accounts.own_declarations(account_id, by=by)
    if declared is None:
        return
    since, until = declared.low_qualified_since, declared.low_qualified_until
    if since is not None and since <= on and (until is None or on < until):
        yield Situation.NO_DIPLOMA
    for proof in declared.proofs:
        holds = proof.valid_from <= on and (proof.valid_until is None or on <= proof.valid_until)
        if proof.state is ProofState.ACCEPTED and holds:
            yield Situation.DISABLED


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


def compared(form: search_form.SearchForm) -> list[tuple[str, str, str]]:
    """What was chosen to be set side by side: session, title, and the address of the list without it."""
    offers = catalogue.offered_many(form.compared)
    return [(str(i), offers[i].title, form.without("o", i)) for i in form.compared if i in offers]


def _names(form: search_form.SearchForm) -> dict[str, str]:
    """The body and the certification that the address names, as people call them."""
    names = {}
    if form.request.provider_id is not None:
        body = providers.provider(form.request.provider_id)
        names["organisme"] = body.display if body else _("un organisme que nous ne connaissons pas")
    if form.request.certification_code:
        card = catalogue.certification(form.request.certification_code)
        names["certification"] = (card.short_title or card.title) if card else form.request.certification_code
    return names


def _past_the_end(request: HttpRequest, found: SearchResult) -> str:
    """The page that was asked for, when there are fewer."""
    asked = request.GET.get("page", "")[:12]
    return asked if asked.isascii() and asked.isdigit() and int(asked) > found.pages else ""


def _sorts(found: SearchResult) -> list[tuple[str, str]]:
    told = [("pertinence", _("Les plus pertinentes")), ("date", _("Les plus proches dans le temps"))]
    if found.understood.town:
        told.append(("distance", _("Les plus proches de vous")))
    return [*told, ("prix", _("Les moins chères"))]


@reads(Audience.PUBLIC)
def towns(request: HttpRequest) -> HttpResponse:
    """Towns for the field « Où ? »: options of a datalist for htmx, or a small list for machines."""
    typed = request.GET.get("lieu", "").replace("\x00", "").strip()[:60]
    found = catalogue.towns_matching(typed, limit=8) if len(typed) >= 2 else []
    told = [f"{town.name} ({town.postal_codes[0]})" if town.postal_codes else town.name for town in found]
    if is_fragment_request(request):
        return fragment(request, "public/search.html", "towns", towns=told)
    return JsonResponse({"towns": told})
