"""What must always be true of the partners' machines."""

from __future__ import annotations

from collections.abc import Iterable

from acquis.journal.checks import check

from .models import Answer, Client, Token
from .types import ClientState


@check("partners: no token opens anything for a client withdrawn")
def no_token_outlives_its_client() -> Iterable[str]:
    held = Token.objects.filter(client__state=ClientState.WITHDRAWN).values_list("client_id", flat=True)
    for client_id in held.distinct().order_by("client_id"):
        yield f"client {client_id} was withdrawn and still has tokens"


@check("partners: every key of idempotency has its answer")
def every_key_has_its_answer() -> Iterable[str]:
    """A place without an answer would be answered 0 to whoever repeats the question."""
    for client_id, key in Answer.objects.filter(status=0).order_by("pk").values_list("client_id", "key"):
        yield f"client {client_id} has no answer under {key[:40]}"


@check("partners: every client can be counted")
def every_client_has_its_meter() -> Iterable[str]:
    for client_id in Client.objects.filter(meter__isnull=True).order_by("pk").values_list("pk", flat=True):
        yield f"client {client_id} has no meter: every question of it is refused"
