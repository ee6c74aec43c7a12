"""What the index knows of an offer: one document for each way of following a training that somebody may join."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard

from .. import queries
from ..models import Town
from ..reviews import queries as reviews
from ..reviews.types import Rating
from ..types import ActionCard, Entry, OfferState, Register, SessionState, TrainingCard
from .plan import OfferDocument

#: The day of an entry at any time: it is never in the past.
ANY_DAY = 99_999_999

_MARKUP = re.compile(r"<[^>]*>")
_BATCH = 500


def everything() -> Iterator[OfferDocument]:
    """The documents of all that is on sale, in batches of a few queries."""
    last: UUID | None = None
    while ids := queries.published_training_ids(after=last, limit=_BATCH):
        yield from of_trainings(ids)
        last = ids[-1]


def of_trainings(ids: Iterable[UUID]) -> Iterator[OfferDocument]:
    """The documents of some trainings; what is not on sale gives none."""
    wanted = list(ids)
    for at in range(0, len(wanted), _BATCH):
        trainings = queries.training_pages(wanted[at : at + _BATCH])
        bodies = providers.providers({training.provider_id for training in trainings})
        insee = {action.town_insee for training in trainings for action in training.actions}
        ratings = reviews.ratings_of(training.id for training in trainings)
        towns = Town.objects.filter(pk__in=insee)
        places = {t.insee: (t.lat, t.lon) for t in towns if t.lat is not None and t.lon is not None}
        for training in trainings:
            body = bodies.get(training.provider_id)
            if body is None or not training.on_shelf(sells=body.sells):
                continue
            for action in training.actions:
                place = places.get(action.town_insee)
                document = _document(training, action, body, place, ratings.get(training.id))
                if document is not None:
                    yield document


def _document(
    training: TrainingCard,
    action: ActionCard,
    body: ProviderCard,
    place: tuple[float, float] | None,
    rating: Rating | None,
) -> OfferDocument | None:
    sessions = _sessions(action)
    if action.state != OfferState.PUBLISHED or not sessions:
        return None
    certification = training.certification
    register = certification.register if certification else Register.CPF
    level = certification.level if certification else training.level_out
    title = certification.title if certification else ""
    named = (title, certification.short_title) if certification else ()
    rome, formacode = (certification.rome, certification.formacode) if certification else ((), ())
    lat, lon = (action.lat, action.lon) if action.lat is not None else place or (None, None)
    places = _places(action)
    card = {
        "training": str(training.id),
        "action": str(action.id),
        "provider_id": str(training.provider_id),
        "title": training.title,
        "provider": body.display,
        "code": training.certification_code,
        "certification": title,
        "register": register,
        "level": level,
        "kind": training.action_kind or "",
        "modality": action.modality,
        "entry": action.entry,
        "hours": action.hours,
        "price": action.price_cents,
        "town": action.town,
        "postal_code": action.postal_code,
        "insee": action.town_insee,
        "lat": lat,
        "lon": lon,
        "places": places,
        "rating": rating.mean if rating else None,
        "reviews": rating.reviews if rating else 0,
        "sessions": sessions,
    }
    days = [day for day, _ in sessions]
    return OfferDocument(
        key=str(action.id),
        training=str(training.id),
        provider=str(training.provider_id),
        title=training.title,
        certification=" ".join(named),
        trades=tuple(row.label for row in (*rome, *formacode)),
        body=" ".join(_text(part) for part in (training.objective, training.summary, training.content)),
        provider_name=body.display,
        code=training.certification_code,
        register=register,
        kind=training.action_kind or "",
        level=level,
        rome=tuple(row.code for row in rome),
        formacode=tuple(row.code for row in formacode),
        modality=action.modality,
        language=" ".join(action.languages or (action.language,)),
        price_cents=action.price_cents,
        hours=action.hours,
        lat=lat,
        lon=lon,
        insee=action.town_insee,
        days=tuple(day for day in days if day != ANY_DAY),
        permanent=ANY_DAY in days,
        places=places,
        rhythms=frozenset(action.rhythms),
        fundings=frozenset(action.fundings),
        accessible=action.accessible,
        rating=rating.mean if rating else None,
        reviews=rating.reviews if rating else 0,
        card=json.dumps(card, ensure_ascii=False),
    )


def _sessions(action: ActionCard) -> list[tuple[int, str]]:
    """The sessions that take people, as (ordinal of the day, id), the soonest first."""
    found = []
    for session in action.sessions:
        if session.state != SessionState.OPEN:
            continue
        at_any_time = action.entry == Entry.PERMANENT or session.starts_on is None
        day = ANY_DAY if at_any_time or session.starts_on is None else session.starts_on.toordinal()
        found.append((day, str(session.id)))
    return sorted(found)


def _places(action: ActionCard) -> int | None:
    """The places left in all sessions that take people; None when one of them does not count them."""
    left = [session.places_left for session in action.sessions if session.state == SessionState.OPEN]
    counted = [places for places in left if places is not None]
    return sum(counted) if len(counted) == len(left) else None


def _text(markup: str) -> str:
    return html.unescape(_MARKUP.sub(" ", markup))
