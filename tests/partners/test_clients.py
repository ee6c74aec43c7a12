"""A funder's machines: who registers them, by which keys they are known, and the tokens they receive."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from tests import scenes
from tests.funders.scenes import a_funder
from tests.moments import AT
from tests.partners.scenes import KEY, a_machine, ask, jwks

from acquis.journal.checks import CHECKS
from acquis.kit import clock
from acquis.kit.refusal import Refused
from acquis.partners import actions, jobs, queries
from acquis.partners.models import Answer, Token, UsedAssertion
from acquis.partners.types import ANSWERS_FOR, ClientState, Refusal, Scope

pytestmark = pytest.mark.django_db
OTHER = ECKey.generate_key("P-256", private=True)


def registering(**more: Any) -> Any:
    giver = more.pop("giver", None) or a_funder()
    told = {"name": "Logiciel", "scopes": [Scope.BUDGETS_READ], "jwks": jwks(), "sandbox": False, "by": giver.manager}
    return actions.register_client(**{"funder_id": giver.id, "at": AT, **told, **more})


def test_a_manager_registers_and_nobody_else():
    giver, other = a_funder(), a_funder(name="Autre")
    client_id = registering(giver=giver)
    card = queries.client(client_id, by=giver.agent)
    assert (card.scopes, card.keys[0].algorithm, card.last_used_at) == ((Scope.BUDGETS_READ,), "ES256", None)
    for by in (giver.agent, scenes.STAFF, other.manager):
        with pytest.raises(Refused):
            registering(giver=giver, by=by)
    with pytest.raises(Refused, match=r"partners\.client_unknown"):
        queries.client(client_id, by=other.manager)
    for missing, reason in (
        ({"name": " "}, Refusal.NAME_MISSING),
        ({"name": "x" * 81}, Refusal.NAME_TOO_LONG),
        ({"scopes": []}, Refusal.SCOPE_MISSING),
    ):
        with pytest.raises(Refused, match=str(reason)):
            registering(giver=giver, **missing)
    assert [card.id for card in queries.clients(by=giver.manager)] == [client_id]
    assert queries.funder_of(client_id) == giver.id


def _pem(key: Any) -> str:
    return key.as_pem(private=False).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Refusal.KEYS_MISSING),
        ("{}", Refusal.KEYS_KIND),
        ('{"keys": []}', Refusal.KEYS_MISSING),
        ('{"keys": [1]}', Refusal.KEYS_UNREADABLE),
        ("une clé", Refusal.KEYS_UNREADABLE),
        ("-----BEGIN PUBLIC KEY-----\nxx\n-----END PUBLIC KEY-----", Refusal.KEYS_UNREADABLE),
        (json.dumps(KEY.as_dict(private=True)), Refusal.KEYS_PRIVATE),
        (KEY.as_pem(private=True).decode(), Refusal.KEYS_PRIVATE),
        (json.dumps(OctKey.generate_key(256).as_dict(private=True)), Refusal.KEYS_PRIVATE),
        (json.dumps(RSAKey.generate_key(1024).as_dict(private=False)), Refusal.KEYS_KIND),
        (json.dumps({**KEY.as_dict(private=False), "use": "enc"}), Refusal.KEYS_KIND),
        (json.dumps({**KEY.as_dict(private=False), "x": "AA"}), Refusal.KEYS_UNREADABLE),
        (jwks(KEY, KEY), Refusal.KEYS_UNREADABLE),
        (jwks(*[ECKey.generate_key("P-256") for _ in range(5)]), Refusal.KEYS_TOO_MANY),
    ],
    # Keys are new each time, and every process must call a case the same.
    ids=map(str, count()),
)
def test_a_key_that_is_no_public_key_is_refused_with_its_reason(text: str, reason: Refusal):
    with pytest.raises(Refused) as refused:
        registering(jwks=text)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ECKey.generate_key("P-384"), "ES384"),
        (OKPKey.generate_key("Ed25519"), "Ed25519"),
        (RSAKey.generate_key(2048), "PS256"),
    ],
    ids=["P-384", "Ed25519", "RSA"],
)
def test_every_accepted_kind_of_key_opens_the_door(key: Any, algorithm: str):
    machine = a_machine(key=key)
    assert ask(machine.assertion(algorithm=algorithm)).status_code == 200
    if algorithm == "Ed25519":
        assert ask(machine.assertion(algorithm="EdDSA")).status_code == 200
    by_pem = registering(jwks=_pem(key))
    assert queries.client(by_pem, by=scenes.SYSTEM).keys[0].algorithm == algorithm


def test_an_assertion_serves_once_and_gives_what_was_asked():
    machine = a_machine(scopes=[Scope.BUDGETS_READ, Scope.CONVENTIONS_READ])
    assertion = machine.assertion()
    granted = ask(assertion, scope="budgets:read").json()
    assert (granted["token_type"], granted["scope"], granted["expires_in"]) == ("Bearer", "budgets:read", 600)
    assert ask(assertion).json()["error"] == "invalid_client"
    assert ask(machine.assertion(), scope="promises:read").json()["error"] == "invalid_scope"
    assert not Token.objects.filter(digest=granted["access_token"]).exists()


NOW = int(clock.machine_now().timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://ailleurs.exemple/token"},
        {"aud": ["http://127.0.0.1:8000/api/partners/v1/token", "https://ailleurs.exemple"]},
        {"aud": None},
        {"exp": None},
        {"exp": NOW - 60},
        {"exp": NOW + 86_400},
        {"exp": "demain"},
        {"exp": True},
        {"jti": None},
        {"jti": ""},
        {"nbf": NOW + 86_400},
        {"iat": NOW + 86_400},
        {"sub": "0198c0de-0000-7000-8000-000000000001"},
        {"key": OTHER},
    ],
    ids=map(str, count()),
)
def test_an_assertion_that_is_not_quite_right_opens_nothing(claims: dict[str, Any]):
    answer = ask(a_machine().assertion(**claims))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert not Token.objects.exists()


def test_no_other_form_of_proof_is_taken():
    machine = a_machine()
    assertion = machine.assertion()
    head, body, _signature = assertion.split(".")
    for forged in ("", "x", f"{head}.{body}.", f"eyJhbGciOiJub25lIn0.{body}.", assertion + "x"):
        assert ask(forged).status_code in (400, 401)
    assert ask(assertion, grant_type="password").json()["error"] == "unsupported_grant_type"
    assert ask(assertion, client_id="x").status_code == 401
    assert ask(assertion).status_code == 200


def test_new_keys_close_what_the_old_ones_opened():
    machine = a_machine()
    token = machine.token()
    with pytest.raises(Refused, match=r"partners\.not_allowed"):
        actions.replace_keys(client_id=machine.id, jwks=jwks(OTHER), by=machine.giver.agent, at=AT)
    actions.replace_keys(client_id=machine.id, jwks=jwks(OTHER), by=machine.giver.manager, at=AT)
    assert machine.get("/me", token=token).status_code == 401
    assert ask(machine.assertion()).status_code == 401
    assert ask(machine.assertion(key=OTHER)).status_code == 200


def test_a_client_withdrawn_is_out_at_once():
    machine = a_machine()
    token = machine.token()
    assert machine.get("/me", token=token).status_code == 200
    assert queries.client(machine.id, by=scenes.SYSTEM).last_used_at is not None
    actions.withdraw_client(client_id=machine.id, by=machine.giver.manager, at=AT)
    assert machine.get("/me", token=token).status_code == 401
    assert ask(machine.assertion()).status_code == 401
    assert queries.client(machine.id, by=scenes.SYSTEM).state is ClientState.WITHDRAWN
    with pytest.raises(Refused, match=r"partners\.withdrawn_already"):
        actions.withdraw_client(client_id=machine.id, by=scenes.STAFF, at=AT)
    assert not list(CHECKS["partners: no token opens anything for a client withdrawn"]())
    assert not list(CHECKS["partners: every client can be counted"]())


def test_what_served_is_forgotten_and_what_serves_is_not():
    machine = a_machine()
    machine.token()
    now = clock.machine_now()
    for key, at in (("vieille", now - ANSWERS_FOR * 2), ("jeune", now)):
        assert actions.answer_once(client_id=machine.id, key=key, digest="x", by=scenes.SYSTEM, at=at) is None
    assert len(list(CHECKS["partners: every key of idempotency has its answer"]())) == 2
    actions.keep_answer(client_id=machine.id, key="jeune", status=201, body={}, by=scenes.SYSTEM, at=now)
    assert jobs.forget(timestamp=0) == 1
    assert (Token.objects.count(), UsedAssertion.objects.count()) == (1, 1)
    assert list(Answer.objects.values_list("key", "status")) == [("jeune", 201)]
    with pytest.raises(Refused, match=r"partners\.token_unknown"):
        actions.admit(token="rien" * 10, by=scenes.SYSTEM, at=now)
    with pytest.raises(Refused, match=r"partners\.assertion_refused"):
        actions.issue_token(client_id=machine.giver.id, assertion="", scopes=[], audiences=[], by=scenes.SYSTEM, at=now)
