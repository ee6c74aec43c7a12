"""Offers before they are published: their states, the signals a person looks at, and the history of every change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _


class DraftState(StrEnum):
    """A draft: being written, waiting for a person, sent back, refused, published, or given up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_ASKED = "changes_asked"
    REFUSED = "refused"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class DraftAct(StrEnum):
    """What may happen to a draft."""

    EDIT = "edit"
    SUBMIT = "submit"
    PUBLISH = "publish"
    ASK_CHANGES = "ask_changes"
    REFUSE = "refuse"
    DISCARD = "discard"


class Decision(StrEnum):
    """What a person decides of a draft that has signals."""

    PUBLISH = "publish"
    ASK_CHANGES = "ask_changes"
    REFUSE = "refuse"


class SignalKind(StrEnum):
    """What made somebody look at an offer before it is published."""

    WORDS = "words"
    STATE_MARK = "state_mark"
    CONTACT = "contact"
    PRICE = "price"
    DUPLICATE = "duplicate"
    CERTIFICATION = "certification"


class ChangeKind(StrEnum):
    """What happened to an offer, as its history tells it."""

    CREATED = "created"
    CHANGED = "changed"
    WAITS = "waits"
    PUBLISHED_BY_DECISION = "published_by_decision"
    SENT_BACK = "sent_back"
    NOT_PUBLISHED = "not_published"
    TAKEN_OFF = "taken_off"
    PUT_BACK = "put_back"
    HELD_BACK = "held_back"
    ON_SALE = "on_sale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason to look: the rule, where it was met (``title``, ``actions/A1/price_cents``), the words met there.

    `why` is a French sentence with places for `said`, and `source` the text it rests on. `working` shows the figures
    behind it, as (words, figure) pairs. `sentence` and `figures` are what a reader is told, in their language.
    """

    kind: SignalKind
    rule: str
    where: str
    excerpt: str
    why: str
    said: tuple[tuple[str, str], ...] = ()
    source: str = ""
    working: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        # Without values nothing is put in: a sentence kept whole may hold a « % » of its own.
        return _(self.why) % dict(self.said) if self.said else _(self.why)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        return tuple((_(words), figure) for words, figure in self.working)

    @property
    def fingerprint(self) -> str:
        """The same signal on the same words: what a person has looked at is not asked twice."""
        return hashlib.sha256("\n".join((self.rule, self.where, self.excerpt)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFinding:
    """What is wrong in a draft: `part` is "", ``actions/<number>`` or ``actions/<number>/sessions/<number>``."""

    part: str
    field: str
    code: str
    sentence: str
    blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft in a list. `words` is what was last said by whoever decided, `reply` by its provider."""

    id: UUID
    provider_id: UUID
    training_id: UUID
    number: str
    title: str
    certification_code: str
    state: DraftState
    revision: int
    signals: tuple[Signal, ...]
    words: str
    reply: str
    by_hand: bool
    changed_at: datetime
    submitted_at: datetime | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed: where, what it was, what it is; None when it was or is not there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of the history of an offer. `by` is an actor's key, never a name."""

    at: datetime
    by: str
    kind: ChangeKind
    changes: tuple[Change, ...]
    words: str
