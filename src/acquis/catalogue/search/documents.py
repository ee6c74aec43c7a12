"""What the index knows of an offer: one document for each way of following a training that somebody may buy."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import tantivy

from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard

from .. import queries
from ..models import Town
from ..types import ActionCard, Entry, OfferState, Register, SessionState, TrainingCard
from . import index

#: The day number of an entry at any time: it is never in the past.
ANY_DAY = 99_999_999

_MARKUP = re.compile(r"<[^>]*>")
_BATCH = 500


def everything() -> Iterator[tantivy.Document]:
    """The documents of all that is on sale, in batches of a few queries."""
    last: UUID | None = None
    while ids := queries.published_training_ids(after=last, limit=_BATCH):
        yield from of_trainings(ids)
        last = ids[-1]


def of_trainings(ids: Iterable[UUID]) -> Iterator[tantivy.Document]:
    """The documents of some trainings; what is not on sale gives none."""
    trainings = queries.training_pages(list(ids))
    bodies = providers.providers({training.provider_id for training in trainings})
    insee = {action.town_insee for training in trainings for action in training.actions}
    towns = Town.objects.filter(pk__in=insee)
    places = {t.insee: (t.lat, t.lon) for t in towns if t.lat is not None and t.lon is not None}
    for training in trainings:
        body = bodies.get(training.provider_id)
        if body is None or not training.on_shelf(sells=body.sells):
            continue
        for action in training.actions:
            document = _document(training, action, body, places.get(action.town_insee))
            if document is not None:
                yield document


def _document(
    training: TrainingCard, action: ActionCard, body: ProviderCard, place: tuple[float, float] | None
) -> tantivy.Document | None:
    sessions = _sessions(action)
    if action.state != OfferState.PUBLISHED or not sessions:
        return None
    certification = training.certification
    register = certification.register if certification else Register.CPF
    level = certification.level if certification else None
    title = certification.title if certification else ""
    named = [title, certification.short_title] if certification else []
    trades = [row.label for row in (*certification.rome, *certification.formacode)] if certification else []
    lat, lon = (action.lat, action.lon) if action.lat is not None else place or (None, None)
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
        "kind": training.action_kind,
        "modality": action.modality,
        "entry": action.entry,
        "hours": action.hours_centre + action.hours_company,
        "price": action.price_cents,
        "town": action.town,
        "postal_code": action.postal_code,
        "insee": action.town_insee,
        "lat": lat,
        "lon": lon,
        "sessions": sessions,
    }
    document = tantivy.Document(
        title=[training.title],
        certification=[*named, *trades],
        body=[_text(part) for part in (training.objective, training.summary, training.content)],
        provider=[body.display],
        words=[training.title, *named, *trades],
        training=[str(training.id)],
        action=[str(action.id)],
        provider_id=[str(training.provider_id)],
        code=[training.certification_code],
        register=[str(register)],
        modality=[str(action.modality)],
        town=[action.town_insee or "-"],
        card=[json.dumps(card, ensure_ascii=False)],
    )
    document.add_text("level", str(level) if level is not None else "-")
    document.add_integer("price", action.price_cents)
    for day, _ in sessions:
        document.add_integer("starts", day)
    # Entries at any time come first when one sorts by date: one may begin soon.
    first = sessions[0][0]
    document.add_integer("next", 0 if first == ANY_DAY else first)
    return document


def _sessions(action: ActionCard) -> list[tuple[int, str]]:
    """The sessions that take people, as (day number, id), the soonest first."""
    found = []
    for session in action.sessions:
        if session.state != SessionState.OPEN:
            continue
        at_any_time = action.entry == Entry.PERMANENT or session.starts_on is None
        found.append(
            (ANY_DAY if at_any_time or session.starts_on is None else day_number(session.starts_on), session.id)
        )
    return [(day, str(session_id)) for day, session_id in sorted(found, key=lambda pair: (pair[0], str(pair[1])))]


def day_number(day: date) -> int:
    """20261130: readable, ordered, small."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_number(number: int) -> date | None:
    """The day, or None for an entry at any time."""
    return None if number == ANY_DAY else date(number // 10_000, number // 100 % 100, number % 100)


def _text(markup: str) -> str:
    return html.unescape(_MARKUP.sub(" ", markup))


def rebuild_index() -> int:
    """Make the index anew from the database; returns the number of offers. Readers change over when it is ready."""
    with index.writing_alone():
        return index.make(everything())


def refresh(trainings: Iterable[UUID]) -> None:
    """Bring some trainings up to date in the index; does nothing while there is no index: making it reads them."""
    ids = list(trainings)
    with index.writing_alone():
        index.replace(ids, of_trainings(ids))
