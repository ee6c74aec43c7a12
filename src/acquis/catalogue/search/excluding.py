"""What a question will not have: « sauf Paris », « pas à Lyon », « anglais sans TOEIC », « pas le week-end »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..towns import parts_of
from .concepts import Concept, word_list
from .placenames import Gazetteer, Place
from .plan import Way

#: What says that something is not wanted. « sans » says it of a subject only: one may be without many things.
_EXCEPT = frozenset({"sauf", "hors", "hormis", "excepte", "exceptee", "exceptes", "pas", "ni"})
WITHOUT = "sans"
_SAID_IN_TWO = frozenset({("a", "part"), ("autre", "que"), ("autres", "que"), ("ailleurs", "qu"), ("ailleurs", "que")})
_BETWEEN = frozenset(
    "a au aux en dans de d du des la le les l sur vers pour un une avec que qu aller faire passer travailler".split()  # noqa: SIM905
)
#: « je n’ai pas le permis » says what one lacks, « pas loin de Lyon » where one goes.
_LACKING = frozenset(
    "ai a as avons avez ont avoir aurai sais sait savoir parle connais comprends suis est es etre peut".split()  # noqa: SIM905
)
_NOT_EXCLUDED = frozenset("loin trop plus cher chere chers cheres encore seulement mal".split())  # noqa: SIM905
_FILLERS = word_list("fillers")


@dataclass(frozen=True, slots=True)
class Excluded:
    """What is not wanted, said in the words `start` to `end` of which `named` is the first that names it."""

    start: int
    named: int
    end: int
    value: str
    ways: tuple[Way, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """What may be excluded: concepts by their first word, (end, key, concept)."""

    concepts: dict[int, tuple[int, tuple[str, ...], Concept]]
    stems: dict[int, str]


def excluded_in(
    words: Sequence[str],
    free: set[int],
    concepts: Sequence[tuple[int, int, tuple[str, ...], Concept]],
    content: Sequence[tuple[int, str]],
    gazetteer: Gazetteer,
) -> list[Excluded]:
    """The places, subjects and words of a question that are not wanted, in order.

    `free` are the positions nothing else was read in, `concepts` what was, `content` the stems of words that say
    something.
    """
    named = _Named({start: (end, key, concept) for start, end, key, concept in concepts}, dict(content))
    found: list[Excluded] = []
    at = 0
    while at < len(words):
        length = _cue(words, at, free)
        one = _after(words, at, at + length, free, named, gazetteer) if length else None
        while one is not None:
            found.append(one)
            at = one.end
            further = at < len(words) and words[at] in ("et", "ou", "ni")
            begin = at
            one = _after(words, begin, at + 1, free, named, gazetteer, places_only=True) if further else None
        at = max(at + 1, found[-1].end if found else 0)
    return found


def negated(words: Sequence[str], start: int) -> int | None:
    """Where a « pas », « sauf » begins that stands right before the word `start`, or None."""
    before = start - 1
    while before >= 0 and words[before] in _BETWEEN:
        before -= 1
    return before if before >= 0 and words[before] in _EXCEPT and not _tells_a_lack(words, before) else None


def _cue(words: Sequence[str], at: int, free: set[int]) -> int:
    """How many words say here that what follows is not wanted; 0 when none does."""
    if at not in free:
        return 0
    word = words[at]
    if tuple(words[at : at + 2]) in _SAID_IN_TWO:
        return 2
    if word == WITHOUT or (word in _EXCEPT and not _tells_a_lack(words, at)):
        return 1
    return 0


def _tells_a_lack(words: Sequence[str], at: int) -> bool:
    return words[at] == "pas" and (
        (at > 0 and words[at - 1] in _LACKING) or (at + 1 < len(words) and words[at + 1] in _NOT_EXCLUDED)
    )


def _after(
    words: Sequence[str],
    start: int,
    begin: int,
    free: set[int],
    named: _Named,
    gazetteer: Gazetteer,
    *,
    places_only: bool = False,
) -> Excluded | None:
    """What is named right after the words that exclude."""
    at = begin
    while at < len(words) and words[at] in _BETWEEN:
        at += 1
    if at >= len(words):
        return None
    if words[start] != WITHOUT:
        place = gazetteer.place_at(words, at, {each for each in range(begin, len(words)) if each in free or each >= at})
        if place is not None and at not in named.concepts:
            return Excluded(start, at, place.end, place.value, _ways_of_place(place), place.label)
    if places_only:
        return None
    if (concept := named.concepts.get(at)) is not None:
        end, key, meaning = concept
        return Excluded(start, at, end, meaning.value, _ways_of_concept(key, meaning))
    cut = named.stems.get(at)
    if words[start] == WITHOUT or cut is None or at not in free or words[at] in _FILLERS:
        return None
    return Excluded(start, at, at + 1, words[at], (Way((cut,)),))


def _ways_of_place(place: Place) -> tuple[Way, ...]:
    """A town with its parts or its city's: their own terms; a department or a region has one."""
    if place.town is not None:
        return tuple(Way((f"town:{code}",)) for code in parts_of(place.town.insee))
    return (Way((place.value,)),)


def _ways_of_concept(key: tuple[str, ...], concept: Concept) -> tuple[Way, ...]:
    """Its words and its kind. Not its codes, which what is wanted may share: a test of English is English too."""
    said = [way for way in concept.ways if ":" not in way.terms[0] or way.terms[0].startswith("kind:")]
    return tuple(dict.fromkeys((Way(key), *said)))
