"""The facts of the partners' machines; `about` is the client, the endpoint or the call. No key is in any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class ClientRegistered(Event):
    kind: ClassVar[str] = "partners.client_registered"
    funder_id: UUID
    scopes: tuple[str, ...]
    sandbox: bool


@dataclass(frozen=True, kw_only=True)
class KeysReplaced(Event):
    """A client has other public keys; `fingerprints` are theirs."""

    kind: ClassVar[str] = "partners.keys_replaced"
    funder_id: UUID
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClientWithdrawn(Event):
    kind: ClassVar[str] = "partners.client_withdrawn"
    funder_id: UUID


@dataclass(frozen=True, kw_only=True)
class EndpointAdded(Event):
    kind: ClassVar[str] = "partners.endpoint_added"
    funder_id: UUID
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EndpointRemoved(Event):
    kind: ClassVar[str] = "partners.endpoint_removed"
    funder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallReplayed(Event):
    """A call was made again by hand; `told` is what it tells."""

    kind: ClassVar[str] = "partners.call_replayed"
    funder_id: UUID
    told: str
