"""Twelve hundred questions in eight classes: words, beginnings, mistakes, places, and criteria beside them.

A question is drawn from an offer, so that something answers it; a third are typed without accents.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from acquis.catalogue.search.plan import OfferDocument
from acquis.catalogue.search.tokens import EMPTY, fold, folded, split

CLASSES = ("one word", "two words", "three words", "four words", "prefix", "typo", "place", "broad")
RADII = (10, 30, 50)


@dataclass(frozen=True, slots=True)
class Question:
    """`meant` are the words without mistakes; the last of `words` is the beginning of one with `prefix`."""

    kind: str
    words: tuple[str, ...]
    meant: tuple[str, ...]
    prefix: bool = False
    typo: bool = False
    lat: float | None = None
    lon: float | None = None
    radius_km: int = 30
    max_price_cents: int | None = None
    modality: str = ""
    register: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.words)


def questions(sample: Sequence[OfferDocument], count: int, *, seed: int = 2) -> list[Question]:
    """So many questions, the classes in turn."""
    rng = random.Random(seed)
    frequency: dict[str, int] = {}
    for offer in sample:
        for word in set(folded(offer.title)):
            frequency[word] = frequency.get(word, 0) + 1
    # As broad as a word of people's questions is: one offer in eight to one in thirty.
    usual = range(len(sample) // 30, len(sample) // 8)
    words = sorted(word for word, many in frequency.items() if many in usual and word not in EMPTY and len(word) > 3)
    broad = words or sorted(frequency, key=lambda word: (-frequency[word], word))[:10]
    made = []
    for n in range(count):
        kind = CLASSES[n % len(CLASSES)]
        question = None
        while question is None:
            question = _drawn(kind, rng.choice(sample), broad, rng)
        made.append(question)
    return made


def _drawn(kind: str, offer: OfferDocument, broad: Sequence[str], rng: random.Random) -> Question | None:
    said = [word for word in dict.fromkeys(split(offer.title.lower())) if fold(word) not in EMPTY and len(word) > 2]
    wanted = {
        "one word": 1,
        "two words": 2,
        "three words": 3,
        "four words": 4,
        "prefix": 1,
        "typo": 1,
        "place": 1,
        "broad": 1,
    }[kind]
    if len(said) < wanted:
        return None
    words = rng.sample(said, wanted)
    meant = tuple(words)
    if kind == "broad":
        words = [rng.choice(broad)]
        meant = tuple(words)
    if kind == "prefix":
        if len(words[0]) < 6 or not words[0].isalpha():
            return None
        words = [words[0][:4]]
    if kind == "typo":
        if len(words[0]) < 6 or not words[0].isalpha():
            return None
        words = [_mistaken(words[0], rng)]
    if rng.random() < 0.3:
        words = [fold(word) for word in words]
    has_place = kind == "place"
    return Question(
        kind=kind,
        words=tuple(words),
        meant=meant,
        prefix=kind == "prefix",
        typo=kind == "typo",
        lat=offer.lat if has_place else None,
        lon=offer.lon if has_place else None,
        radius_km=rng.choice(RADII),
        max_price_cents=rng.choice([100_000, 150_000, 300_000]) if rng.random() < 0.2 else None,
        modality=str(offer.modality) if rng.random() < 0.2 else "",
        register=str(offer.register) if rng.random() < 0.15 else "",
    )


def _mistaken(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice("aeiourstln") + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
