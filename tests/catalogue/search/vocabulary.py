"""A vocabulary made of a few titles: what understanding asks of an index, without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acquis.catalogue.search.tokens import EMPTY, folded, stem


class Words:
    """The words of some titles."""

    def __init__(self, *titles: str) -> None:
        self._words = Counter(word for title in titles for word in set(folded(title)) - EMPTY)
        self._stems = Counter(stem(word) for word in self._words.elements())

    def count(self, term: str) -> int:
        return self._stems[term]

    def known(self, word: str) -> bool:
        return word in self._words

    def beginning_with(self, prefix: str) -> Iterator[tuple[str, int]]:
        return ((word, count) for word, count in sorted(self._words.items()) if word.startswith(prefix))


NOTHING = Words()
