"""The history of an offer as people read it: when, who, what was and what is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from acquis.catalogue.types import HistoryLine
from acquis.kit.actor import PROVIDER, STAFF, Actor, Role
from acquis.kit.money import euros
from acquis.people import queries as people
from acquis.web.labels import label
from acquis.web.refusal_sentences.catalogue import SENTENCES

from .draft_forms import where_words


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    what: str
    words: str
    #: (where, before, after)
    changes: list[tuple[str, str, str]]


def lines_of(history: Iterable[HistoryLine], *, by: Actor) -> list[Line]:
    """Staff read the names of agents; a provider reads those of its own, and « l’opérateur » for the others."""
    return [
        Line(
            each.at,
            _who(each.by, by),
            label(each.kind),
            each.words,
            [(where_words(c.where), _said(c.where, c.before), _said(c.where, c.after)) for c in each.changes],
        )
        for each in history
    ]


def _said(where: str, value: str | None) -> str:
    if value is None:
        return "—"
    if where.endswith("_cents") and value.lstrip("-").isdecimal():
        return euros(int(value))
    if where == "held_because":
        return next((str(text) for reason, text in SENTENCES.items() if str(reason) == value), value)
    return value


def _who(key: str, by: Actor) -> str:
    role, _colon, identifier = key.partition(":")
    if role == Role.SYSTEM:
        return _("automatique")
    if role in {str(each) for each in STAFF} and not by.is_staff:
        return _("l’opérateur")
    try:
        name = people.agent_name(UUID(identifier))
    except ValueError:
        name = ""
    return name or (_("l’organisme") if role in {str(each) for each in PROVIDER} else _("un agent"))
