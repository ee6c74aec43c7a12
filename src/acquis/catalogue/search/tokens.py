"""How a text becomes terms, for offers and for questions alike: words, folded, then cut to their stem.

People often type no accents: both sides are folded first, then stemmed until nothing more falls (« infirmière »,
« infirmier », « infirmiere » meet only at the third pass).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

#: Letters and figures; + and # so that C++ and C# are words. An apostrophe separates: « l’anglais » is two words.
WORD = re.compile(r"[^\W_]+(?:[+#]+[^\W_]*)*")

#: Words that say nothing of what one wants to learn, folded. They are in no index.
EMPTY = frozenset(
    """
    a afin ai ainsi apres au aucun aussi autre aux avant avec avoir ce cela ces cet cette chez comme comment d dans de
    des dont du elle en encore entre est et etre eux faire il ils j je jusqu l la le les leur leurs lui m ma mais me
    meme mes moi mon n ne ni nos notre nous on ou par parmi pas pendant plus pour pres qu quand que quel quelle quels
    qui quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers vos
    votre vous y
    """.split()  # noqa: SIM905
)

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
#: A longer run of letters is no word of a language.
_LONGEST = 40

_own = threading.local()


def fold(word: str) -> str:
    """A word without capitals and accents, ligatures in two letters."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(c for c in bare if not unicodedata.combining(c))


def split(text: str) -> list[str]:
    """The words of a text as written, in order."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return WORD.findall(text)


def folded(text: str) -> list[str]:
    """The folded words of a text, in order, the empty ones too."""
    return [fold(word) for word in split(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word."""
    # A stemmer keeps state while it works: each thread has its own.
    stemmer = getattr(_own, "stemmer", None)
    if stemmer is None:
        stemmer = _own.stemmer = Stemmer.Stemmer("french")
    cut = word[:_LONGEST]
    for _ in range(3):
        cut = fold(stemmer.stemWord(cut))
    return cut or word


def stems(text: str) -> list[str]:
    """The terms of a text, in order: the stems of its words that are not empty."""
    return [stem(word) for word in folded(text) if word not in EMPTY]
