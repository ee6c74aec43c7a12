"""From a question as it was typed to the plans the index runs: all the words, else mended ones, else most of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from . import places, words
from .plan import Clause, Plan, Vocabulary, Way
from .types import SearchRequest, Understood

_LONGEST_TEXT = 200
_SYNONYM, _BEGINNING = 0.35, 0.5


def plans(request: SearchRequest, vocabulary: Vocabulary, *, on: date) -> Iterator[tuple[Plan, Understood]]:
    """The ways to read a question, the closest first, each with what to tell the reader of it.

    The first that finds something is the answer; when none does, the first one is told. `on` is the question's day.
    """
    text, town, in_words, unknown = request.text[:_LONGEST_TEXT], None, False, ""
    if request.place.strip() or request.insee:
        town = places.town_meant(request.place, request.insee)
        unknown = "" if town else request.place.strip()
    elif (placed := places.place_in(text)) is not None:
        (text, town), in_words = placed, True
    asked = words.words_of(text)
    understood = Understood(
        words=words.shown(text, asked),
        town=town,
        radius_km=request.radius_km if town else None,
        place_in_words=in_words,
        place_unknown=unknown,
    )

    def plan(clauses: tuple[Clause, ...], least: int = 0) -> Plan:
        where = (town.lat, town.lon) if town else (None, None)
        return Plan(clauses=clauses, request=request, least=least, lat=where[0], lon=where[1])

    yield plan(_clauses(asked, beginning=True)), understood
    mended = [_mended(word, vocabulary) for word in asked]
    if mended != asked:
        pairs = tuple((typed, taken) for typed, taken in zip(asked, mended, strict=True) if typed != taken)
        shown = tuple(dict(pairs).get(word, told) for word, told in zip(asked, understood.words, strict=True))
        yield plan(_clauses(mended, beginning=False)), replace(understood, corrected=pairs, words=shown)
    some = _clauses(mended, beginning=True)
    if len(some) > 1:
        loose = tuple(replace(clause, needed=False) for clause in some)
        yield plan(loose, least=max(1, len(some) // 2)), replace(understood, some_words=True)


def _clauses(asked: list[str], *, beginning: bool) -> tuple[Clause, ...]:
    """One for each word or known expression; synonyms weigh less. The last word may be the beginning of one."""
    expressions = words.expressions(asked)
    clauses = []
    for at, expression in enumerate(expressions):
        ways = [_way(expression, 1.0)]
        ways += [_way(other, _SYNONYM) for other in words.synonyms(expression)]
        if beginning and at == len(expressions) - 1 and len(expression) >= 3 and expression.isalnum():
            ways.append(Way(terms=(expression,), weight=_BEGINNING, beginning=True))
        clauses.append(Clause(ways=tuple(ways)))
    return tuple(clauses)


def _way(expression: str, weight: float) -> Way:
    return Way(terms=tuple(words.phrase(expression).split()) or (expression,), weight=weight)


def _mended(word: str, vocabulary: Vocabulary) -> str:
    """The word of the index that was meant, or the word itself when it is known or nothing is near."""
    if not word.isalpha() or vocabulary.known(word) or vocabulary.count(words.stem(word)):
        return word
    # People seldom miss the first letter; when they do, the whole vocabulary is read.
    for prefix in (word[:1], ""):
        meant = words.near(word, list(vocabulary.beginning_with(prefix)))
        if meant:
            return meant
    return word
