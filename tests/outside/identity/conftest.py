"""A site that speaks to the faulty provider, and what its database holds before and after."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from acquis.outside.identity import metadata

_spec = importlib.util.spec_from_file_location("faulty", Path(__file__).parent / "faulty.py")
assert _spec is not None
assert _spec.loader is not None
faulty = importlib.util.module_from_spec(_spec)
sys.modules["faulty"] = faulty
_spec.loader.exec_module(faulty)


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Our own keys are made once for the run: RSA keys are slow to make."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def _providers() -> Iterator[dict]:
    running = {kind: faulty.Provider(kind) for kind in ("franceconnect", "proconnect")}
    yield running
    for provider in running.values():
        provider.close()


@pytest.fixture
def site(settings, home, _providers):
    """The configuration of a site that trusts both providers; `site(**changes)` changes it."""

    def configure(**changes) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(
            update={
                "home": home,
                "site_url": "http://testserver",
                "identity_timeout": 30.0,
                **{
                    f"{kind}_{name}": value
                    for kind, provider in _providers.items()
                    for name, value in (
                        ("issuer", provider.issuer),
                        ("client_id", provider.client_id),
                        ("client_secret", provider.client_secret),
                    )
                },
                **changes,
            }
        )
        metadata.forget()

    configure()
    return configure


@pytest.fixture
def fc(site, _providers) -> faulty.Provider:
    from acquis.outside.identity import keys

    provider = _providers["franceconnect"]
    provider.calm()
    provider.relying_keys = keys.public_jwks()
    return provider


@pytest.fixture
def pc(site, _providers) -> faulty.Provider:
    provider = _providers["proconnect"]
    provider.calm()
    return provider


class Browser:
    """A person's browser: it starts a sign-in, agrees at the provider, and comes back."""

    def __init__(self) -> None:
        self.client = Client()

    def ask(self, provider: faulty.Provider, *, next: str = "") -> str:
        """Press the button; where the browser is sent."""
        answer = self.client.post(f"/connexion/{provider.kind}", {"next": next})
        assert answer.status_code == 303, answer.content.decode()
        return answer["Location"]

    def come_back(self, provider: faulty.Provider, answer: dict[str, str] | str):
        query = answer if isinstance(answer, str) else urlencode(answer)
        return self.client.get(f"/signin/{provider.kind}/callback?{query}")

    def sign_in(self, provider: faulty.Provider, *, next: str = ""):
        return self.come_back(provider, provider.authorize(self.ask(provider, next=next)))

    @property
    def signed_in(self) -> bool:
        """True when the server holds a session of somebody under this browser's cookie."""
        # The client's own `session` would make one where there is none.
        return settings.SESSION_COOKIE_NAME in self.client.cookies and "who" in self.client.session


@pytest.fixture
def visitor() -> Browser:
    return Browser()


@pytest.fixture
def contents(db):
    """A digest of every row of every table."""

    def digest() -> dict[str, str]:
        found = {}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
                rows = "\n".join(row[0] for row in cursor.fetchall())
                found[table] = hashlib.sha256(rows.encode()).hexdigest()
        return found

    return digest
