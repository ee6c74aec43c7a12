"""The facts of the partners' machines; `about` is the client. No key is in any of them."""

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
