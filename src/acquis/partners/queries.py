"""What others may ask of the partners' machines."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import keys, permissions
from .assertions import client_of as client_of
from .models import Client
from .types import ClientCard, ClientState, Refusal, Scope


def clients(*, by: Actor) -> list[ClientCard]:
    """The machines that `by` may see: those that serve first, the latest registered first."""
    rows = permissions.READ.rows(by, Client.objects.select_related("meter"))
    return [_card(row) for row in rows.order_by("state", "-registered_at", "pk")]


def client(client_id: UUID, *, by: Actor) -> ClientCard:
    """One of them; refused as unknown to whoever may not see it."""
    row = permissions.READ.rows(by, Client.objects.select_related("meter").filter(pk=client_id)).first()
    if row is None:
        raise Refused(Refusal.CLIENT_UNKNOWN)
    return _card(row)


def funder_of(client_id: UUID) -> UUID | None:
    """Whose machine it is; None when there is no such client."""
    return Client.objects.filter(pk=client_id).values_list("funder_id", flat=True).first()


def _card(row: Client) -> ClientCard:
    return ClientCard(
        id=row.id,
        funder_id=row.funder_id,
        name=row.name,
        scopes=tuple(Scope(each) for each in row.scopes),
        keys=keys.cards(row.keys),
        sandbox=row.sandbox,
        state=ClientState(row.state),
        registered_at=row.registered_at,
        withdrawn_at=row.withdrawn_at,
        last_used_at=row.meter.last_used_at,
    )
