"""A plan executed naively, offer by offer, in plain Python: what the index must answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from acquis.catalogue.search.columns import cells, counting, criteria, inverting, kernels, ordering, traits
from acquis.catalogue.search.columns.building import domains_of, exact_terms, uid_of
from acquis.catalogue.search.places import distance_km
from acquis.catalogue.search.plan import Clause, OfferDocument, Part, Plan, Way
from acquis.catalogue.search.tokens import EMPTY, folded, stem
from acquis.catalogue.search.types import HOUR_BANDS, PRICE_BANDS, START_BANDS, Facet, SearchRequest, Situation, Sort
from acquis.catalogue.types import Funding, Modality

PARTS = (Part.TITLE, Part.CERTIFICATION, Part.TRADES, Part.PROVIDER, Part.BODY)


class Offer:
    """An offer with its words laid out."""

    def __init__(self, document: OfferDocument) -> None:
        self.document = document
        texts = (
            [document.title],
            [document.certification],
            list(document.trades),
            [document.provider_name],
            [document.body],
        )
        self.words = [[[word for word in folded(text) if word not in EMPTY] for text in part] for part in texts]
        self.terms = [[[stem(word) for word in text] for text in part] for part in self.words]
        self.exact = set(exact_terms(document))

    def impact(self, term: str) -> tuple[int, int, int]:
        """What a term weighs in the whole and in the title, and the parts where it is; by the formula itself."""
        if term in self.exact:
            return inverting.EXACT_IMPACT, inverting.EXACT_IMPACT, kernels.EXACT
        whole = head = 0.0
        parts = 0
        for part, texts in enumerate(self.terms):
            length = sum(map(len, texts))
            share = float(inverting.WEIGHTS[part]) / (
                1.0
                - float(inverting.DILUTION[part])
                + float(inverting.DILUTION[part]) * length / float(inverting.LENGTHS[part])
            )
            for place, said in enumerate(word for text in texts for word in text):
                if said == term:
                    parts |= 1 << part
                    weight = share * (1.0 - inverting.DRIFT * min(place, 8)) if part == 0 else share
                    whole += weight
                    head += weight if part == 0 else 0.0
        return byte(whole) if parts else 0, byte(head) if parts & 1 else 0, parts

    def way(self, way: Way) -> tuple[int, int]:
        """What a way weighs here, 0 when it is not found, and the parts where it is."""
        wanted = sum(1 << PARTS.index(part) for part in way.parts)
        if len(way.terms) == 1 and not way.beginning:
            impact, head, parts = self.impact(way.terms[0])
        else:
            impact, head, parts = self._made(way)
        if not parts:
            return 0, 0
        if not wanted or parts & kernels.EXACT:
            return impact, parts
        there = [part for part in range(5) if parts & wanted >> part << part & 1 << part]
        return max((head if part == 0 else int(kernels.PART_IMPACTS[part]) for part in there), default=0), parts

    def _made(self, way: Way) -> tuple[int, int, int]:
        *terms, last = way.terms
        parts = 0
        for part in range(5 if terms else 3):
            for words, said in zip(self.words[part], self.terms[part], strict=True):
                for at in range(len(said) - len(terms)):
                    if said[at : at + len(terms)] != terms:
                        continue
                    end = at + len(terms)
                    if not way.beginning:
                        same = said[end] == last
                    elif terms:
                        same = said[end].startswith(last) or (len(said[end]) >= 5 and last.startswith(said[end]))
                    else:
                        same = words[end].startswith(last)
                    if same:
                        parts |= 1 << part
        best = max((int(kernels.PART_IMPACTS[part]) for part in range(5) if parts & 1 << part), default=0)
        if not terms:
            return best, int(kernels.PART_IMPACTS[0]), parts
        head = self.impact(terms[0])[1] if parts & 1 else 0
        return max(best, head), head, parts


def byte(weight: float) -> int:
    return max(1, min(255, int(255.0 * weight / (weight + inverting.HALF) + 0.5)))


def text(
    offer: Offer, clauses: Sequence[Clause], weights: Sequence[Sequence[int]], least: int
) -> tuple[int, int] | None:
    """The score and the parts, or None when the clauses do not leave the offer."""
    score = parts = held = 0
    for clause, row in zip(clauses, weights, strict=True):
        found = [(offer.way(way), weight) for way, weight in zip(clause.ways, row, strict=True)]
        there = [(impact * weight, where) for (impact, where), weight in found if impact]
        if clause.unwanted:
            if there:
                return None
            continue
        if clause.needed and not there:
            return None
        if there:
            score += max(score for score, _ in there)
            for _, where in there:
                parts |= where
            held += not clause.needed
    return (score, parts) if held >= least else None


def failed(document: OfferDocument, plan: Plan, on: date) -> set[Facet] | None:
    """The facets whose own criterion the offer fails; None when it fails one that belongs to no facet."""
    request, first = plan.request, on.toordinal()
    if request.kinds and document.kind not in set(map(str, request.kinds)):
        return None
    if request.languages and not request.languages & set(document.language.split()):
        return None
    if request.within_budget and request.budget_cents is not None and not _is_paid(request, document):
        return None
    if request.provider_id is not None and document.provider != str(request.provider_id):
        return None
    if request.certification_code and document.code != request.certification_code.upper():
        return None
    if plan.lat is not None and plan.lon is not None and document.modality != Modality.REMOTE:
        if document.lat is None or document.lon is None:
            return None
        if distance_km(plan.lat, plan.lon, document.lat, document.lon) > request.radius_km:
            return None
    if not document.permanent and not any(day >= first for day in document.days):
        return None
    fails = set()

    def must(facet: Facet, holds: bool) -> None:
        if not holds:
            fails.add(facet)

    must(Facet.REGISTER, not request.registers or document.register in request.registers)
    must(Facet.LEVEL, not request.levels or document.level in request.levels)
    must(Facet.MODALITY, not request.modalities or document.modality in request.modalities)
    must(
        Facet.DOMAIN,
        not request.domains or bool(request.domains & {f"{d:03d}" for d in domains_of(document.formacode)}),
    )
    low, high = request.min_price_cents or 0, request.max_price_cents
    must(Facet.PRICE, low <= document.price_cents and (high is None or document.price_cents <= high))
    low, high = request.min_hours or 0, request.max_hours
    must(Facet.HOURS, low <= document.hours and (high is None or document.hours <= high))
    must(Facet.STARTS, document.permanent or bool(own_days(document, plan, on)))
    must(Facet.RHYTHM, not request.rhythms or bool(request.rhythms & document.rhythms))
    must(Facet.ACCESSIBLE, document.accessible or not request.accessible)
    must(Facet.FUNDING, not request.fundings or bool(request.fundings & document.fundings))
    must(Facet.REGION, not request.regions or traits.region_of(document.insee) in request.regions)
    return fails


def _is_paid(request: SearchRequest, document: OfferDocument) -> bool:
    """Whether what who asks may spend on such an offer is as much as it costs."""
    assert request.budget_cents is not None
    return document.price_cents <= min(request.budget_cents, dict(request.capped_cents).get(document.kind, 2**62))


def own_days(document: OfferDocument, plan: Plan, on: date) -> list[int]:
    first = max(on, plan.request.starts_from or on).toordinal()
    last = plan.request.starts_until.toordinal() if plan.request.starts_until else 10**9
    return [day for day in sorted(document.days) if first <= day <= last]


def values(document: OfferDocument, facet: Facet, on: date) -> set[str]:
    """The values of a facet in which the offer counts."""
    if facet is Facet.STARTS:
        bands = criteria.bands(START_BANDS)
        if document.permanent:
            return set(bands)
        ahead = [day - on.toordinal() for day in document.days if day >= on.toordinal()]
        return {bands[traits.band_of(days, START_BANDS)] for days in ahead}
    return {
        Facet.REGISTER: {str(document.register)},
        Facet.LEVEL: {str(document.level)} - {"None"},
        Facet.MODALITY: {str(document.modality)},
        Facet.DOMAIN: {f"{domain:03d}" for domain in domains_of(document.formacode)},
        Facet.PRICE: {criteria.bands(PRICE_BANDS)[traits.band_of(document.price_cents, PRICE_BANDS)]},
        Facet.HOURS: {criteria.bands(HOUR_BANDS)[traits.band_of(document.hours, HOUR_BANDS)]},
        Facet.RHYTHM: set(map(str, document.rhythms)),
        Facet.ACCESSIBLE: {"true"} if document.accessible else set(),
        Facet.FUNDING: set(map(str, document.fundings)),
        Facet.REGION: {traits.region_of(document.insee)} - {""},
    }[facet]


def order(document: OfferDocument, plan: Plan, on: date, score: int, parts: int) -> tuple[float, ...]:
    """What comes first is greatest."""
    request = plan.request
    remote = document.modality == Modality.REMOTE
    km = None
    if plan.lat is not None and plan.lon is not None and document.lat is not None and document.lon is not None:
        km = distance_km(plan.lat, plan.lon, document.lat, document.lon)
    days = own_days(document, plan, on)
    next_day = 0 if document.permanent else days[0]
    tier = tier_of(score)
    chance = shuffled(uid_of(document.key), criteria.seed_of(on.toordinal()))
    if request.sort is Sort.PRICE:
        return (-min(document.price_cents, 2**31 - 1), tier, chance >> 16)
    if request.sort is Sort.DATE:
        return (-next_day, tier, chance >> 16)
    if request.sort is Sort.DISTANCE and plan.lat is not None:
        chord = 2 * math.sin((km or 0) / cells.EARTH_KM / 2)
        return (0 if remote or km is None else int((2.0 - chord) * 2**29), tier, chance >> 16)
    ring = 0
    if plan.lat is not None:
        ring = 1 if remote else 7 - sum((km or 0) > bound for bound in (5, 10, 20, 30, 50))
    ahead = next_day - max(on, request.starts_from or on).toordinal()
    soon = 4 if document.permanent else 4 - traits.band_of(ahead, START_BANDS)
    fit = 2 * (request.budget_cents is not None and _is_paid(request, document))
    suits = {
        Situation.DISABLED: document.accessible,
        Situation.NO_DIPLOMA: document.level in (3, 4),
        Situation.JOBSEEKER: not document.fundings.isdisjoint({Funding.REGION, Funding.EMPLOYMENT_SERVICE}),
    }
    fit += any(suits[each] for each in request.situation)
    return (
        tier, fit, parts >> 1 & 1, ring, soon, traits.places_of(document.places),
        traits.fifths(document.rating, document.reviews), chance,
    )  # fmt: skip


def tier_of(score: int) -> int:
    """Eighths of a doubling."""
    if score < 1:
        return 0
    length = score.bit_length() - 1
    return min(511, length * 8 + ((score << 3 >> length) & 7) + 1)


def shuffled(uid: int, seed: int) -> int:
    whole = 2**64 - 1
    mixed = (uid & whole) ^ seed
    mixed = (mixed ^ (mixed >> 31)) * 0x7FB5D329728EA185 & whole
    mixed = (mixed ^ (mixed >> 27)) * 0x81DADEF4BC2DD44D & whole
    return mixed >> 26


def execute(
    offers: Sequence[Offer], plan: Plan, weights: Sequence[Sequence[int]], on: date
) -> tuple[list[str], dict[Facet, dict[str, int]]]:
    """The keys of all that is found, best first, and the counts of each facet."""
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    found = []
    for offer in offers:
        said = text(offer, plan.clauses, weights, plan.least)
        fails = failed(offer.document, plan, on) if said is not None else None
        if said is None or fails is None:
            continue
        for facet in Facet:
            if not fails - {facet}:
                for value in values(offer.document, facet, on):
                    counts[facet][value] = counts[facet].get(value, 0) + 1
        if not fails:
            found.append((order(offer.document, plan, on, *said), offer.document))
    found.sort(key=lambda pair: pair[0], reverse=True)
    ranked = [document for _, document in found]
    if plan.request.sort is Sort.RELEVANCE or (plan.request.sort is Sort.DISTANCE and plan.lat is None):
        window = criteria.WINDOW
        tiers = [int(key[0]) for key, _ in found[:window]]
        providers = [document.provider for document in ranked[:window]]
        spread = [ranked[at] for at in ordering.spread(tiers, providers.__getitem__, most=plan.request.per_page)]
        ranked = [*spread, *ranked[window:]]
    return [document.key for document in ranked], counts


assert len(Facet) == counting.FACETS
