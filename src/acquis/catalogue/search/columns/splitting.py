"""Texts cut into words, each word numbered when it first comes: what `tokens.split` cuts, by a loop over letters."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from ..tokens import EMPTY, fold
from .container import Array
from .machine import compiled

#: What stands between two texts of one part, so that nothing reaches over.
BREAK = -2
#: What follows a text: another of the same part, behind a break, or the end of the part.
A_BREAK, AN_END = 1, 2
_LETTER, _SIGN = 1, 2
#: No letter of a text that is in order combines with it.
_BETWEEN = "\n"


@cache
def _kinds() -> Array:
    """For each character whether it is a letter or a figure, as `tokens.WORD` has it, or a sign that goes on a word."""
    kinds = np.fromiter(map(str.isalnum, map(chr, range(sys.maxunicode + 1))), np.uint8, sys.maxunicode + 1)
    kinds[[ord("+"), ord("#")]] = _SIGN
    return kinds


@compiled("i8(u4[::1], i8[::1], u1[::1], u1[::1], i4[::1], u8[::1], i8[::1], u4[::1], i8[::1], i4[::1], i8[::1])")
def cut(characters, ends, then, kinds, slots, hashes, at, letters, held, stream, stream_ends):
    """Write the number of each word of some texts into `stream`; returns how many numbers were written.

    `held` are the words known and the parts told, both of which go on. A word's letters are those of `letters` from
    `at`; `slots` find it by its hash, and hold its number and one. There is room for as many words as letters come.
    """
    known, parts, size = held[0], held[1], np.int64(0)
    mask = np.uint64(len(slots) - 1)
    here = np.int64(0)
    for text in range(len(ends)):
        end = ends[text]
        while here < end:
            if kinds[characters[here]] != _LETTER:
                here += 1
                continue
            begin = here
            mixed = np.uint64(0xCBF29CE484222325)
            while here < end and kinds[characters[here]] != 0:
                mixed = (mixed ^ np.uint64(characters[here])) * np.uint64(0x100000001B3)
                here += 1
            length = here - begin
            slot = (mixed ^ (mixed >> np.uint64(29))) & mask
            number = np.int64(-1)
            while slots[slot] != 0:
                other = np.int64(slots[slot]) - 1
                if hashes[other] == mixed and at[other + 1] - at[other] == length:
                    same = True
                    for each in range(length):
                        if letters[at[other] + each] != characters[begin + each]:
                            same = False
                            break
                    if same:
                        number = other
                        break
                slot = (slot + np.uint64(1)) & mask
            if number < 0:
                number = known
                slots[slot] = known + 1
                hashes[known] = mixed
                at[known + 1] = at[known] + length
                for each in range(length):
                    letters[at[known] + each] = characters[begin + each]
                known += 1
            stream[size] = number
            size += 1
        here = end
        if then[text] == A_BREAK:
            stream[size] = BREAK
            size += 1
        elif then[text] == AN_END:
            stream_ends[parts] = size
            parts += 1
    held[0], held[1] = known, parts
    return size


@compiled("void(u8[::1], i8, i4[::1])")
def _placed(hashes, known, slots):
    """Put the known words into slots that are empty."""
    mask = np.uint64(len(slots) - 1)
    for number in range(known):
        mixed = hashes[number]
        slot = (mixed ^ (mixed >> np.uint64(29))) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = number + 1


class Splitter:
    """The words of many texts: `folded` are the different ones without accents and capitals, in the order of coming."""

    def __init__(self) -> None:
        self.folded: dict[str, int] = {}
        #: For each word as written the number of its folded one; -1 for those that say nothing.
        self._bare: list[int] = []
        self._known = 0
        self._slots, self._hashes = np.zeros(1024, np.int32), np.empty(0, np.uint64)
        self._at, self._letters = np.zeros(1, np.int64), np.empty(0, np.uint32)

    def take(self, texts: Sequence[str], then: Sequence[int]) -> tuple[Array, Array]:
        """The numbers of the folded words of some texts, one text after another, and where each part ends.

        `then` says for each text what follows it: 0 for nothing, `A_BREAK` or `AN_END`.
        """
        together = _BETWEEN.join(texts)
        if not together.isascii() and not unicodedata.is_normalized("NFC", together):
            texts = [unicodedata.normalize("NFC", text) for text in texts]
            together = _BETWEEN.join(texts)
        characters = np.frombuffer(bytearray(together.encode("utf-32-le", "surrogatepass")), np.uint32)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        follows = np.array(then, np.uint8)
        self._room_for(len(characters))
        held = np.array([self._known, 0], np.int64)
        stream = np.empty(len(characters) + len(texts), np.int32)
        ends = np.empty(np.count_nonzero(follows == AN_END), np.int64)
        size = cut(
            characters, np.cumsum(lengths + 1) - 1, follows, _kinds(), self._slots, self._hashes, self._at,
            self._letters, held, stream, ends,
        )  # fmt: skip
        self._learn(self._known, int(held[0]))
        # Breaks and words that say nothing are numbers below 0, which count from the end.
        bare = np.array([*self._bare, BREAK, -1], np.int32)
        return bare[stream[:size]], ends

    def _room_for(self, more: int) -> None:
        """Room for so many characters more: at most every second one begins a word."""
        words, letters = self._known + more // 2 + 1, int(self._at[self._known]) + more
        if words > len(self._hashes):
            self._hashes, self._at = _larger(self._hashes, 2 * words), _larger(self._at, 2 * words + 1)
        if letters > len(self._letters):
            self._letters = _larger(self._letters, 2 * letters)
        if 2 * words > len(self._slots):
            self._slots = np.zeros(1 << (4 * words).bit_length(), np.int32)
            _placed(self._hashes, self._known, self._slots)

    def _learn(self, low: int, high: int) -> None:
        """Fold the words that were not known before."""
        self._known = high
        for number in range(low, high):
            word = self._letters[self._at[number] : self._at[number + 1]].tobytes().decode("utf-32-le", "surrogatepass")
            bare = fold(word)
            self._bare.append(-1 if bare in EMPTY else self.folded.setdefault(bare, len(self.folded)))


def _larger(array: Array, size: int) -> Array:
    larger = np.zeros(size, array.dtype)
    larger[: len(array)] = array
    return larger
