"""Fault by fault: refused under its own code, nobody signed in, nothing written, a page in plain French."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acquis.kit import clock
from acquis.outside.identity.types import Refusal
from acquis.people.models import Person
from acquis.web.refusal_sentences.identity import SENTENCES

_spec = importlib.util.spec_from_file_location("faults", Path(__file__).parent / "faults.py")
assert _spec is not None
assert _spec.loader is not None
faults = importlib.util.module_from_spec(_spec)
sys.modules["faults"] = faults
_spec.loader.exec_module(faults)

pytestmark = pytest.mark.django_db

#: Refused by other tests, for they are not the fault of one answer.
ELSEWHERE = {
    Refusal.NOT_CONFIGURED,
    Refusal.ISSUER_NOT_SECURE,
    Refusal.STATE_OTHER_BROWSER,
    Refusal.STATE_OTHER_PROVIDER,
    Refusal.STATE_EXPIRED,
    Refusal.NOT_FRESH,
    Refusal.OTHER_PERSON,
    Refusal.SESSION_CHANGED,
}


def told(logs: list[dict], page) -> str:
    """The code in the log; the page shows its sentence, a reference, and no code."""
    refusals = [line for line in logs if line["event"] == "identity.refused"]
    assert len(refusals) == 1, logs
    text = page.content.decode()
    assert page.status_code in (403, 503)
    assert refusals[0]["code"] not in text
    assert "Rien n’a été enregistré." in text
    assert "<script>alert" not in text
    shown = re.sub(r"[ \n]+", " ", text)
    assert SENTENCES[Refusal(refusals[0]["code"])] in shown
    return refusals[0]["code"]


@pytest.mark.parametrize("fault", faults.FAULTS, ids=lambda f: f.name)
def test_a_wrong_answer_is_refused_and_leaves_no_trace(fault, request, visitor, site, contents) -> None:
    provider = request.getfixturevalue("fc" if fault.provider == "franceconnect" else "pc")
    fault.change(provider)
    if any(how.sleep or how.drip for how in provider.http.values()):
        site(identity_timeout=2.0)
    before = contents()

    with capture_logs() as logs:
        sent = visitor.client.post(f"/connexion/{provider.kind}", {"next": "/mes-droits"})
        page = sent
        if sent.status_code == 303:
            page = visitor.come_back(provider, fault.back(provider.authorize(sent["Location"])))

    assert told(logs, page) == fault.refusal
    assert not visitor.signed_in
    after = contents()
    # A question whose answer never came is still waiting for it; nothing else may differ.
    unread = fault.name in ("the state twice", "a hundred parameters")
    if unread or fault.refusal in (Refusal.STATE_MISSING, Refusal.STATE_UNKNOWN):
        before.pop("people_signinattempt"), after.pop("people_signinattempt")
    assert after == before


def test_every_code_has_a_test() -> None:
    assert {fault.refusal for fault in faults.FAULTS} | ELSEWHERE == set(Refusal)
    assert set(SENTENCES) == set(Refusal)


def test_an_answer_serves_once(fc, visitor) -> None:
    answer = fc.authorize(visitor.ask(fc))
    assert visitor.come_back(fc, answer).status_code == 303
    visitor.client.post("/deconnexion")
    with capture_logs() as logs:
        page = visitor.come_back(fc, answer)
    assert told(logs, page) == Refusal.STATE_UNKNOWN
    assert not visitor.signed_in


def test_a_refused_answer_cannot_be_tried_again(fc, visitor) -> None:
    fc.parts["id_token"].claims = lambda c: c | {"nonce": "another"}
    answer = fc.authorize(visitor.ask(fc))
    assert visitor.come_back(fc, answer).status_code == 403
    fc.calm()
    with capture_logs() as logs:
        page = visitor.come_back(fc, answer)
    assert told(logs, page) == Refusal.STATE_UNKNOWN


def test_an_answer_brought_by_another_browser_is_refused_and_the_first_may_still_answer(fc, visitor) -> None:
    """Login CSRF: a victim's browser is made to bring the attacker's answer."""
    from tests.outside.identity.conftest import Browser

    answer = fc.authorize(visitor.ask(fc))
    victim, busy = Browser(), Browser()
    busy.ask(fc)
    for other in (victim, busy):
        with capture_logs() as logs:
            page = other.come_back(fc, answer)
        assert told(logs, page) == Refusal.STATE_OTHER_BROWSER
        assert not other.signed_in
    assert visitor.come_back(fc, answer).status_code == 303


def test_an_answer_of_one_provider_is_not_taken_for_the_other_s(fc, pc, visitor) -> None:
    answer = fc.authorize(visitor.ask(fc))
    with capture_logs() as logs:
        page = visitor.come_back(pc, answer | {"iss": pc.issuer})
    assert told(logs, page) == Refusal.STATE_OTHER_PROVIDER


def test_an_answer_that_comes_too_late_is_refused(fc, visitor, monkeypatch) -> None:
    answer = fc.authorize(visitor.ask(fc))
    now = clock.machine_now
    monkeypatch.setattr(clock, "machine_now", lambda: now() + timedelta(minutes=16))
    with capture_logs() as logs:
        page = visitor.come_back(fc, answer)
    assert told(logs, page) == Refusal.STATE_EXPIRED


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"franceconnect_issuer": "", "demo": False}, Refusal.NOT_CONFIGURED),
        ({"franceconnect_client_secret": ""}, Refusal.NOT_CONFIGURED),
        ({"franceconnect_issuer": "http://identite.exemple/api/v2"}, Refusal.ISSUER_NOT_SECURE),
        ({"franceconnect_issuer": "http://127.0.0.1.exemple/api/v2"}, Refusal.ISSUER_NOT_SECURE),
        ({"franceconnect_issuer": "http://user@127.0.0.1:9/api/v2"}, Refusal.ISSUER_NOT_SECURE),
        ({"franceconnect_issuer": "ftp://127.0.0.1/api/v2"}, Refusal.ISSUER_NOT_SECURE),
        ({"franceconnect_issuer": "http://127.0.0.1:9/api/v2"}, Refusal.METADATA_UNREACHABLE),
    ],
)
def test_a_provider_that_is_not_configured_or_in_clear_is_not_spoken_to(site, visitor, changes, refusal) -> None:
    site(**changes)
    with capture_logs() as logs:
        page = visitor.client.post("/connexion/franceconnect")
    assert told(logs, page) == refusal


@pytest.mark.parametrize("address", ["discovery", "jwks", "token", "userinfo"])
def test_a_provider_in_trouble_is_not_the_person_s_fault(fc, visitor, address) -> None:
    fc.http[address].status = 500
    sent = visitor.client.post("/connexion/franceconnect")
    page = sent if address == "discovery" else visitor.come_back(fc, fc.authorize(sent["Location"]))
    assert page.status_code == 503
    assert "ne répond pas en ce moment" in page.content.decode()


def test_a_code_that_the_provider_rejects_is_not_said_to_be_a_breakdown(fc, visitor) -> None:
    page = visitor.come_back(fc, fc.authorize(visitor.ask(fc)) | {"code": "invented"})
    assert page.status_code == 403
    assert "ne répond pas en ce moment" not in page.content.decode()


def test_spaces_around_a_name_do_not_count(fc, visitor) -> None:
    fc.person |= {"family_name": " DUBOIS ", "given_name": "Angela  Claire "}
    assert visitor.sign_in(fc).status_code == 303
    person = Person.objects.get()
    assert (person.birth_name, person.first_names) == ("DUBOIS", "Angela Claire")


def test_a_name_with_accents_hyphens_and_apostrophes_is_a_name(fc, visitor) -> None:
    fc.person |= {"family_name": "D’Août-Lévêque Œ", "given_name": "Noël Jean-Loïc Þór"}
    assert visitor.sign_in(fc).status_code == 303


def test_a_name_that_grows_when_it_is_folded_still_fits(fc, visitor) -> None:
    fc.person["family_name"] = "Œ" * 200
    assert visitor.sign_in(fc).status_code == 303


def test_nothing_of_a_person_nor_of_a_token_reaches_the_log(fc, visitor, capfd, caplog) -> None:
    """Neither when all goes well nor when the answer is refused."""
    seen: list[str] = []
    original = fc._made
    fc._made = lambda name, claims: seen.append(original(name, claims)) or seen[-1]
    try:
        visitor.sign_in(fc)
        fc.person["birthdate"] = "24/08/1962"
        visitor.sign_in(fc)
    finally:
        del fc._made
    out = "".join(capfd.readouterr()) + caplog.text
    assert "identity.refused" in out
    for secret in ("DUBOIS", "Angela", "1962", "angela@", fc.person["sub"], *seen):
        assert secret not in out
