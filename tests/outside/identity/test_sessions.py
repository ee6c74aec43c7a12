"""A session: new at each sign-in, dead on the server once ended, idle or too old; a purchase asks for a fresh proof."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from structlog.testing import capture_logs

from acquis.employers.queries import company_with_siren
from acquis.funders.actions import register_funder
from acquis.funders.types import FunderKind
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.outside.identity.types import Refusal
from acquis.people.models import Agent, Proof
from acquis.web import session
from acquis.web.public.signin import start_proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def forward(monkeypatch):
    """Move the machine's clock."""
    now, moved = clock.machine_now, [timedelta(0)]
    monkeypatch.setattr(clock, "machine_now", lambda: now() + moved[0])

    def move(**by) -> None:
        moved[0] += timedelta(**by)

    return move


def key_of(visitor) -> str:
    return visitor.client.cookies[settings.SESSION_COOKIE_NAME].value


def asked_to_sign_in(answer) -> bool:
    return answer.status_code in (302, 303) and urlsplit(answer["Location"]).path == "/connexion"


def test_a_planted_session_key_is_not_kept(fc, visitor) -> None:
    """Session fixation: the key known before signing in is worth nothing after."""
    visitor.sign_in(fc)
    first = key_of(visitor)
    visitor.sign_in(fc)
    assert key_of(visitor) != first

    from tests.outside.identity.conftest import Browser

    attacker = Browser()
    attacker.client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    attacker.sign_in(fc)
    assert key_of(attacker) != "a" * 32

    thief = Browser()
    thief.client.cookies[settings.SESSION_COOKIE_NAME] = first
    assert asked_to_sign_in(thief.client.get("/mes-droits")) or thief.client.get("/mes-droits").status_code == 404
    assert not thief.signed_in


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(fc, visitor) -> None:
    from tests.outside.identity.conftest import Browser

    visitor.sign_in(fc)
    stolen = key_of(visitor)
    visitor.client.post("/deconnexion")
    thief = Browser()
    thief.client.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not thief.signed_in


def test_the_table_of_sessions_does_not_give_the_keys_away(fc, visitor) -> None:
    visitor.sign_in(fc)
    row = Session.objects.get()
    assert row.session_key != key_of(visitor)
    opened = visitor.client.session["who"]
    assert fc.person["sub"] not in str(opened)
    assert "eyJ" not in opened["logout"]


def test_the_cookie_is_for_the_server_alone(fc, visitor) -> None:
    visitor.sign_in(fc)
    for name in (settings.SESSION_COOKIE_NAME, "acquis-signin"):
        cookie = visitor.client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_signing_out_ends_the_session_at_the_provider_too(fc, visitor) -> None:
    inner: list[str] = []
    fc.parts["id_token"].signed = lambda token: inner.append(token) or token
    visitor.sign_in(fc)
    left = visitor.client.post("/deconnexion")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(left["Location"]).query).items()}
    assert left["Location"].startswith(f"{fc.issuer}/session/end?")
    assert sent["id_token_hint"] == inner[0]
    assert sent["post_logout_redirect_uri"] == "http://testserver/signin/done"
    assert sent["state"]
    assert not visitor.signed_in


def test_signing_out_works_while_the_provider_is_down(fc, visitor, site) -> None:
    visitor.sign_in(fc)
    site()
    fc.http["discovery"].status = 500
    left = visitor.client.post("/deconnexion")
    assert left["Location"] == "/signin/done?ici-seulement=1"
    assert "n’a pas pu être prévenu" in visitor.client.get(left["Location"]).content.decode()
    assert not visitor.signed_in


def test_signing_out_is_no_link(visitor, site) -> None:
    assert visitor.client.get("/deconnexion").status_code == 405


def test_an_idle_session_ends_and_says_so(fc, visitor, forward) -> None:
    visitor.sign_in(fc)
    forward(minutes=19)
    assert visitor.client.get("/signin/done").status_code == 200
    forward(minutes=19)
    assert visitor.client.get("/signin/done").status_code == 200
    forward(minutes=21)
    answer = visitor.client.get("/signin/done?x=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/connexion/session-terminee?pourquoi=inactivite&next=%2Fsignin%2Fdone%3Fx%3D1"
    assert not visitor.signed_in
    page = visitor.client.get(answer["Location"]).content.decode()
    assert "Vous n’avez rien fait pendant 20 minutes" in page
    assert "/connexion?next=" in page


def test_a_session_ends_after_ten_hours_whatever_happens(fc, visitor, forward) -> None:
    visitor.sign_in(fc)
    for _ in range(39):
        forward(minutes=15)
        assert visitor.client.get("/signin/done").status_code == 200
    forward(minutes=15)
    answer = visitor.client.get("/signin/done")
    assert "pourquoi=duree" in answer["Location"]
    assert not visitor.signed_in


def test_the_warning_s_button_prolongs_an_idle_session_but_not_the_day(fc, visitor, forward) -> None:
    visitor.sign_in(fc)
    forward(minutes=19)
    told = visitor.client.post("/connexion/prolonger", headers={"Accept": "application/json"}).json()
    assert told == {"seconds": 1200}
    forward(minutes=19)
    # Without script, the button is a form that comes back to the page.
    assert visitor.client.post("/connexion/prolonger", {"next": "/aide"})["Location"] == "/aide"
    forward(hours=9, minutes=15)
    ended = visitor.client.post("/connexion/prolonger", headers={"Accept": "application/json"})
    assert ended.status_code == 302


def test_pages_of_signed_in_people_carry_the_warning_and_others_do_not(fc, visitor) -> None:
    assert "session-warning" not in visitor.client.get("/signin/done").content.decode()
    visitor.sign_in(fc)
    page = visitor.client.get("/signin/done").content.decode()
    assert 'data-idle="1200"' in page


def test_a_fragment_asked_by_an_ended_session_sends_the_whole_page_away(fc, visitor, forward) -> None:
    visitor.sign_in(fc)
    forward(minutes=21)
    answer = visitor.client.get("/signin/done", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/connexion/session-terminee")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple",
        "/\\ailleurs.exemple",
        "javascript:alert(1)",
        "mes-droits",
        "/x" * 300,
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(fc, visitor, wanted) -> None:
    assert visitor.sign_in(fc, next=wanted)["Location"] == "/mes-droits"


def test_who_typed_localhost_is_brought_to_the_site_s_own_name(site, visitor) -> None:
    site(site_url="http://127.0.0.1:8000")
    answer = visitor.client.get("/connexion?next=/aide", headers={"Host": "localhost:8000"})
    assert answer["Location"] == "http://127.0.0.1:8000/connexion?next=/aide"
    for right in ("127.0.0.1:8000", "localhost:9000"):
        assert visitor.client.get("/connexion", headers={"Host": right}).status_code == 200


def test_a_withdrawn_professional_is_nobody_at_once(pc, visitor) -> None:
    from uuid import uuid4

    from acquis.kit.actor import Role, system
    from acquis.people.actions import enrol_agent
    from acquis.people.types import AgentKind

    enrol_agent(
        kind=AgentKind.STAFF,
        first_name="Jean",
        last_name="Fontaine",
        email=pc.person["email"],
        siret=pc.person["siret"],
        organisation_id=None,
        roles=[Role.STAFF_AGENT],
        agent_id=uuid4(),
        by=system("test"),
        at=clock.now(),
    )
    assert visitor.sign_in(pc)["Location"] == "/agents"
    assert visitor.signed_in
    Agent.objects.update(withdrawn_at=clock.now())
    visitor.client.get("/signin/done")
    assert not visitor.signed_in


def test_an_unknown_professional_reads_what_to_do(pc, visitor) -> None:
    answer = visitor.sign_in(pc)
    assert answer.status_code == 403
    assert "n’est pas connu ici" in answer.content.decode()
    assert not Agent.objects.exists()
    assert not visitor.signed_in


def test_the_certified_head_of_an_unknown_company_registers_it(pc, visitor) -> None:
    pc.acr = "https://proconnect.gouv.fr/assurance/certification-dirigeant"
    siret = pc.person["siret"]
    assert visitor.sign_in(pc, next="/agents")["Location"] == "/employeur"
    company = company_with_siren(siret[:9])
    assert company is not None
    assert visitor.client.get("/employeur").status_code == 200
    agent = Agent.objects.get()
    assert (agent.kind, agent.organisation_id, agent.roles) == ("employer", company.id, ["employer_manager"])
    # Whose establishment is a funder's does not become an employer by coming.
    Agent.objects.update(withdrawn_at=clock.now())
    by = system("test")
    register_funder(kind=FunderKind.OPCO, name="Opco", siret=siret, by=by, at=clock.now())
    assert visitor.sign_in(pc).status_code == 403


# ---------------------------------------------------------------- the proof a purchase asks for


def ask_for_proof(visitor, basket: str) -> str:
    """What a page does before a purchase: send the holder to FranceConnect+ for this basket."""
    request = RequestFactory().post("/acheter")
    request.COOKIES = {name: morsel.value for name, morsel in visitor.client.cookies.items()}
    request.session = visitor.client.session
    session.identify(lambda r: None)(request)
    answer = start_proof(request, basket, "/mes-inscriptions/1")
    return answer["Location"]


def test_a_fresh_proof_is_bound_to_the_basket_and_comes_back_to_the_page(fc, visitor) -> None:
    visitor.sign_in(fc)
    key = key_of(visitor)
    address = ask_for_proof(visitor, "basket-1")
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]

    back = visitor.come_back(fc, fc.authorize(address))

    assert (back.status_code, back["Location"]) == (303, "/mes-inscriptions/1")
    proof = Proof.objects.get()
    assert proof.basket == "basket-1"
    assert visitor.client.session["proof"] == {"basket": "basket-1", "id": str(proof.id)}
    assert key_of(visitor) == key


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lambda fc: fc.person.update(sub="c" * 64 + "v1"), Refusal.OTHER_PERSON),
        (lambda fc: setattr(fc, "acr", "eidas1"), Refusal.ACR_TOO_LOW),
    ],
)
def test_a_proof_by_somebody_else_or_too_weak_is_refused(fc, visitor, wrong, refusal) -> None:
    visitor.sign_in(fc)
    address = ask_for_proof(visitor, "basket-1")
    wrong(fc)
    with capture_logs() as logs:
        answer = visitor.come_back(fc, fc.authorize(address))
    assert answer.status_code == 403
    assert [line["code"] for line in logs if "code" in line] == [refusal]
    assert not Proof.objects.exists()
    assert visitor.signed_in


def test_an_older_authentication_is_no_fresh_proof(fc, visitor) -> None:
    visitor.sign_in(fc)
    address = ask_for_proof(visitor, "basket-1")
    fc.parts["id_token"].claims = lambda c: c | {"auth_time": c["iat"] - 600}
    with capture_logs() as logs:
        visitor.come_back(fc, fc.authorize(address))
    assert [line["code"] for line in logs if "code" in line] == [Refusal.NOT_FRESH]
    assert not Proof.objects.exists()


def test_a_provider_whose_clock_is_ahead_does_not_make_a_proof_live_longer(fc, visitor) -> None:
    visitor.sign_in(fc)
    address = ask_for_proof(visitor, "basket-1")
    fc.parts["id_token"].claims = lambda c: c | {"iat": c["iat"] + 100, "exp": c["exp"] + 100}
    visitor.come_back(fc, fc.authorize(address))
    proof = Proof.objects.get()
    assert proof.identity_iat <= clock.now()


def test_a_proof_asked_in_a_session_that_ended_is_refused(fc, visitor) -> None:
    visitor.sign_in(fc)
    address = ask_for_proof(visitor, "basket-1")
    visitor.sign_in(fc)
    with capture_logs() as logs:
        visitor.come_back(fc, fc.authorize(address))
    assert [line["code"] for line in logs if line["event"] == "identity.refused"] == [Refusal.SESSION_CHANGED]
    assert not Proof.objects.exists()
