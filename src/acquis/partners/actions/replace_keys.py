"""A client has other keys: the old ones, if they are not among the new, open nothing any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, keys, lifecycle, permissions
from ..models import Client, Token
from ..types import Act, ClientState


@act
def replace_keys(*, client_id: UUID, jwks: str, by: Actor, at: datetime) -> None:
    """During a change of keys, a set holds both; tokens that older keys obtained are closed with them."""
    client = Client.objects.locked(client_id)

    permissions.MANAGE.require(by, client)
    lifecycle.CLIENT.require(Act.REPLACE_KEYS, ClientState(client.state))
    found = keys.read(jwks)

    # After this point the change must succeed.
    client.keys = found
    client.save(update_fields=["keys"])
    Token.objects.filter(client=client).delete()

    prints = tuple(card.fingerprint for card in keys.cards(found))
    record(events.KeysReplaced(about=client.id, funder_id=client.funder_id, fingerprints=prints), by=by, at=at)
