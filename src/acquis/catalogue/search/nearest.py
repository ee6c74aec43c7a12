"""When nothing answers: the same question with the word nobody has replaced by one that some have."""

from __future__ import annotations

from datetime import date

from . import spelling
from .plan import Vocabulary
from .reading import Knowledge, read, tokens_of

#: Questions are given for so many strange words, and for each so many words near it.
_MOST_WORDS, _MOST_EACH = 2, 6


def nearest(text: str, vocabulary: Vocabulary, knowledge: Knowledge, *, on: date) -> tuple[tuple[str, str], ...]:
    """(the word that was taken, the whole question with it), the nearest first; empty when every word is one."""
    tokens = tokens_of(text)
    found = read(tokens, frozenset(), knowledge, on)
    asked: list[tuple[str, str]] = []
    for at in found.words[:_MOST_WORDS]:
        word = found.tokens[at].word
        for near in spelling.nearest(word, vocabulary, knowledge.gazetteer.names, most=_MOST_EACH):
            said = [near if place == at else token.typed for place, token in enumerate(tokens)]
            asked.append((near, " ".join(said)))
    return tuple(asked)
