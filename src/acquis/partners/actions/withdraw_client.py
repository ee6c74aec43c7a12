"""A client is withdrawn, for ever and at once: its next question is refused, whatever token it holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Client, Token
from ..types import Act, ClientState


@act
def withdraw_client(*, client_id: UUID, by: Actor, at: datetime) -> None:
    client = Client.objects.locked(client_id)

    permissions.WITHDRAW.require(by, client)
    client.state = lifecycle.CLIENT.require(Act.WITHDRAW, ClientState(client.state))

    # After this point the client must be out.
    client.withdrawn_at = at
    client.save(update_fields=["state", "withdrawn_at"])
    Token.objects.filter(client=client).delete()

    record(events.ClientWithdrawn(about=client.id, funder_id=client.funder_id), by=by, at=at)
