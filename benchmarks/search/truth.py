"""What each question means, found by plain sets: the offers with all the words that were meant."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from acquis.catalogue.search.columns.cells import EARTH_KM
from acquis.catalogue.search.plan import OfferDocument
from acquis.catalogue.search.tokens import fold, folded, stem, stems

from .questions import Question


def truths(offers: Sequence[OfferDocument], asked: Sequence[Question]) -> list[set[str]]:
    """The keys of the offers that answer each question."""
    wanted = {stem(fold(word)) for question in asked for word in question.meant}
    beginnings = {fold(question.words[0]) for question in asked if question.prefix}
    of_stem: dict[str, set[int]] = {term: set() for term in wanted}
    of_beginning: dict[str, set[int]] = {word: set() for word in beginnings}
    for number, offer in enumerate(offers):
        for term in set(stems(f"{offer.title} {offer.certification} {offer.provider_name} {offer.body}")) & wanted:
            of_stem[term].add(number)
        if beginnings:
            for word in {word[:4] for word in folded(f"{offer.title} {offer.certification}")} & beginnings:
                of_beginning[word].add(number)
    return [{offers[at].key for at in _found(offers, question, of_stem, of_beginning)} for question in asked]


def _found(
    offers: Sequence[OfferDocument],
    question: Question,
    of_stem: dict[str, set[int]],
    of_beginning: dict[str, set[int]],
) -> list[int]:
    if question.prefix:
        together = of_beginning[fold(question.words[0])]
    else:
        together = set.intersection(*(of_stem[stem(fold(word))] for word in question.meant))
    return [at for at in together if _holds(offers[at], question)]


def _holds(offer: OfferDocument, question: Question) -> bool:
    if question.max_price_cents is not None and offer.price_cents > question.max_price_cents:
        return False
    if question.modality and offer.modality != question.modality:
        return False
    if question.register and offer.register != question.register:
        return False
    if question.lat is None or question.lon is None or offer.modality == "remote":
        return True
    assert offer.lat is not None
    assert offer.lon is not None
    up, along = radians(offer.lat - question.lat) / 2, radians(offer.lon - question.lon) / 2
    square = sin(up) ** 2 + cos(radians(offer.lat)) * cos(radians(question.lat)) * sin(along) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square))) <= question.radius_km
