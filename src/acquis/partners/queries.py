"""What others may ask of the partners' machines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import keys, outbox, permissions
from .assertions import client_of as client_of
from .models import Client, Delivery, Endpoint
from .types import CallCard, ClientCard, ClientState, DeliveryState, EndpointCard, EventType, Refusal, Scope


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


def endpoints(*, by: Actor) -> list[EndpointCard]:
    """The addresses that are called, as far as `by` may see them."""
    rows = permissions.READ.rows(by, Endpoint.objects.filter(removed_at__isnull=True))
    return [_endpoint(row) for row in _counted(rows).order_by("added_at", "pk")]


def endpoint(endpoint_id: UUID, *, by: Actor) -> EndpointCard:
    """One of them, or one that was removed; refused as unknown to whoever may not see it."""
    row = _counted(permissions.READ.rows(by, Endpoint.objects.filter(pk=endpoint_id))).first()
    if row is None:
        raise Refused(Refusal.ENDPOINT_UNKNOWN)
    return _endpoint(row)


def secret(endpoint_id: UUID, *, by: Actor) -> str:
    """What signs the calls to an endpoint, for who manages it."""
    row = permissions.MANAGE.rows(by, Endpoint.objects.filter(pk=endpoint_id)).first()
    if row is None:
        raise Refused(Refusal.ENDPOINT_UNKNOWN)
    return outbox.secret_of(row)


def calls_of(endpoint_id: UUID, *, limit: int, by: Actor) -> list[CallCard]:
    """The calls to an endpoint, the latest first."""
    seen = permissions.READ.rows(by, Endpoint.objects.filter(pk=endpoint_id))
    rows = Delivery.objects.filter(endpoint__in=seen).order_by("-written_at", "-pk")[:limit]
    return [
        CallCard(
            id=row.id,
            kind=EventType(row.kind),
            state=DeliveryState(row.state),
            attempts=row.attempts,
            status=row.status,
            failure=row.failure,
            written_at=row.written_at,
        )
        for row in rows
    ]


def _counted(rows: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    return rows.annotate(given_up=Count("calls", filter=Q(calls__state=DeliveryState.GIVEN_UP)))


def _endpoint(row: Any) -> EndpointCard:
    return EndpointCard(
        id=row.id,
        url=row.url,
        kinds=tuple(EventType(each) for each in row.kinds),
        added_at=row.added_at,
        removed_at=row.removed_at,
        given_up=row.given_up,
    )
