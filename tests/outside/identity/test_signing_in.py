"""A right answer signs the person in: three kinds of keys, both providers, the parameters each accepts."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from acquis.outside.identity import keys
from acquis.people.models import Identity, Person

pytestmark = pytest.mark.django_db


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_franceconnect_receives_only_what_it_accepts(fc, visitor) -> None:
    sent = parameters(visitor.ask(fc))
    accepted = "client_id acr_values claims response_type nonce state redirect_uri scope prompt idp_hint ui_locales"
    assert set(sent) <= set(accepted.split())
    assert sent["response_type"] == "code"
    assert sent["acr_values"] == "eidas2"
    assert sent["redirect_uri"] == "http://testserver/signin/franceconnect/callback"
    assert len(sent["state"]) >= 32
    assert len(sent["nonce"]) >= 32


def test_proconnect_receives_a_pkce_challenge(pc, visitor) -> None:
    sent = parameters(visitor.ask(pc))
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["code_challenge"]) == 43
    assert "siret" in sent["scope"].split()
    wanted = json.loads(sent["claims"])["id_token"]["acr"]
    assert wanted["essential"] is True
    assert sent["acr_values"].split() == wanted["values"]


@pytest.mark.parametrize("kind", keys.ENCRYPTIONS)
def test_a_holder_signs_in_with_each_kind_of_key(fc, site, visitor, kind) -> None:
    site(identity_encryption=kind)
    fc.relying_keys = visitor.client.get("/.well-known/jwks.json").json()
    assert fc.relying_keys["keys"][0]["alg"] == kind

    answer = visitor.sign_in(fc, next="/mes-droits")

    assert (answer.status_code, answer["Location"]) == (303, "/mes-droits")
    assert visitor.signed_in
    identity = Identity.objects.get()
    assert (identity.issuer, identity.sub) == (fc.issuer, fc.person["sub"])
    assert Person.objects.get().birth_name == "DUBOIS"


def test_a_second_sign_in_finds_the_same_person(fc, visitor) -> None:
    visitor.sign_in(fc)
    fc.person["given_name"] = "Angela Claire"
    fc.person["email"] = "autre@exemple.fr"
    visitor.sign_in(fc)
    assert Person.objects.get().first_names == "Angela Claire Louise"


def test_a_person_born_abroad_has_no_birthplace(fc, visitor) -> None:
    fc.person |= {"birthplace": "", "birthcountry": "99243"}
    visitor.sign_in(fc)
    assert visitor.signed_in
    assert Person.objects.get().birth_place == ""


def test_a_higher_level_than_asked_is_accepted(fc, visitor) -> None:
    fc.acr = "eidas3"
    visitor.sign_in(fc)
    assert visitor.signed_in


def test_an_audience_in_a_list_of_one_and_small_clock_differences_are_accepted(fc, visitor) -> None:
    fc.parts["id_token"].claims = lambda c: c | {"aud": [c["aud"]], "iat": c["iat"] - 100, "exp": c["exp"] - 100}
    visitor.sign_in(fc)
    assert visitor.signed_in


def test_without_an_at_hash_or_replicated_claims_the_answer_is_as_good(fc, visitor) -> None:
    fc.parts["id_token"].claims = lambda c: {k: v for k, v in c.items() if k != "at_hash"}
    for part in fc.parts.values():
        part.jwe_header = lambda h: {k: v for k, v in h.items() if k not in ("iss", "aud")}
    visitor.sign_in(fc)
    assert visitor.signed_in


def test_headers_we_do_not_know_are_left_alone(fc, visitor) -> None:
    for part in fc.parts.values():
        part.jwe_header = lambda h: h | {"exp": 1, "sub": "copied", "x-trace": "a"}
        part.header = lambda h: h | {"x-trace": "a"}
    visitor.sign_in(fc)
    assert visitor.signed_in


def test_the_key_in_force_before_a_rotation_still_opens(fc, visitor, site, tmp_path) -> None:
    site(home=tmp_path)
    old = keys.public_jwks()
    keys.rotate()
    published = visitor.client.get("/.well-known/jwks.json").json()["keys"]
    assert [key["kid"] for key in published][1] == old["keys"][0]["kid"]

    fc.relying_keys = old
    visitor.sign_in(fc)
    assert visitor.signed_in


def test_what_is_published_holds_no_private_member(visitor, site) -> None:
    for key in visitor.client.get("/.well-known/jwks.json").json()["keys"]:
        assert key["use"] == "enc"
        assert key["alg"] in keys.ENCRYPTIONS
        assert key["kid"]
        assert not {"d", "p", "q", "dp", "dq", "qi", "k", "oth"} & set(key)


def test_our_private_keys_are_readable_by_their_owner_only(site, home) -> None:
    keys.own_keys()
    files = list((home / "keys").glob("identity-*"))
    assert files
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in files)


def test_a_pem_file_put_there_by_an_operator_is_used(site, tmp_path, fc, visitor) -> None:
    from joserfc.jwk import RSAKey

    site(home=tmp_path)
    (tmp_path / "keys").mkdir()
    pem = RSAKey.generate_key(2048, private=True).as_pem(private=True)
    (tmp_path / "keys" / "identity-current.pem").write_bytes(pem)
    fc.relying_keys = visitor.client.get("/.well-known/jwks.json").json()
    visitor.sign_in(fc)
    assert visitor.signed_in
    assert not (tmp_path / "keys" / "identity-current.jwk").exists()


def test_metadata_may_come_from_a_file(fc, site, visitor, tmp_path) -> None:
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps(fc._discovery()))
    site(franceconnect_metadata=file)
    visitor.sign_in(fc)
    assert visitor.signed_in
    assert "discovery" not in fc.called


def test_new_signing_keys_of_the_provider_are_found_once_and_then_not_before_a_minute(fc, visitor, monkeypatch) -> None:
    from joserfc.jwk import ECKey

    visitor.sign_in(fc)
    before = fc.ec
    try:
        fc.ec = ECKey.generate_key("P-256", parameters={"kid": "signature-3", "use": "sig", "alg": "ES256"})
        for part in fc.parts.values():
            part.header = lambda h: h | {"kid": "signature-3"}
        assert visitor.sign_in(fc).status_code == 303
        asked = fc.called.count("jwks")

        for part in fc.parts.values():
            part.header = lambda h: h | {"kid": "signature-4"}
        assert visitor.sign_in(fc).status_code == 403
        assert visitor.sign_in(fc).status_code == 403
        assert fc.called.count("jwks") == asked
    finally:
        fc.ec = before


def test_a_new_key_under_an_old_name_is_found_once_and_then_not_before_a_minute(fc, visitor) -> None:
    from joserfc.jwk import ECKey

    named = {"kid": "signature-1", "use": "sig", "alg": "ES256"}
    visitor.sign_in(fc)
    before = fc.ec
    try:
        fc.ec = ECKey.generate_key("P-256", parameters=named)
        assert visitor.sign_in(fc).status_code == 303
        asked = fc.called.count("jwks")

        fc.ec = ECKey.generate_key("P-256", parameters=named)
        assert visitor.sign_in(fc).status_code == 403
        assert fc.called.count("jwks") == asked
    finally:
        fc.ec = before


def test_when_the_provider_is_down_what_is_known_of_it_still_serves(fc, visitor, monkeypatch) -> None:
    from datetime import timedelta

    from acquis.kit import clock

    visitor.sign_in(fc)
    fc.http["discovery"].status = fc.http["jwks"].status = 500
    now = clock.machine_now
    later = timedelta(hours=2)
    monkeypatch.setattr(clock, "machine_now", lambda: now() + later)
    for part in fc.parts.values():
        part.claims = lambda c: c | {n: c[n] + later.total_seconds() for n in ("iat", "exp") if n in c}
    visitor.client.cookies.clear()
    assert visitor.sign_in(fc).status_code == 303
    assert fc.called.count("discovery") == 2
