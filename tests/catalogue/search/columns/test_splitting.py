"""Words are cut by a loop over letters: the same words as `tokens.split` cuts, in the same parts."""

from __future__ import annotations

import random

from acquis.catalogue.search.columns.splitting import A_BREAK, AN_END, BREAK, Splitter
from acquis.catalogue.search.tokens import EMPTY, fold, split

#: Accents in one character and in two, ligatures, figures of elsewhere, signs, what is no letter, a lone surrogate.
_LETTERS = "aàéÉeE\u0301œŒß9²٣+#_-’' .\n\u0301\U0001d400\U0001f600\ud800字ł"


def test_the_words_of_any_text_are_those_that_are_looked_for() -> None:
    rng = random.Random(7)
    splitter = Splitter()
    cut_at_all = 0
    for _ in range(60):
        texts = ["".join(rng.choices(_LETTERS, k=rng.randrange(12))) for _ in range(rng.randrange(1, 40))]
        then = [rng.choice([0, A_BREAK, AN_END]) for _ in texts]
        numbers, ends = splitter.take(texts, then)
        meant: list[str | int] = []
        meant_ends = []
        for text, what in zip(texts, then, strict=True):
            meant += [-1 if fold(word) in EMPTY else fold(word) for word in split(text)]
            meant += [BREAK] * (what == A_BREAK)
            meant_ends += [len(meant)] * (what == AN_END)
        words = list(splitter.folded)
        assert [words[number] if number >= 0 else number for number in numbers.tolist()] == meant
        assert ends.tolist() == meant_ends
        cut_at_all += len(meant)
    assert cut_at_all > 1_000
