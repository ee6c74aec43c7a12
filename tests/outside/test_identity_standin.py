"""The demonstration's provider speaks the protocol over HTTP, and refuses what the real one refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from stdnum.fr import nir as stdnum_nir
from stdnum.fr import siret as stdnum_siret

from acquis.kit.actor import Role, system
from acquis.outside.identity import metadata
from acquis.outside.identity_standin import personas
from acquis.people.actions import enrol_agent
from acquis.people.models import Person
from acquis.people.types import AgentKind

SYSTEM = system("test")


@pytest.fixture
def standin(transactional_db, live_server, settings, tmp_path) -> Iterator[str]:
    """The demonstration on a real port: the relying party and its provider call one another."""
    settings.ROOT_URLCONF = "tests.outside.urls_with_standin"
    settings.ACQUIS = settings.ACQUIS.model_copy(
        update={
            "demo": True,
            "home": tmp_path,
            "site_url": live_server.url,
            **{f"{kind}_{what}": "" for kind in ("franceconnect", "proconnect") for what in ("issuer", "client_id")},
        }
    )
    metadata.forget()
    missing = not apps.is_installed("acquis.outside.identity_standin")
    if missing:
        from acquis.outside.identity_standin.models import Grant

        with connection.schema_editor() as editor:
            editor.create_model(Grant)
    # Our keys are made when first asked for; on a busy machine that is longer than a provider waits.
    Client().get("/.well-known/jwks.json")
    yield live_server.url
    if missing:
        with connection.schema_editor() as editor:
            editor.delete_model(Grant)


def local(address: str, site: str) -> str:
    return address.removeprefix(site)


def choose(client: Client, site: str, kind: str, persona: str):
    """Press the button, choose a persona, come back."""
    sent = client.post(f"/connexion/{kind}", {"next": ""})
    assert sent.status_code == 303, sent.content.decode()
    address = local(sent["Location"], site)
    shown = client.get(address)
    assert shown.status_code == 200, shown.content.decode()
    interaction = re.search(r'name="interaction" value="([^"]+)"', shown.content.decode())
    assert interaction is not None
    chosen = client.post(address, {"interaction": interaction[1], "persona": persona})
    assert chosen.status_code == 303
    return client.get(local(chosen["Location"], site))


@pytest.mark.parametrize("kind", ["RSA-OAEP-256", "ECDH-ES"])
def test_every_step_of_a_holder_over_http(standin, settings, kind) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"identity_encryption": kind, "identity_timeout": 60.0})
    client = Client()
    back = choose(client, standin, "franceconnect", "claire")
    assert (back.status_code, back["Location"]) == (303, "/mes-droits")
    assert Person.objects.get().birth_name == "Vasseur"

    left = client.post("/deconnexion")
    assert left.status_code == 303
    end = client.get(local(left["Location"], standin))
    assert urlsplit(end["Location"]).path == "/signin/done"
    assert client.get(local(end["Location"], standin)).status_code == 200
    assert "who" not in client.session


def test_every_step_of_an_enrolled_professional_over_http(standin, at_noon) -> None:
    samir = next(p for p in personas.PROFESSIONALS if p.key == "samir")
    enrol_agent(
        kind=AgentKind.PROVIDER,
        first_name=samir.first_name,
        last_name=samir.last_name,
        email=samir.email,
        siret=personas.organisation(samir.organisation).siret,
        organisation_id=uuid4(),
        roles=[Role.PROVIDER_AGENT],
        by=SYSTEM,
        at=at_noon,
    )
    back = choose(Client(), standin, "proconnect", "samir")
    assert (back.status_code, back["Location"]) == (303, "/organisme")


def test_giving_up_is_told_plainly(standin) -> None:
    back = choose(Client(), standin, "franceconnect", "")
    assert back.status_code == 403
    assert "Vous n’avez pas terminé l’identification" in back.content.decode()
    assert not Person.objects.exists()


def test_parameters_that_franceconnect_refuses_are_refused(standin) -> None:
    client = Client()
    right = local(client.post("/connexion/franceconnect")["Location"], standin)
    assert client.get(right).status_code == 200
    for wrong in ("code_challenge=x", "max_age=0", "login_hint=a@b.fr", "display=page", "scope=openid"):
        assert client.get(f"{right}&{wrong}").status_code == 400
    for name in ("nonce", "state", "acr_values", "redirect_uri", "client_id"):
        assert client.get(re.sub(rf"{name}=[^&]*", f"{name}=", right)).status_code == 400


def test_a_code_serves_once_and_for_its_own_client(standin) -> None:
    import httpx

    from acquis.outside.identity.settings import settings as relying_party
    from acquis.outside.identity.types import Provider

    client, known = Client(), relying_party(Provider.FRANCECONNECT)
    address = local(client.post("/connexion/franceconnect")["Location"], standin)
    page = client.get(address).content.decode()
    interaction = re.search(r'name="interaction" value="([^"]+)"', page)
    assert interaction is not None
    back = client.post(address, {"interaction": interaction[1], "persona": "claire"})["Location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": known.redirect_uri,
        "client_id": known.client_id,
        "client_secret": known.client_secret,
    }
    token = f"{known.issuer}/token"
    assert httpx.post(token, data=form | {"client_secret": "wrong"}).status_code == 401
    first = httpx.post(token, data=form)
    assert first.status_code == 200
    assert httpx.post(token, data=form).status_code == 400
    access = first.json()["access_token"]
    seen = httpx.get(f"{known.issuer}/userinfo", headers={"Authorization": f"Bearer {access}"})
    assert seen.headers["content-type"] == "application/jwt"
    assert seen.text.count(".") == 4
    assert httpx.get(f"{known.issuer}/userinfo", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_leaving_asks_for_a_token_it_signed(standin) -> None:
    for hint in ("", "a.b.c"):
        answer = Client().get(f"/demo/identity/franceconnect/api/v2/session/end?id_token_hint={hint}")
        assert answer.status_code == 400


def test_personas_are_many_and_well_formed() -> None:
    assert len(personas.PERSONAS) >= 12
    assert len({p.key for p in personas.PERSONAS}) == len(personas.PERSONAS)
    assert {h.shows for h in personas.HOLDERS} == set(personas.Situation)
    assert all(stdnum_nir.is_valid(holder.nir) for holder in personas.HOLDERS)
    assert len({holder.nir for holder in personas.HOLDERS}) == len(personas.HOLDERS)
    assert all(stdnum_siret.is_valid(o.siret) for o in personas.ORGANISATIONS)
    roles = {role for p in personas.PROFESSIONALS for role in p.roles}
    assert roles <= set(Role)
    assert {
        "employer_agent",
        "employer_manager",
        "funder_agent",
        "funder_manager",
        "state_officer",
        "provider_manager",
        "provider_agent",
        "staff_agent",
        "staff_finance",
        "staff_approver",
    } <= roles
