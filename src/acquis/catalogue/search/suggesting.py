"""What somebody may be about to type: jobs, certifications, domains, providers, towns, by any word of their names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from .concepts import Concepts, concepts
from .placenames import Gazetteer, own
from .tokens import EMPTY, folded
from .types import Reading, Suggestion

#: So many keys are looked at: more begin with two letters than anybody will read.
_MOST_LOOKED_AT = 300
_LEAST_LETTERS, _LEAST_LETTERS_OF_A_TOWN = 2, 3
#: What comes first of what begins alike.
_ORDER = {"jobs": 0, "acronyms": 1, "domains": 1, "projects": 3}


class Suggester:
    """Sorted beginnings: every word of every name with what follows it. Made once, asked at each letter."""

    def __init__(self, entries: Iterable[tuple[str, int, Suggestion]], gazetteer: Gazetteer) -> None:
        """`entries` are (what is typed, its rank, the suggestion); lower ranks come first."""
        keys: list[tuple[str, int, int]] = []
        self._suggestions: list[Suggestion] = []
        for said, rank, suggestion in entries:
            words = folded(said)
            number = len(self._suggestions)
            self._suggestions.append(suggestion)
            for at, word in enumerate(words):
                if at == 0 or word not in EMPTY:
                    keys.append((" ".join(words[at:]), rank + 2 * (at > 0), number))
        self._keys = sorted(keys)
        self._gazetteer = gazetteer

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What begins so, the shortest first; after some words, a town too: « boulanger lyo »."""
        words = folded(text[:80])
        if not words or len("".join(words)) < _LEAST_LETTERS:
            return ()
        found = self._beginning(" ".join(words), limit)
        return (*found, *self._places(text, words, limit - len(found)))[:limit]

    def _beginning(self, prefix: str, limit: int) -> list[Suggestion]:
        at = bisect_left(self._keys, (prefix, -1, -1))
        best: dict[str, tuple[int, int, str, Suggestion]] = {}
        for key, rank, number in self._keys[at : at + _MOST_LOOKED_AT]:
            if not key.startswith(prefix):
                break
            suggestion = self._suggestions[number]
            order = (rank, len(key), key, suggestion)
            known = best.get(suggestion.label)
            if known is None or order[:3] < known[:3]:
                best[suggestion.label] = order
        return [each[3] for each in sorted(best.values(), key=lambda each: each[:3])[:limit]]

    def _places(self, text: str, words: Sequence[str], room: int) -> list[Suggestion]:
        """Towns for the last word, or the last two, once something stands before them; alone, for all of them."""
        if room <= 0:
            return []
        for count in (3, 2, 1):
            if count > len(words) or len(words[-count]) < _LEAST_LETTERS_OF_A_TOWN:
                continue
            towns = self._gazetteer.beginning_with(" ".join(words[-count:]), min(room, 3))
            if towns:
                before = _without_last(text, count)
                return [
                    Suggestion(
                        reading=Reading.PLACE,
                        label=f"{before} à {town.name}" if before else town.name,
                        text=f"{before} à {town.name}" if before else town.name,
                        value=town.insee,
                        words=before,
                        place=town.name,
                    )
                    for town in towns
                ]
        return []


def _without_last(text: str, count: int) -> str:
    """What stands before the last words, without the preposition that announced them."""
    parts = text.replace("-", " ").split()
    before = parts[:-count] if count <= len(parts) else []
    while before and before[-1].lower() in ("à", "a", "sur", "vers", "près", "pres", "de"):
        before.pop()
    return " ".join(before)


def entries_of(known: Concepts) -> Iterator[tuple[str, int, Suggestion]]:
    """The names of concepts, as they are typed; an acronym is shown with what it stands for."""
    # Compared as objects: comparing what they hold would take longer than all the rest.
    for each in {id(concept): concept for concept in known.by_name.values()}.values():
        for name in each.names:
            first = each.table == "acronyms" and name == each.names[0]
            shown = each.label if first else name[:1].upper() + name[1:]
            suggestion = Suggestion(reading=each.reading, label=shown, text=name, value=each.value)
            yield name, _ORDER[each.table], suggestion


@cache
def own_suggester() -> Suggester:
    """The suggestions that the tables alone give."""
    return Suggester(entries_of(concepts()), own())


def suggest(text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """What the tables and the towns of the product suggest."""
    return own_suggester().suggest(text, limit=limit)
