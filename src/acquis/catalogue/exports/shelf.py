"""What an export tells: every training on sale, with its provider, in batches of a few queries."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard

from .. import queries
from ..types import ActionCard, Entry, OfferState, SessionState, TrainingCard

_BATCH = 500
_BREAK = re.compile(r"</?(?:p|br|ul|ol|li|h\d)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>")
#: What XML cannot hold: control characters, halves of a pair, the two that are no characters.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A training on sale: only its published actions, with the sessions that take people, and who offers it."""

    training: TrainingCard
    provider: ProviderCard


def shelf(*, on: date, batch: int = _BATCH) -> Iterator[Shown]:
    """Everything on sale on the legal day `on`, by id; memory holds one batch."""
    last: UUID | None = None
    while ids := queries.published_training_ids(after=last, limit=batch):
        yield from shown(ids, on=on)
        last = ids[-1]


def shown(training_ids: list[UUID], *, on: date) -> Iterator[Shown]:
    """Those of some trainings that are on sale on the day `on`, in the order of `training_ids`."""
    cards = {training.id: training for training in queries.training_pages(training_ids)}
    bodies = providers.providers({training.provider_id for training in cards.values()})
    for training_id in training_ids:
        training = cards.get(training_id)
        body = bodies.get(training.provider_id) if training is not None else None
        if training is None or body is None or not training.on_shelf(sells=body.sells):
            continue
        actions = tuple(action for each in training.actions if (action := _open(each, on)) is not None)
        if actions:
            yield Shown(replace(training, actions=actions), body)


def _open(action: ActionCard, on: date) -> ActionCard | None:
    sessions = tuple(
        session
        for session in action.sessions
        if session.state == SessionState.OPEN
        and (action.entry == Entry.PERMANENT or session.starts_on is None or session.starts_on >= on)
    )
    if action.state != OfferState.PUBLISHED or not sessions:
        return None
    return replace(action, sessions=sessions)


def plain(markup: str, most: int | None = None) -> str:
    """The words of sanitised HTML, cut at `most` characters with « … »; only what any format can hold."""
    text = " ".join(_UNWRITABLE.sub(" ", html.unescape(_MARKUP.sub("", _BREAK.sub(" ", markup)))).split())
    if most is not None and len(text) > most:
        return text[: most - 1].rstrip() + "…"
    return text
