"""Offers that are too alike, and offers that are not like the certification they claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as words

from acquis.kit.sql import fold

from ..search.concepts import Concept, concepts, key_of
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
#: A name of a job is no longer than this, in words that say something.
_LONGEST_NAME = 4
_OTHER_CODE = re.compile(r"\b(RNCP|RS)\s?(\d{3,6})\b", re.IGNORECASE)


def likeness_signals(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    yield from _duplicate(offer, around)
    yield from _other_certification(offer, around)


def _duplicate(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    ways = {(str(a.modality), a.place.postal_code, a.hours, a.price_cents) for a in offer.actions}
    own = _words(f"{offer.title} {bare(offer.objective)} {bare(offer.content)}")
    for other in around.siblings:
        shared = ways & other.ways
        likeness = _alike(own, _words(other.text))
        if shared and likeness >= _SAME:
            yield Signal(
                kind=SignalKind.DUPLICATE,
                rule="duplicate",
                where="title",
                excerpt=other.title,
                why=words(
                    "La formation « %(number)s » de votre organisme dit la même chose, au même endroit, "
                    "pour la même durée et le même prix."
                ),
                said=(("number", other.number),),
                working=((words("Mots en commun"), f"{round(likeness * 100)} %"),),
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
                why=words("Le texte parle de %(other)s, et l’offre dit mener à %(code)s.")
                if offer.certification_code
                else words("Le texte parle de %(other)s, et l’offre dit ne mener à aucune certification."),
                said=(("other", code), ("code", offer.certification_code)),
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
            why=words("Ni le titre ni les textes n’ont un mot de la certification %(code)s : « %(title)s »."),
            said=(("code", offer.certification_code), ("title", around.certification_title)),
        )
        return
    yield from _other_trade(offer, around)


def _other_trade(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    """A title that names a job, of a certification that leads to others and of which title and aims say nothing."""
    trade = _trade_in(offer.title) if around.certification_jobs else None
    if trade is None or set(trade.codes) & set(around.certification_jobs):
        return
    jobs = [name for name in around.certification_jobs.values() if name]
    named = _subjects(" ".join((around.certification_title, *jobs)))
    if named and not named & _subjects(f"{offer.title} {bare(offer.objective)}"):
        yield Signal(
            kind=SignalKind.CERTIFICATION,
            rule="other_trade",
            where="certification_code",
            excerpt=offer.title,
            why=words(
                "Le titre annonce un métier (%(trade)s), et la certification %(code)s, « %(title)s », "
                "mène à un autre : %(jobs)s."
            ),
            said=(
                ("trade", trade.label),
                ("code", offer.certification_code),
                ("title", around.certification_title),
                ("jobs", ", ".join(jobs) or ", ".join(around.certification_jobs)),
            ),
        )


def _trade_in(title: str) -> Concept | None:
    """The job that a title names, by its longest name."""
    key, known = key_of(title), concepts().by_name
    for length in range(min(_LONGEST_NAME, len(key)), 0, -1):
        for at in range(len(key) - length + 1):
            found = known.get(key[at : at + length])
            if found is not None and found.table == "jobs":
                return found
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{3,}", fold(text)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _subjects(text: str) -> frozenset[str]:
    """The beginnings of words that name a subject: « boulanger » and « boulangerie » are one."""
    long = {w for w in re.findall(r"[a-z]{4,}", fold(text)) if not _EMPTY.fullmatch(w)}
    return frozenset(word[:5] for word in long)
