"""A funder's manager registers a machine of theirs: its name, what it may ask, and its public keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.funders import queries as funders
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, keys, permissions
from ..models import Client, Meter
from ..types import LONGEST_NAME, MOST_CLIENTS, ClientState, Refusal, Scope


@act
def register_client(
    *, funder_id: UUID, name: str, scopes: Collection[Scope], jwks: str, sandbox: bool, by: Actor, at: datetime
) -> UUID:
    """The id of the new client, which is what it calls itself (`iss`, `sub`)."""
    client = Client(funder_id=funder_id, name=name.strip(), scopes=sorted(set(scopes)), sandbox=sandbox)

    permissions.MANAGE.require_any(by)
    funders.funder(funder_id, by=by)
    if not client.name:
        raise Refused(Refusal.NAME_MISSING)
    if len(client.name) > LONGEST_NAME:
        raise Refused(Refusal.NAME_TOO_LONG, most=LONGEST_NAME)
    if not client.scopes:
        raise Refused(Refusal.SCOPE_MISSING)
    client.keys = keys.read(jwks)
    if Client.objects.filter(funder_id=funder_id, state=ClientState.ACTIVE).count() >= MOST_CLIENTS:
        raise Refused(Refusal.TOO_MANY_CLIENTS, most=MOST_CLIENTS)

    # After this point the registration must succeed.
    client.registered_at, client.registered_by = at, by.key
    client.save(force_insert=True)
    Meter.objects.create(client=client)

    record(
        events.ClientRegistered(
            about=client.id, funder_id=funder_id, scopes=tuple(client.scopes), sandbox=client.sandbox
        ),
        by=by,
        at=at,
    )
    return client.id
