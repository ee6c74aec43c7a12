"""A write, done once: its answer stands under its key, in the transaction of its effect, or neither does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Header
from ninja.responses import NinjaJSONEncoder
from pydantic import StringConstraints

from acquis.journal.reads import collecting_reads
from acquis.kit import clock
from acquis.kit.sql import writing
from acquis.partners import actions as partners

from .door import DOOR, KEY, admitted_of
from .problems import sealed

#: The key as a handler takes it: printable, short, the client's own.
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$"),
    Header(..., alias=KEY, description="Une clé par demande, de votre choix (un UUID) : la même demande, la même clé."),
]


def written(request: HttpRequest, key: str, write: Callable[[], tuple[int, Any]]) -> HttpResponse:
    """The answer of `write` (its status, and what is answered), or the one it gave the first time.

    For a sandbox client, all that `write` did is undone and its answer kept: asked again, it answers the same.
    """
    client, sent = admitted_of(request), f"{request.method} {request.path}\n".encode() + request.body
    digest, now = hashlib.sha256(sent).hexdigest(), clock.machine_now()
    with collecting_reads(), writing():
        kept = partners.answer_once(client_id=client.client_id, key=key, digest=digest, by=DOOR, at=now)
        if kept is not None:
            request.partner_replayed = True  # type: ignore[attr-defined]
            status, body = kept.status, kept.body
        else:
            with transaction.atomic():
                status, answer = write()
                body = json.loads(json.dumps(answer, cls=NinjaJSONEncoder))
                if client.sandbox:
                    transaction.set_rollback(True)
            partners.keep_answer(client_id=client.client_id, key=key, status=status, body=body, by=DOOR, at=now)
    return sealed(request, JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}))
