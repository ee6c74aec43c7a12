"""Offers that are too alike, and offers that are not like the certification they claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acquis.kit.sql import fold

from ..types import Signal, SignalKind
from ..types.content import OfferTraining
from .values import Surroundings
from .wording import bare

#: From this share of common words on, two texts are the same.
_SAME = 0.85
#: A certification of which fewer subjects are known cannot be compared.
_LEAST_SUBJECTS = 4
#: Words that say nothing of a subject.
_EMPTY = re.compile(
    r"""avec|pour|dans|sans|vous|votre|cette|plus|tout|tous|niveau|titre|professionnel(?:le)?s?|formation|parcours
    |certificat(?:ion)?|diplome|metiers?|module|cours|prepar(?:er|ation)|complete?|savoir|etre|utilis(?:er|ation)
    |realiser|mettre|oeuvre|activites?|premiere?|adulte|option""",
    re.VERBOSE,
)
_OTHER_CODE = re.compile(r"\b(RNCP|RS)\s?(\d{3,6})\b", re.IGNORECASE)


def likeness_signals(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    yield from _duplicate(offer, around)
    yield from _other_certification(offer, around)


def _duplicate(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    ways = {(str(a.modality), a.place.postal_code, a.hours, a.price_cents) for a in offer.actions}
    words = _words(f"{offer.title} {bare(offer.objective)} {bare(offer.content)}")
    for other in around.siblings:
        shared = ways & other.ways
        likeness = _alike(words, _words(other.text))
        if shared and likeness >= _SAME:
            yield Signal(
                kind=SignalKind.DUPLICATE,
                rule="duplicate",
                where="title",
                excerpt=other.title,
                why=(
                    f"La formation « {other.number} » de votre organisme dit la même chose, au même endroit, "
                    "pour la même durée et le même prix."
                ),
                working=(("Mots en commun", f"{round(likeness * 100)} %"),),
            )
            return


def _other_certification(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    said = f"{offer.title} {bare(offer.objective)}"
    for letters, digits in _OTHER_CODE.findall(said):
        code = f"{letters.upper()}{digits.lstrip('0')}"
        if code != offer.certification_code:
            yield Signal(
                kind=SignalKind.CERTIFICATION,
                rule="other_code",
                where="certification_code",
                excerpt=code,
                why=f"Le texte parle de {code}, et l’offre dit mener à {offer.certification_code or 'rien'}.",
            )
            return
    expected = _subjects(around.certification_words)
    everything = f"{said} {bare(offer.expected_results)} {bare(offer.content)}"
    if len(expected) >= _LEAST_SUBJECTS and not expected & _subjects(everything):
        yield Signal(
            kind=SignalKind.CERTIFICATION,
            rule="other_subject",
            where="certification_code",
            excerpt=offer.title,
            why=(
                f"Ni le titre ni les textes n’ont un mot de la certification {offer.certification_code} : "
                f"« {around.certification_title} »."
            ),
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{3,}", fold(text)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _subjects(text: str) -> frozenset[str]:
    """The beginnings of words that name a subject: « boulanger » and « boulangerie » are one."""
    long = {w for w in re.findall(r"[a-z]{4,}", fold(text)) if not _EMPTY.fullmatch(w)}
    return frozenset(word[:5] for word in long)
