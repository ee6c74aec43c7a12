"""The words that people wrote in offers, as understanding asks for them."""

from __future__ import annotations

from collections.abc import Iterable

from . import asking
from .store import Snapshot


class Words:
    """The vocabulary of one snapshot: `plan.Vocabulary`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = snapshot.segments

    def count(self, term: str) -> int:
        return asking.count(self._segments, term)

    def known(self, word: str) -> bool:
        return any(segment.word(word) for segment in self._segments)

    def beginning_with(self, prefix: str) -> Iterable[tuple[str, int]]:
        if len(self._segments) == 1:
            return self._segments[0].words_with(prefix)
        counts: dict[str, int] = {}
        for segment in self._segments:
            for word, count in segment.words_with(prefix):
                counts[word] = counts.get(word, 0) + count
        return counts.items()
