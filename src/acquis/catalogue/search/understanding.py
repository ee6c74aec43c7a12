"""From a question as it was typed to the plans the index runs, and to what the reader is told of how it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ..towns import parts_of
from ..types import Modality
from .concepts import SUBJECT, Concept, Concepts, synonyms
from .excluding import WITHOUT
from .limits import Limit
from .placenames import Gazetteer, Place
from .plan import Clause, Part, Plan, Vocabulary, Way
from .reading import Knowledge, Read, corrected, own_knowledge, read, tokens_of
from .spelling import completions
from .telling import understood
from .tokens import EMPTY, stem
from .types import IN_TOWN, RADII, Reading, SearchRequest, Sort, Understood

#: With fewer offers than this, what is only near is shown below; without any, it is a plan of its own.
_FEW = 60
_SYNONYM, _DERIVED_WAY, _BEGINNING, _BODY, _BAG = 0.6, 0.45, 0.5, 0.25, 0.12
_REST = frozenset({Part.BODY, Part.PROVIDER})
_NAME = frozenset({Part.PROVIDER})
_WHOLE_TRADE = Clause((Way(("register:RNCP",), 0.3),), needed=False)
_LOW_LEVELS = Clause((Way(("level:3",), 0.3), Way(("level:4",), 0.25), Way(("level:5",), 0.2)), needed=False)
#: Endings that one family of words changes: « sophrologue », « sophrologie ».
_DERIVED = re.compile(
    r"(?:eries?|iers?|istes?|ages?|ures?|ations?|ements?|ateurs?|eurs?|euses?|iques?|ismes?|ogues?|ogies?|er)$"
)
#: Limits that are only wished are let go one by one, so many of them, then together.
_MOST_LET_GO = 3
_FRESH = SearchRequest()
_THERE = {"modalities": frozenset({Modality.ON_SITE, Modality.MIXED})}


def plans(
    request: SearchRequest, vocabulary: Vocabulary, *, on: date, knowledge: Knowledge | None = None
) -> Iterator[tuple[Plan, Understood]]:
    """The ways to read a question, the closest first, each with what to tell the reader of it.

    The first that finds something is the answer; when none does, the first one is told. `on` is the day of the
    question; `knowledge` what it is read with, that of the product without one.
    """
    known = knowledge or own_knowledge()
    tokens = tokens_of(request.text)
    found = read(tokens, request.unread, known, on)
    # A name is not mended before it was looked for as it is.
    yield from _plans_of(found, request, vocabulary, known, names=True)
    if found.words and Reading.SPELLING not in request.unread:
        better = corrected(found, vocabulary, known.gazetteer)
        if better is not None:
            mended = read(better, request.unread, known, on)
            mended.corrected = _changes(found, mended)
            yield from _plans_of(mended, request, vocabulary, known)
    yield from _plans_of(found, request, vocabulary, known)


def _changes(before: Read, after: Read) -> tuple[tuple[str, str], ...]:
    """(typed, taken) for each word that was mended, in order."""
    old, new = [t.word for t in before.tokens], [t.word for t in after.tokens]
    gone = [t.typed for t in before.tokens if t.word not in new]
    come = [word for word in new if word not in old]
    if len(gone) == len(come):
        return tuple(zip(gone, come, strict=True))
    return ((" ".join(gone), " ".join(come)),)


def _plans_of(
    found: Read, request: SearchRequest, vocabulary: Vocabulary, known: Knowledge, *, names: bool = False
) -> Iterator[tuple[Plan, Understood]]:
    if names and not _has_strange(found, request, vocabulary):
        return
    kept = [_for_who_asks(limit, request) for limit in found.limits if limit.reading not in request.unread]
    place = _place(found, request, known.gazetteer)
    if place is not None and _means_there(found, request, kept, place):
        there = _("sur place, pas à distance")
        kept.append(Limit(Reading.MODALITY, place.start, place.end, "on_site,mixed", there, _THERE))
    firm = [limit for limit in kept if limit.firm]
    fewer = _fewer(kept)
    needed, wished, near = _clauses(found, vocabulary, known.concepts, request.sort)

    def told(clauses: Iterable[Clause], limits: list[Limit], **more: Any) -> tuple[Plan, Understood]:
        least = more.pop("least", 0)
        plan = _plan(tuple(clauses), request, limits, place, least)
        gone = [limit for limit in kept if limit not in limits]
        return plan, understood(found, request, plan, limits, place, let_go=gone, **more)

    if names:
        for clauses, phrase in _bodies(found, request, vocabulary, known.concepts):
            yield told((*clauses, *wished), kept, body=phrase)
        return
    for limits in (kept, *fewer):
        yield told((*needed, *wished), limits)
    if len(needed) > 1:
        # With other words missing, the mere beginning of a word is no sign of anything.
        whole, wished, _near = _clauses(found, vocabulary, known.concepts, request.sort, begun=False)
        there_are = [clause for clause in whole if _may_be_found(clause, vocabulary)]
        if 0 < len(there_are) < len(whole):
            # What no offer says must not take the place of what some do.
            yield told((*there_are, *wished), firm, some_words=True)
            whole = there_are
        loose = [replace(clause, needed=False) for clause in whole]
        # What merely prefers is no word of the question: it must not count among those that hold.
        unwanted = [clause for clause in wished if clause.unwanted]
        yield told((*loose, *unwanted), firm, least=-(-len(whole) // 2), some_words=True)
    if near:
        yield told((near, *wished), firm, some_words=True)


def _fewer(kept: list[Limit]) -> list[list[Limit]]:
    """The limits with one that is only wished let go, the last ones first, then with all of them let go."""
    soft = [limit for limit in kept if not limit.firm]
    one_less = [[limit for limit in kept if limit is not each] for each in reversed(soft)]
    none = [limit for limit in kept if limit.firm]
    return one_less[:_MOST_LET_GO] + [none] * (len(soft) > 1)


def _for_who_asks(limit: Limit, request: SearchRequest) -> Limit:
    """« gratuit »: for a holder, what their rights pay whole; for anybody else, what costs nothing."""
    if limit.criteria.get("max_price_cents") == 0 and request.budget_cents is not None:
        return replace(limit, criteria={"within_budget": True}, label=_("payée par mes droits"))
    return limit


def _means_there(found: Read, request: SearchRequest, limits: list[Limit], place: Place) -> bool:
    """Who writes a town beside what they look for means to go there; a form's field says less.

    When nothing is there, nothing is found: what is farther or remote is one of the ways out that are offered.
    """
    return (
        place.lat is not None
        and place.end > 0
        and bool(found.words or found.concepts or found.codes or found.trimmings)
        and not request.modalities
        and Reading.MODALITY not in request.unread
        and all(limit.reading is not Reading.MODALITY for limit in limits)
    )


# What is looked for ---------------------------------------------------------------------------------------------


def _clauses(
    found: Read, vocabulary: Vocabulary, known: Concepts, sort: Sort, *, begun: bool = True
) -> tuple[list[Clause], list[Clause], Clause | None]:
    """The clauses that an offer must hold, those that only prefer, and what is near when nothing holds them."""
    needed: list[Clause] = []
    wished: list[Clause] = []
    near: list[Way] = []
    for _start, _end, code in found.codes:
        needed.append(Clause((Way((f"code:{code}",)),)))
    subjects = [concept for *_span, concept in found.concepts if concept.table != "projects"]
    for _start, end, key, concept in found.concepts:
        ways = known.ways(key, concept)
        if concept.table == "projects" and (subjects or found.words):
            # « me reconvertir dans la plomberie »: the trade is what one looks for.
            wished.append(Clause(ways, needed=False))
            continue
        many = _offers_of(concept, vocabulary)
        if concept.near and sort == Sort.RELEVANCE and 0 < many < _FEW:
            ways += concept.near
        last = found.tokens[end - 1].word
        if begun and not many and end == len(found.tokens) and len(key) == 1 and len(last) >= 3:
            # « anglais prof »: a name that nothing bears is rather a word in the making.
            ways += (Way((last,), _BEGINNING, SUBJECT, beginning=True),)
        near += concept.near
        needed.append(Clause(ways))
        if concept.confirmed:
            wished.append(Clause(concept.confirmed, needed=False))
        if concept.unwanted:
            wished.append(Clause(concept.unwanted, needed=False, unwanted=True))
        if len(key) > 1 and concept.table != "projects":
            wished += [Clause((Way((term,), _BAG, SUBJECT),), needed=False) for term in key if len(term) > 2]
    if any(concept.reading is Reading.JOB for *_span, concept in found.concepts) or _is_conversion(found):
        wished.append(_WHOLE_TRADE)
    wished += [Clause(ways, needed=False) for _start, _end, ways in found.trimmings]
    wished += [Clause(each.ways, needed=False, unwanted=True) for each in found.excluded]
    needed += _word_clauses(found, vocabulary, known, begun=begun)
    wished += [
        Clause((Way((stem(token.word),), _BAG),), needed=False)
        for start, end in found.unheard
        if found.tokens[start].word != WITHOUT
        for token in found.tokens[start:end]
        if token.word not in EMPTY and len(token.word) > 2
    ]
    if any(limit.unwanted for limit in found.limits):
        wished += [_WHOLE_TRADE, _LOW_LEVELS]
    if not needed and found.trimmings:
        needed = [Clause(ways) for _start, _end, ways in found.trimmings]
    return needed, wished, Clause(tuple(near)) if near else None


def _may_be_found(clause: Clause, vocabulary: Vocabulary) -> bool:
    return any(way.beginning or all(vocabulary.count(term) for term in way.terms) for way in clause.ways)


def _offers_of(concept: Concept, vocabulary: Vocabulary) -> int:
    """About how many offers a concept has: those of its most frequent way."""
    terms = {*concept.evidence, *(way.terms[0] for way in concept.ways if len(way.terms) == 1)}
    return max((vocabulary.count(term) for term in terms), default=0)


def _is_conversion(found: Read) -> bool:
    return any(token.word in ("devenir", "reconversion", "reconvertir") for token in found.tokens)


def _word_clauses(found: Read, vocabulary: Vocabulary, concepts: Concepts, *, begun: bool) -> list[Clause]:
    """One for each word, or two that are one way of saying; the last one may be the beginning of a word."""
    clauses, known, at = [], synonyms(), 0
    words = found.words
    while at < len(words):
        here = words[at]
        cut = stem(found.tokens[here].word)
        if at + 1 < len(words) and (pair := (cut, stem(found.tokens[words[at + 1]].word))) in known:
            clauses.append(Clause((Way(pair, 1.0), *known[pair])))
            at += 2
            continue
        last = begun and here == len(found.tokens) - 1
        clauses.append(Clause(_word_ways(found.tokens[here].word, cut, last, vocabulary, concepts)))
        at += 1
    return clauses


def _word_ways(word: str, cut: str, last: bool, vocabulary: Vocabulary, known: Concepts) -> tuple[Way, ...]:
    ways = [Way((cut,), 1.0, SUBJECT), Way((cut,), _BODY, _REST), *synonyms().get((cut,), ())]
    root = _DERIVED.sub("", word)
    if 5 <= len(root) < len(word):
        ways.append(Way((root,), _DERIVED_WAY, SUBJECT, beginning=True))
    if last and len(word) >= 3 and word.isalnum():
        ways.append(Way((word,), _BEGINNING, SUBJECT, beginning=True))
        if not vocabulary.count(cut):
            for key in completions(word):
                ways += known.ways(key, known.by_name[key])
    return tuple(ways)


def _bodies(
    found: Read, request: SearchRequest, vocabulary: Vocabulary, known: Concepts
) -> Iterator[tuple[list[Clause], tuple[int, int]]]:
    """« wall street english », « greta des alpes »: words that no title has may name, together, who sells.

    The whole of what is asked first, then those words with the one that follows; what is left is still needed.
    """
    strange = [at for at in found.words if _is_of_a_name(found.tokens[at].word, vocabulary)]
    free = sorted({*found.words, *(at for start, end, *_ in found.concepts for at in range(start, end))})
    for begin, finish in dict.fromkeys(((free[0], free[-1]), (strange[0], _following(free, strange[-1])))):
        terms = tuple(stem(token.word) for token in found.tokens[begin : finish + 1] if token.word not in EMPTY)
        if len(terms) < 2:
            continue
        inside = range(begin, finish + 1)
        rest = replace(
            found,
            words=[at for at in found.words if at not in inside],
            concepts=[each for each in found.concepts if each[0] not in inside],
        )
        needed, _wished, _near = _clauses(rest, vocabulary, known, request.sort)
        yield [Clause((Way(terms, 1.0, _NAME),)), *needed], (begin, finish + 1)


def _has_strange(found: Read, request: SearchRequest, vocabulary: Vocabulary) -> bool:
    return Reading.PROVIDER not in request.unread and any(
        _is_of_a_name(found.tokens[at].word, vocabulary) for at in found.words
    )


def _is_of_a_name(word: str, vocabulary: Vocabulary) -> bool:
    return len(word) > 1 and not vocabulary.known(word) and vocabulary.count(stem(word)) > 0


def _following(free: list[int], at: int) -> int:
    return next((each for each in free if each > at), at)


# What is kept ---------------------------------------------------------------------------------------------------


def _place(found: Read, request: SearchRequest, known: Gazetteer) -> Place | None:
    """The place of the form when it has one, else that of the words unless the reader took it away."""
    if request.place.strip() or request.insee:
        town = known.town_meant(request.place, request.insee)
        if town is None:
            return None
        return Place(start=0, end=0, label=town.name, value=town.insee, town=town, lat=town.lat, lon=town.lon)
    return found.place if Reading.PLACE not in request.unread else None


def _plan(
    clauses: tuple[Clause, ...], request: SearchRequest, limits: list[Limit], place: Place | None, least: int
) -> Plan:
    criteria: dict[str, Any] = {}
    for limit in limits:
        # What the form says is meant more than what the words say.
        if all(getattr(request, name) == getattr(_FRESH, name) for name in limit.criteria):
            for name, value in limit.criteria.items():
                criteria.setdefault(name, value)
        if limit.unwanted:
            clauses = (*clauses, Clause(limit.unwanted, needed=False, unwanted=True))
    lat = lon = None
    if place is not None:
        lat, lon = place.lat, place.lon
        if place.region and not request.regions:
            criteria["regions"] = frozenset({place.region})
        if request.radius_km == IN_TOWN and place.town is not None:
            clauses = (*clauses, Clause(tuple(Way((f"town:{code}",), 0.0) for code in parts_of(place.town.insee))))
            criteria |= {"radius_km": RADII[-1]} | ({} if request.modalities else _THERE)
        elif place.radius_km:
            criteria["radius_km"] = max(place.radius_km, request.radius_km if request.radius_km != 30 else 0)
    meant = replace(request, **criteria) if criteria else request
    return Plan(clauses=clauses, request=meant, least=least, lat=lat, lon=lon)
