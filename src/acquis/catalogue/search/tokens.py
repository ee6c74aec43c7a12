"""How a text becomes terms, for offers and for questions alike: words, folded, then cut to their stem.

People often type no accents: both sides are folded first. The stem takes number and gender away and nothing more
(« infirmières » and « infirmier » meet, « chant » and « chantier » do not): which words belong to one trade is said
by the data in `meanings`, where it can be read, and not by the chance of an ending.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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

#: Endings of a feminine, and those of its masculine, the longest first.
_FEMININE = (
    ("trice", "teur"), ("ienne", "ien"), ("euse", "eur"), ("iere", "ier"), ("enne", "en"), ("onne", "on"),
    ("anne", "an"), ("elle", "el"), ("ere", "er"), ("ive", "if"),
)  # fmt: skip
#: Plurals that follow no rule.
_PLURALS = {"travaux": "travail", "yeux": "oeil", "emaux": "email", "vitraux": "vitrail"}


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
    """A folded word without its marks of number and gender; short words and those with figures stay as they are."""
    if len(word) < 4 or not word.isalpha():
        return word
    cut = _PLURALS.get(word, word[:_LONGEST])
    if cut.endswith(("eaux", "eux", "oux")):
        cut = cut[:-1]
    elif cut.endswith("aux") and len(cut) > 4:
        cut = cut[:-2] + "l"
    elif cut.endswith("s") and not cut.endswith("ss"):
        cut = cut[:-1]
    for ending, other in _FEMININE:
        if cut.endswith(ending) and len(cut) - len(ending) >= 2:
            cut = cut[: -len(ending)] + other
            break
    # « anglaise » and « anglais », « employée » and « employé » meet here.
    cut = (cut.rstrip("e") or cut) if len(cut) > 3 else cut
    if len(cut) > 3 and cut.endswith("s") and not cut.endswith("ss"):
        cut = cut[:-1]
    return cut[:-1] if len(cut) > 4 and cut[-1] == cut[-2] else cut


def stems(text: str) -> list[str]:
    """The terms of a text, in order: the stems of its words that are not empty."""
    return [stem(word) for word in folded(text) if word not in EMPTY]
