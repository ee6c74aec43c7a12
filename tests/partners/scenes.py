"""A funder's machine as tests need it: its key pair, its registration, its assertions and its questions."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, Key
from tests.funders.scenes import Giver, a_funder
from tests.moments import AT

from acquis.api.partners.token import ASSERTION_TYPE
from acquis.kit import clock
from acquis.partners import actions
from acquis.partners.types import Scope

ROOT = "/api/partners/v1"
KEY: Key = ECKey.generate_key("P-256", private=True)


def jwks(*keys: Key) -> str:
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys or (KEY,)]})


@dataclass(frozen=True)
class Machine:
    """A registered client, and whose it is."""

    id: UUID
    giver: Giver
    key: Key

    def get(self, path: str, *, token: str = "", **more: str) -> Any:
        return Client().get(f"{ROOT}{path}", headers=self.headers(token) | more)

    def post(self, path: str, body: Any, *, key: str = "", token: str = "") -> Any:
        sent = {"Idempotency-Key": key} if key else {}
        return Client().post(
            f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers=self.headers(token) | sent
        )

    def headers(self, token: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.token()}"}

    def token(self, scopes: str = "") -> str:
        answer = ask(self.assertion(), scope=scopes)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    def assertion(self, *, algorithm: str = "ES256", key: Key | None = None, **claims: Any) -> str:
        now = int(clock.machine_now().timestamp())
        said = {
            "iss": str(self.id),
            "sub": str(self.id),
            "aud": f"{settings.ACQUIS.site_url}{ROOT}/token",
            "exp": now + 240,
            "jti": str(uuid4()),
        } | claims
        told = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": algorithm}, told, key or self.key, algorithms=[algorithm])


def ask(assertion: str, **more: str) -> Any:
    """Ask for a token."""
    form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    told = {name: value for name, value in (form | more).items() if value}
    return Client().post(f"{ROOT}/token", told)


def a_machine(
    giver: Giver | None = None, *, scopes: Collection[Scope] = tuple(Scope), sandbox: bool = False, key: Key = KEY
) -> Machine:
    giver = giver or a_funder()
    client_id = actions.register_client(
        funder_id=giver.id,
        name="Logiciel des aides",
        scopes=scopes,
        jwks=jwks(key),
        sandbox=sandbox,
        by=giver.manager,
        at=AT,
    )
    return Machine(client_id, giver, key)
