"""A right that no year of work gave, in words: what it is called, the fact that gave it, and the text that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from acquis.accounts.types import GrantCard, GrantGround
from acquis.rules.engagement import Engagement
from acquis.web.labels import label

_OF_OURS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{24}\b")

_REASONS = {
    GrantGround.ACCIDENT: gettext_noop(
        "L’Assurance maladie donne ce supplément après un accident du travail ou une maladie professionnelle."
    ),
    GrantGround.CORRECTIVE: gettext_noop(
        "L’employeur n’a pas tenu les entretiens et la formation qu’il devait : il verse cette somme."
    ),
    GrantGround.DISMISSAL: gettext_noop(
        "L’employeur verse cette somme après un licenciement pour refus d’un accord de performance."
    ),
    GrantGround.WHISTLEBLOWER: gettext_noop("Un juge a décidé que l’employeur verse cette somme."),
    GrantGround.PLATFORM: gettext_noop("La plateforme de travail en ligne verse cette somme."),
    GrantGround.HOURS_TO_EUROS: gettext_noop("Des heures d’agent public ont été changées en euros."),
    GrantGround.EUROS_TO_HOURS: gettext_noop("Des euros ont été changés en heures d’agent public."),
}

#: The text behind each, with its code; empty where the article is that of the movement.
_TEXTS = {
    GrantGround.ENGAGEMENT: gettext_noop("Code du travail, art. L5151-9 et D5151-14"),
    GrantGround.PREVENTION_POINTS: gettext_noop("Code du travail, art. L4163-7 et R4163-11"),
    GrantGround.ACCIDENT: gettext_noop("Code de la sécurité sociale, art. L432-12"),
    GrantGround.CORRECTIVE: gettext_noop("Code du travail, art. L6323-13"),
    GrantGround.DISMISSAL: gettext_noop("Code du travail, art. L2254-2"),
    GrantGround.WHISTLEBLOWER: gettext_noop("Loi n° 2016-1691, art. 12 ; Code du travail, art. D6323-3-4"),
    GrantGround.PLATFORM: gettext_noop("Code du travail, art. L7342-3"),
    GrantGround.HOURS_TO_EUROS: gettext_noop("Code du travail, art. L6323-3"),
    GrantGround.EUROS_TO_HOURS: gettext_noop("Code du travail, art. L6323-3"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a movement is called where a right was granted, why it moved, and the text; both may be empty."""

    name: str
    reason: str
    article: str


def typed_reference(reference: str) -> bool:
    """Whether somebody gave this reference, a payment's or an accident's: those we make of an account say nothing."""
    return not _OF_OURS.search(reference)


def by_movement(cards: Iterable[GrantCard]) -> dict[str, GrantCard]:
    """The rights by the reference of the movement each made."""
    return {card.transfer_reference: card for card in cards if card.transfer_reference}


def granted(card: GrantCard) -> Granted:
    """What is said of a right where its movement is shown."""
    text = _TEXTS.get(card.ground, "")
    return Granted(name=label(card.ground), reason=_reason(card), article=_(text) if text else "")


def _reason(card: GrantCard) -> str:
    facts: Mapping[str, Any] = card.facts
    match card.ground:
        case GrantGround.ENGAGEMENT:
            return _("Engagement de %(year)s : %(activity)s.") % {
                "year": facts["year"],
                "activity": label(Engagement(facts["activity"])).lower(),
            }
        case GrantGround.PREVENTION_POINTS:
            return ngettext(
                "%(count)s point du compte de prévention a été changé en euros.",
                "%(count)s points du compte de prévention ont été changés en euros.",
                facts["points"],
            ) % {"count": facts["points"]}
        case GrantGround.AGREEMENT:
            return _("Un accord d’entreprise ou de branche ajoute cette somme pour %(year)s.") % facts
        case GrantGround.OLD_HOURS:
            return _("Les heures de l’ancien droit individuel à la formation ont été changées en euros.")
        case ground if ground in _REASONS:
            return _(_REASONS[ground])
    return ""
