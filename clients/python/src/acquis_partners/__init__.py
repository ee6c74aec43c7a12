"""Speak to the partners' API of Acquis: sign, ask, write once, and verify what it sends."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import Key, import_key
from standardwebhooks import Webhook

ROOT = "/api/partners/v1"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = {"P-256": "ES256", "P-384": "ES384", "Ed25519": "Ed25519"}
#: A token is asked anew this many seconds before its end.
_EARLY = 30
#: How often a question is asked again when no answer comes, or when we are told to wait.
_TRIES = 4


class Problem(Exception):
    """What was refused: the status and the problem detail of the answer."""

    def __init__(self, status: int, detail: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {detail.get('title') or detail.get('error')}: {detail.get('detail', '')}".strip())
        self.status, self.detail = status, detail


class Partner:
    """One registered key. `key` is its private half, as JWK (text or members)."""

    def __init__(
        self,
        site: str,
        *,
        client_id: str,
        key: str | Mapping[str, Any],
        scopes: tuple[str, ...] = (),
        transport: httpx.BaseTransport | None = None,
        timeout: float = 30.0,
    ) -> None:
        self.site, self.client_id, self.scopes = site.rstrip("/"), client_id, scopes
        self._key: Key = import_key(dict(json.loads(key) if isinstance(key, str) else key))
        self._http = httpx.Client(base_url=self.site, transport=transport, timeout=timeout)
        self._token, self._until = "", 0.0

    # What is read ------------------------------------------------------------------------------------------------

    def me(self) -> dict[str, Any]:
        """Which key asks, for whom, and what it may."""
        return self._get("/me")

    def conventions(self, *, state: str = "") -> Iterator[dict[str, Any]]:
        """Every version of every convention, page after page."""
        return self._pages("/conventions", "conventions", {"state": state})

    def convention(self, convention_id: str) -> dict[str, Any]:
        return self._get(f"/conventions/{convention_id}")

    def budget(self, convention_id: str) -> dict[str, Any]:
        """What is free, promised, spent and given back; cents."""
        return self._get(f"/conventions/{convention_id}/budget")

    def provisions(self, convention_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._get(f"/conventions/{convention_id}/provisions")["provisions"]
        return found

    def promises(
        self, convention_id: str, *, purpose: str, since: str = "", state: str = ""
    ) -> Iterator[dict[str, Any]]:
        """The promises of a convention, the oldest first; the reading is noted under its purpose."""
        asked = {"purpose": purpose, "since": since, "state": state}
        return self._pages(f"/conventions/{convention_id}/promises", "promises", asked)

    def promise(self, promise_id: str, *, purpose: str) -> dict[str, Any]:
        return self._get(f"/promises/{promise_id}", {"purpose": purpose})

    def endowment(self, order_id: str) -> dict[str, Any]:
        return self._get(f"/endowments/{order_id}")

    def endowment_lines(self, order_id: str) -> Iterator[dict[str, Any]]:
        first: int | None = 0
        while first is not None:
            page = self._get(f"/endowments/{order_id}/lines", {"first": str(first)})
            yield from page["lines"]
            first = page["next"]

    # What is written ---------------------------------------------------------------------------------------------

    def endow(self, order: Mapping[str, Any], *, key: str = "") -> dict[str, Any]:
        """Prepare an order, and send it when it says so. `key` makes it once: keep it with your own record."""
        return self._asked("POST", "/endowments", body=order, headers={"Idempotency-Key": key or str(uuid4())})

    # How -----------------------------------------------------------------------------------------------------------

    def _get(self, path: str, asked: Mapping[str, str] | None = None) -> dict[str, Any]:
        return self._asked("GET", path, asked={name: value for name, value in (asked or {}).items() if value})

    def _pages(self, path: str, name: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._get(path, {**asked, "cursor": cursor})
            yield from page[name]
            cursor = page["next"]

    def _asked(
        self,
        method: str,
        path: str,
        *,
        asked: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        for attempt in range(_TRIES):
            sent = {"Authorization": f"Bearer {self._bearer()}", **(headers or {})}
            last = attempt == _TRIES - 1
            try:
                answer = self._http.request(method, ROOT + path, params=asked, json=body, headers=sent)
            except httpx.TransportError:
                # A write carries its key: asked again, it is done once.
                if last:
                    raise
                time.sleep(2**attempt)
                continue
            if answer.status_code == 401 and not last:
                self._token = ""
            elif answer.status_code == 429 and not last:
                time.sleep(min(60, int(answer.headers.get("Retry-After", "1"))))
            elif answer.is_success:
                found: dict[str, Any] = answer.json()
                return found
            else:
                raise Problem(answer.status_code, _told(answer))
        raise AssertionError("the last attempt answers or raises")

    def _bearer(self) -> str:
        if self._token and time.time() < self._until - _EARLY:
            return self._token
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        answer = self._http.post(f"{ROOT}/token", data=form)
        if not answer.is_success:
            raise Problem(answer.status_code, _told(answer))
        told = answer.json()
        self._token, self._until = told["access_token"], time.time() + told["expires_in"]
        return self._token

    def _assertion(self) -> str:
        now = int(time.time())
        algorithm = _ALGORITHMS.get(str(self._key.get("crv", "")), "PS256")
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": f"{self.site}{ROOT}/token",
            "iat": now,
            "exp": now + 120,
            "jti": str(uuid4()),
        }
        return jwt.encode({"alg": algorithm, "typ": "JWT"}, claims, self._key, algorithms=[algorithm])


def read_call(body: bytes, headers: Mapping[str, str], secret: str) -> dict[str, Any]:
    """What a call tells, once its signature and its moment are good; raises `WebhookVerificationError` otherwise.

    Keep `webhook-id`: the same call may come twice.
    """
    told: dict[str, Any] = Webhook(secret).verify(body, dict(headers))
    return told


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {"title": answer.reason_phrase}
    return told if isinstance(told, dict) else {"title": answer.reason_phrase}
