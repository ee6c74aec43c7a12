"""What the words of a question mean: those of the wish itself, synonyms, expressions, and the nearest known word."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from .tokens import EMPTY, folded, stem, stems

__all__ = ["EMPTY", "stem"]

#: Words of the wish itself, left out when others remain: « devenir boulanger » looks for « boulanger ».
WISH = frozenset(
    [
        "apprendre",
        "apprentissage",
        "aimerais",
        "besoin",
        "certifiante",
        "certifiantes",
        "certification",
        "cherche",
        "chercher",
        "commencer",
        "connaitre",
        "cours",
        "cpf",
        "devenir",
        "diplome",
        "diplomante",
        "diplomantes",
        "etudier",
        "formation",
        "formations",
        "former",
        "metier",
        "metiers",
        "obtenir",
        "passer",
        "preparer",
        "reconversion",
        "souhaite",
        "stage",
        "stages",
        "suivre",
        "travailler",
        "trouver",
        "veux",
        "voudrais",
        "vouloir",
    ]
)


def words_of(text: str) -> list[str]:
    """The folded words of a question that carry sense; the words of the wish too when nothing else is there."""
    found = [word for word in folded(text) if word not in EMPTY]
    return list(dict.fromkeys([word for word in found if word not in WISH] or found))


def shown(text: str, words: list[str]) -> tuple[str, ...]:
    """The words as they were typed, with their accents, for those that were kept."""
    typed = {_whole(part): part.strip(".,;:!?«»\"'()") for part in text.replace("’", " ").replace("'", " ").split()}
    return tuple(typed.get(word, word) for word in words)


def _whole(part: str) -> str:
    return "".join(folded(part))


@lru_cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """For each stem, other ways of saying it (each one or several words)."""
    groups = tomllib.loads((resources.files(__package__) / "synonyms.toml").read_text("utf-8"))["groups"]
    table: dict[str, list[str]] = {}
    for group in groups:
        for said in group:
            key = phrase(said)
            table.setdefault(key, []).extend(other for other in group if phrase(other) != key)
    return {key: tuple(dict.fromkeys(others)) for key, others in table.items()}


def phrase(said: str) -> str:
    """A way of saying as the stems of its words, in order."""
    return " ".join(stems(said))


def synonyms(word: str) -> tuple[str, ...]:
    """Other ways of saying a folded word or a few folded words."""
    return _synonyms().get(phrase(word), ())


def expressions(words: list[str]) -> list[str]:
    """The words, those that the table knows together (« poids lourd ») kept as one."""
    taken, at = [], 0
    while at < len(words):
        for length in (3, 2):
            together = " ".join(words[at : at + length])
            if len(words) - at >= length and phrase(together) in _synonyms():
                break
        else:
            length, together = 1, words[at]
        taken.append(together)
        at += length
    return taken


def near(word: str, candidates: list[tuple[str, int]]) -> str | None:
    """The word of the index that was meant: one mistake for short words, two from eight letters on.

    `candidates` are (word, number of offers); the nearest, then the most frequent, wins.
    """
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    best: tuple[int, int, str] | None = None
    for candidate, count in candidates:
        if abs(len(candidate) - len(word)) > allowed or len(candidate) < 4:
            continue
        distance = _distance(word, candidate, allowed)
        if distance <= allowed and (best is None or (distance, -count, candidate) < best):
            best = (distance, -count, candidate)
    return best[2] if best else None


def _distance(a: str, b: str, limit: int) -> int:
    """Letters to change, add, drop or swap with the next to get from `a` to `b`; stops beyond `limit`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
