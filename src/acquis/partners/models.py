"""Clients and their public keys, assertions that served, tokens by their digest, answers kept with their effect."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import ClientState, DeliveryState, EventType, Refusal


class ClientSet(models.QuerySet["Client"]):
    def locked(self, client_id: UUID) -> Client:
        """The client, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=client_id).first()
        if row is None:
            raise Refused(Refusal.CLIENT_UNKNOWN)
        return row


class Client(models.Model):
    """A machine of a funder. Nothing secret of it is here: public keys only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    funder_id = models.UUIDField()
    name = models.TextField()
    scopes = ArrayField(models.TextField())
    #: Public keys as JWK (`keys.read`), each with its name, its algorithm and its thumbprint.
    keys = models.JSONField()
    sandbox = models.BooleanField(default=False)
    state = models.TextField(default=ClientState.ACTIVE)
    registered_at = models.DateTimeField()
    registered_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ClientSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(ClientState)), name="client_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ClientState.ACTIVE.value, withdrawn_at__isnull=True)
                | Q(state=ClientState.WITHDRAWN.value, withdrawn_at__isnull=False),
                name="a_client_withdrawn_says_when",
            ),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="a_client_may_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["funder_id", "-registered_at"], name="clients_of_funder")]


class Meter(models.Model):
    """How much a client asks: one row each, apart, so that counting waits for no act on the client."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="meter")
    #: The minute of the machine (since 1970) that is being counted, and how many questions came in it.
    minute = models.BigIntegerField(default=0)
    used = models.IntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)


class UsedAssertion(models.Model):
    """The `jti` of an assertion that served, until it would be refused for its age anyway."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assertions")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "digest"], name="an_assertion_serves_once"),
        ]


class Token(models.Model):
    """An access token, by the SHA-256 of what its client holds. Moments are the machine's."""

    digest = models.CharField(max_length=64, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tokens")
    scopes = ArrayField(models.TextField())
    until = models.DateTimeField(db_index=True)


class Answer(models.Model):
    """What was answered to a write, kept in the transaction of its effect; the same key is answered the same."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="answers")
    key = models.TextField()
    #: SHA-256 of the address and of what was sent.
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "key"], name="one_answer_a_key"),
        ]


class EndpointSet(models.QuerySet["Endpoint"]):
    def locked(self, endpoint_id: UUID) -> Endpoint:
        """The endpoint, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=endpoint_id).first()
        if row is None:
            raise Refused(Refusal.ENDPOINT_UNKNOWN)
        return row


class Endpoint(models.Model):
    """An address of a funder's, called when something that it listens to happens."""

    id = models.UUIDField(primary_key=True, default=new_id)
    funder_id = models.UUIDField()
    url = models.TextField()
    kinds = ArrayField(models.TextField())
    #: What signs the calls (`outbox.seal`); whoever has it could speak in our name to this address.
    secret_sealed = SealedField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = EndpointSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kinds__len__gt=0), name="an_endpoint_listens_to_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["funder_id"], name="endpoints_of_funder")]


class DeliverySet(models.QuerySet["Delivery"]):
    def locked(self, delivery_id: UUID) -> Delivery:
        """The call, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update(of=("self",)).select_related("endpoint").filter(pk=delivery_id).first()
        if row is None:
            raise Refused(Refusal.CALL_UNKNOWN)
        return row


class Delivery(models.Model):
    """A call to an endpoint: what is said is written once, and is the same at every attempt."""

    id = models.UUIDField(primary_key=True, default=new_id)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="calls")
    kind = models.TextField()
    body = models.TextField()
    state = models.TextField(default=DeliveryState.WAITING)
    attempts = models.SmallIntegerField(default=0)
    status = models.SmallIntegerField(null=True)
    failure = models.TextField(default="", blank=True)
    written_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)

    objects = DeliverySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(DeliveryState)), name="call_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=sorted(EventType)), name="call_kind_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["endpoint", "-written_at"], name="calls_of_endpoint")]
