"""A segment as questions meet it: its lists by term, its columns, and which of its offers are gone."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import numpy as np

from . import cells, container
from .container import Array
from .leaving import records_of

#: Terms whose place is remembered, a segment.
_REMEMBERED = 50_000
#: Questions are asked of today; of another day, in tests and at midnight.
_REMEMBERED_DAYS = 3
#: Words of so many first letters.
_REMEMBERED_LETTERS = 64
#: The letters of the shortest term that may stand for a longer word that is being typed.
_LEAST_STEM = 5


class Segment:
    """The arrays of one file, read where they lie. `dead` has one byte an offer, not 0 for those that are gone."""

    def __init__(self, name: str, path: Path, dead_numbers: Array | None = None) -> None:
        self.name = name
        self.arrays, _ = container.opened(path)
        self.documents = len(self.arrays["traits"])
        self.dead = np.zeros(self.documents, np.uint8)
        self.dead_numbers = np.empty(0, np.int32) if dead_numbers is None else dead_numbers
        self.dead[self.dead_numbers] = 1
        self.alive = self.documents - int(self.dead.sum())
        self.terms = container.strings_of(self.arrays, "terms")
        self.words = container.strings_of(self.arrays, "words")
        self.keys = container.strings_of(self.arrays, "keys")
        self.cards = container.strings_of(self.arrays, "cards")
        self._tables: dict[str, list[str]] = {}
        self._at: dict[str, int] = {}
        self._lists: dict[str, tuple[int, int]] = {}
        self._begun: dict[str, tuple[int, int]] = {}
        self._words_of: dict[str, list[tuple[str, int]]] = {}
        self._records: dict[int, Array] = {}

    def without(self, dead_numbers: Array) -> Segment:
        """The same segment with other offers gone; what is mapped is shared."""
        other = object.__new__(Segment)
        other.__dict__ = self.__dict__ | {"dead_numbers": dead_numbers, "dead": np.zeros(self.documents, np.uint8)}
        other.dead[dead_numbers] = 1
        other._records = {}
        for day, known in self._records.copy().items():
            records = known.copy()
            # What is gone has no session: the high half of its second number.
            records[2 * dead_numbers.astype(np.int64) + 1] &= np.uint64(0xFFFFFFFF)
            other._records[day] = records
        other.alive = self.documents - int(other.dead.sum())
        return other

    def term(self, term: str) -> int:
        """The number of a term, or -1."""
        at = self._at.get(term)
        if at is None:
            at = _place(self.terms, term.encode())
            if len(self._at) < _REMEMBERED:
                self._at[term] = at
        return at

    def listed(self, term: str) -> tuple[int, int]:
        """Where the list of a term begins and ends."""
        found = self._lists.get(term)
        if found is None:
            number = self.term(term)
            at = self.arrays["post_at"]
            found = (at.item(number), at.item(number + 1)) if number >= 0 else (0, 0)
            if len(self._lists) < _REMEMBERED:
                self._lists[term] = found
        return found

    def listed_with(self, prefix: str) -> tuple[int, int]:
        """Where the lists of the words that begin so begin and end."""
        found = self._begun.get(prefix)
        if found is None:
            low, high = self.beginning_with(prefix)
            at = self.arrays["word_at"]
            found = at.item(low), at.item(high)
            if len(self._begun) < _REMEMBERED:
                self._begun[prefix] = found
        return found

    def word(self, word: str) -> int:
        """How many offers have a word, as written, in a title, a certification or a trade."""
        number = _place(self.words, word.encode())
        if number < 0:
            return 0
        at = self.arrays["word_at"]
        return int(at[number + 1] - at[number])

    def beginning_with(self, prefix: str) -> tuple[int, int]:
        """The range of words that begin so."""
        low = prefix.encode()
        # No letter is coded by this byte.
        return bisect_left(self.words, low), bisect_left(self.words, low + b"\xff")

    def terms_begun(self, prefix: str) -> Array:
        """The terms that begin so, and those of which the prefix has more letters: « professionn » for « profess »."""
        low = prefix.encode()
        begun = np.arange(bisect_left(self.terms, low), bisect_left(self.terms, low + b"\xff"), dtype=np.int32)
        shorter = [self.term(prefix[:length]) for length in range(_LEAST_STEM, len(prefix))]
        return np.concatenate([np.array([at for at in shorter if at >= 0], np.int32), begun])

    def words_with(self, prefix: str) -> list[tuple[str, int]]:
        """The words that begin so and occur in a head, with their number of offers; not to be changed.

        Those of one letter, among which mistakes are looked for, are read once.
        """
        found = self._words_of.get(prefix)
        if found is None:
            low, high = self.beginning_with(prefix)
            counts = np.diff(self.arrays["word_at"][low : high + 1])
            there = counts.nonzero()[0]
            words = self.words.several(there + low)
            found = [(word.decode(), count) for word, count in zip(words, counts[there].tolist(), strict=True)]
            if len(prefix) == 1 and len(self._words_of) < _REMEMBERED_LETTERS:
                self._words_of[prefix] = found
        return found

    def table(self, name: str) -> list[str]:
        """The values of a column of numbers: towns, providers, kinds, languages."""
        if name not in self._tables:
            self._tables[name] = [value.decode() for value in container.strings_of(self.arrays, f"{name}.table")]
        return self._tables[name]

    def records(self, day: int) -> Array:
        """What a question asked on a day, given by its ordinal, looks at for each offer: see `leaving.records_of`."""
        records = self._records.get(day)
        if records is None:
            arrays = self.arrays
            records = np.empty(2 * self.documents, np.uint64)
            of_points = cells.of(arrays["points"])
            records_of(day, self.dead, arrays["traits"], arrays["day_at"], arrays["days"], of_points, records)
            if len(self._records) >= _REMEMBERED_DAYS:
                self._records = {}
            self._records[day] = records
        return records

    def provider(self, number: int) -> str:
        """Whose an offer is."""
        return self.table("providers")[self.arrays["providers"][number]]

    def of_training(self, training: str) -> Array:
        """The numbers of the offers of a training that are not gone."""
        low, high = self.listed(f"training:{training}")
        numbers = self.arrays["post_docs"][low:high]
        return numbers[self.dead[numbers] == 0]


def _place(strings: container.Strings, wanted: bytes) -> int:
    at = bisect_left(strings, wanted)
    return at if at < len(strings) and strings[at] == wanted else -1
