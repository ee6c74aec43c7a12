"""A client proves who it is by its key and receives an access token, for minutes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import assertions, permissions
from ..models import Client, Token, UsedAssertion
from ..types import TOKEN_FOR, ClientState, Granted, Refusal, Scope


@act
def issue_token(
    *, client_id: UUID, assertion: str, scopes: Collection[str], audiences: Collection[str], by: Actor, at: datetime
) -> Granted:
    """The token, told once. Without `scopes`, all that the client may. `at` is a moment of the machine."""
    # One at a time: an assertion shown twice at once serves once, and a client withdrawn meanwhile gets nothing.
    client = Client.objects.select_for_update(no_key=True).filter(pk=client_id).first()

    permissions.ADMIT.require_any(by)
    if client is None or client.state != ClientState.ACTIVE:
        assertions.refuse("no such client, or withdrawn")
    claimed = assertions.judged(assertion, client_id=client.id, keys=client.keys, audiences=audiences, at=at)
    if not set(scopes) <= set(client.scopes):
        raise Refused(Refusal.SCOPE_NOT_GIVEN)
    digest = hashlib.sha256(claimed.jti.encode()).hexdigest()
    if UsedAssertion.objects.filter(client=client, digest=digest).exists():
        assertions.refuse("jti served already")

    # After this point the token must be issued.
    UsedAssertion.objects.create(client=client, digest=digest, until=claimed.until)
    token = secrets.token_urlsafe(32)
    given = sorted(set(scopes) or set(client.scopes))
    Token.objects.create(digest=digest_of(token), client=client, scopes=given, until=at + TOKEN_FOR)
    return Granted(token=token, scopes=tuple(Scope(each) for each in given), seconds=int(TOKEN_FOR.total_seconds()))


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
