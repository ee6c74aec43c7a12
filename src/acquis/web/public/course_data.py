"""An offer in the words of schema.org (`Course`), for machines that read pages: data, which no browser runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.html import strip_tags
from markupsafe import Markup

from acquis.catalogue.types import ActionCard, Entry, Modality, SessionCard, TrainingCard
from acquis.providers.types import ProviderCard

_MODES = {Modality.ON_SITE: "Onsite", Modality.MIXED: "Blended", Modality.REMOTE: "Online"}
#: A page stays light, and nobody reads more dates than these.
_MOST_INSTANCES = 30
#: What would end the element in which the data stands, or begin another.
_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def course(
    training: TrainingCard, body: ProviderCard, choices: Sequence[tuple[ActionCard, SessionCard]], *, site: str
) -> Markup:
    """The JSON-LD of a training and what one may still begin of it; `site` is the beginning of our addresses."""
    card = training.certification
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": training.title,
        "description": strip_tags(training.objective or training.summary or training.content)[:500].strip(),
        "url": f"{site}/formations/{training.id}",
        "provider": {
            "@type": "EducationalOrganization",
            "name": body.display,
            "url": f"{site}/organismes/{body.id}",
            "identifier": body.siret,
        },
        "hasCourseInstance": [_instance(action, session) for action, session in choices[:_MOST_INSTANCES]],
        "offers": _prices([action for action, _session in choices]),
    }
    if card is not None:
        told["educationalCredentialAwarded"] = {
            "@type": "EducationalOccupationalCredential",
            "name": card.title,
            "identifier": card.code,
            "url": f"{site}/certifications/{card.code}",
            **({"educationalLevel": f"EQF {card.level}"} if card.level else {}),
        }
    return Markup(json.dumps(told, ensure_ascii=False).translate(_SAFE))  # noqa: S704 - what could end it is escaped


def _instance(action: ActionCard, session: SessionCard) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "CourseInstance", "courseMode": _MODES[action.modality]}
    if action.hours:
        told["courseWorkload"] = f"PT{action.hours}H"
    if action.entry != Entry.PERMANENT:
        dates: dict[str, date | None] = {"startDate": session.starts_on, "endDate": session.ends_on}
        told |= {name: day.isoformat() for name, day in dates.items() if day is not None}
    if action.modality != Modality.REMOTE:
        told["location"] = {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": ", ".join(action.address),
                "postalCode": action.postal_code,
                "addressLocality": action.town,
                "addressCountry": "FR",
            },
        }
    return told


def _prices(actions: Sequence[ActionCard]) -> list[dict[str, Any]]:
    prices = sorted({action.price_cents for action in actions})
    if not prices:
        return []
    low, high = prices[0], prices[-1]
    if low == high:
        return [{"@type": "Offer", "category": "Paid", "priceCurrency": "EUR", "price": _decimal(low)}]
    return [
        {
            "@type": "AggregateOffer",
            "category": "Paid",
            "priceCurrency": "EUR",
            "lowPrice": _decimal(low),
            "highPrice": _decimal(high),
        }
    ]


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
