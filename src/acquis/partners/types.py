"""What others may hold of the partners' machines: scopes, states, refusals, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

#: More machines than these, nobody knows any more which one does what.
MOST_CLIENTS = 20
MOST_ENDPOINTS = 5
#: A key in use, the next one during a change, and as many again for who has two machines under one name.
MOST_KEYS = 4
LONGEST_NAME = 80
#: An access token serves for this long; what it opens can be closed at once, for it is looked up at every call.
TOKEN_FOR = timedelta(minutes=10)
#: An assertion that says it is good for longer is refused (RFC 7523).
ASSERTION_FOR = timedelta(minutes=5)
#: How far a partner's clock may be from ours.
LEEWAY = timedelta(seconds=30)
#: For how long the answer to a key of idempotency is kept.
ANSWERS_FOR = timedelta(days=30)


class Scope(StrEnum):
    """What a client may ask: a flow each, never more than was ticked when it was registered."""

    CONVENTIONS_READ = "conventions:read"
    BUDGETS_READ = "budgets:read"
    PROMISES_READ = "promises:read"


class ClientState(StrEnum):
    """Whether a client may still ask for anything."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What is done with a client, and with a call to one of its funder's endpoints."""

    REPLACE_KEYS = "replace_keys"
    WITHDRAW = "withdraw"
    DELIVER = "deliver"
    GIVE_UP = "give_up"
    REPLAY = "replay"


class EventType(StrEnum):
    """What a funder's machines are told."""

    PROMISE_MADE = "promise.made"
    PROMISE_SPENT = "promise.spent"
    PROMISE_RETURNED = "promise.returned"
    CONVENTION_MOVED = "convention.moved"
    ENVELOPE_FILLED = "envelope.filled"
    TRIED = "endpoint.tried"


#: What one may listen to; a trial is sent to whoever asks for it.
CHOSEN = tuple(each for each in EventType if each is not EventType.TRIED)


class DeliveryState(StrEnum):
    """Where a call stands: to be made, arrived, or given up after its last attempt."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Purpose(StrEnum):
    """Why a partner reads what concerns persons: kept with the reading, and shown to them."""

    FOLLOW_UP = "follow_up"
    RECONCILIATION = "reconciliation"
    AUDIT = "audit"


class Refusal(StrEnum):
    """Why an act on a client, or what a client asks, is refused."""

    NOT_ALLOWED = "partners.not_allowed"
    CLIENT_UNKNOWN = "partners.client_unknown"
    NAME_MISSING = "partners.name_missing"
    NAME_TOO_LONG = "partners.name_too_long"
    SCOPE_MISSING = "partners.scope_missing"
    TOO_MANY_CLIENTS = "partners.too_many_clients"
    KEYS_MISSING = "partners.keys_missing"
    KEYS_UNREADABLE = "partners.keys_unreadable"
    KEYS_PRIVATE = "partners.keys_private"
    KEYS_KIND = "partners.keys_kind"
    KEYS_TOO_MANY = "partners.keys_too_many"
    WITHDRAWN_ALREADY = "partners.withdrawn_already"
    ASSERTION_REFUSED = "partners.assertion_refused"
    SCOPE_NOT_GIVEN = "partners.scope_not_given"
    TOKEN_UNKNOWN = "partners.token_unknown"  # noqa: S105, a reason
    ANSWER_KEY_REUSED = "partners.answer_key_reused"
    ENDPOINT_UNKNOWN = "partners.endpoint_unknown"
    ENDPOINT_REMOVED = "partners.endpoint_removed"
    URL_REFUSED = "partners.url_refused"
    KINDS_MISSING = "partners.kinds_missing"
    TOO_MANY_ENDPOINTS = "partners.too_many_endpoints"
    CALL_UNKNOWN = "partners.call_unknown"
    CALL_UNDER_WAY = "partners.call_under_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCard:
    """A public key: its name among the client's, its algorithm, and the digest by which two people compare it."""

    kid: str
    algorithm: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCard:
    """A machine of a funder. `sandbox`: what it writes is undone, and it reads invented people."""

    id: UUID
    funder_id: UUID
    name: str
    scopes: tuple[Scope, ...]
    keys: tuple[KeyCard, ...]
    sandbox: bool
    state: ClientState
    registered_at: datetime
    withdrawn_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An access token as it is handed out once: we keep its digest only."""

    token: str
    scopes: tuple[Scope, ...]
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Who asks, by its token: what it may, and how many questions it has asked in this minute, this one among them."""

    client_id: UUID
    funder_id: UUID
    name: str
    scopes: frozenset[Scope]
    sandbox: bool
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered under a key of idempotency."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointCard:
    """Where a funder's machines are told, of what, and how many calls were given up there."""

    id: UUID
    url: str
    kinds: tuple[EventType, ...]
    added_at: datetime
    removed_at: datetime | None
    given_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """A call: what it tells, where it stands, what the last attempt was answered (a status, or a word of ours)."""

    id: UUID
    kind: EventType
    state: DeliveryState
    attempts: int
    status: int | None
    failure: str
    written_at: datetime
