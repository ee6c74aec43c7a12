"""The identity register: real answers read as they are, anything else refused, and nothing of them in a log."""

from __future__ import annotations

import logging
from datetime import date

import httpx
import pytest
from django.test import Client
from tests.shared import shared

from acquis.outside import identity_register as register
from acquis.outside.identity_register import Kind, Question, Sex, Unavailable


def real(name: str) -> bytes:
    return (shared("data/rnipp") / name).read_bytes()


def question(**changes) -> Question:
    asked = {
        "birth_name": "Dubois",
        "first_names": "Angela Claire Louise",
        "born_on": date(1962, 8, 24),
        "sex": Sex.FEMALE,
        "birth_place": "75107",
    }
    return Question(**(asked | changes))


@pytest.fixture
def standin(settings):
    """The stand-in behind its own address, inside this process."""

    def answer(request: httpx.Request) -> httpx.Response:
        got = Client().get(request.url.raw_path.decode())
        return httpx.Response(got.status_code, content=got.content)

    with register.speaking_through(httpx.MockTransport(answer)):
        yield


def saying(content: bytes, status: int = 200):
    return register.speaking_through(httpx.MockTransport(lambda _: httpx.Response(status, content=content)))


class TestRealAnswers:
    def test_one_person_as_asked(self) -> None:
        answer = register.read(real("OK_reponse_2.xml"))
        assert answer.kind is Kind.FOUND
        assert answer.confirms
        assert answer.person is not None
        assert (answer.person.family_name, answer.person.born_on) == ("DUBOIS", date(1962, 8, 24))
        assert answer.person.birth_place == "75107"

    def test_a_compound_first_name(self) -> None:
        answer = register.read(real("PrenomComposeAvecEspace.xml"))
        assert any(" " in name for name in answer.person.first_names)

    @pytest.mark.parametrize("name", ["E010015.xml", "E010016.xml"])
    def test_the_dead(self, name) -> None:
        answer = register.read(real(name))
        assert (answer.kind, answer.dead) == (Kind.RECTIFIED, True)
        assert answer.died_on is not None
        assert not answer.confirms

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("E010004.xml", Kind.ONE_RESEMBLES),
            ("E010006.xml", Kind.SEVERAL_RESEMBLE),
            ("E010008.xml", Kind.NOBODY),
            ("E010009.xml", Kind.BAD_QUESTION),
        ],
    )
    def test_nobody_identified(self, name, kind) -> None:
        answer = register.read(real(name))
        assert (answer.kind, answer.person) == (kind, None)

    def test_what_differs_is_named(self) -> None:
        assert register.read(real("E010004.xml")).differs == {"DateNaissance"}

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("E010099.xml", "unknown type"),
            ("E010012.xml", "not XML"),
            ("E010013.xml", "lacks NomFamille"),
        ],
    )
    def test_what_cannot_be_relied_on(self, name, words) -> None:
        with pytest.raises(Unavailable, match=words):
            register.read(real(name))


class TestBadAnswers:
    def test_entities_and_document_types_are_not_read(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        with pytest.raises(Unavailable, match="document type"):
            register.read(bomb)

    def test_another_document(self) -> None:
        with pytest.raises(Unavailable, match="another document"):
            register.read(b"<html/>")

    def test_an_endless_answer(self) -> None:
        with saying(b"x" * 1_000_000), pytest.raises(Unavailable, match="too long"):
            register.ask(question())

    @pytest.mark.parametrize("status", [301, 404, 500])
    def test_a_failure(self, status) -> None:
        with saying(b"", status), pytest.raises(Unavailable, match=str(status)):
            register.ask(question())

    def test_no_answer(self) -> None:
        def silent(_):
            raise httpx.ConnectTimeout("https://register/?nom=Dubois")

        with (
            register.speaking_through(httpx.MockTransport(silent)),
            pytest.raises(Unavailable, match="ConnectTimeout") as failed,
        ):
            register.ask(question())
        assert "Dubois" not in str(failed.value)

    def test_outside_the_demonstration_an_address_must_be_set(self, settings) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})
        with pytest.raises(Unavailable, match="no address"):
            register.ask(question())


class TestStandIn:
    def test_everybody_is_registered_as_asked(self, standin) -> None:
        answer = register.ask(question())
        assert answer.confirms
        assert answer.person.first_names == ("Angela", "Claire", "Louise")
        assert answer.person.birth_place == "75107"

    def test_a_birth_abroad(self, standin) -> None:
        assert register.ask(question(birth_place="99351")).person.birth_place == "99351"

    def test_the_dead(self, standin) -> None:
        answer = register.ask(question(born_on=date(1931, 7, 14)))
        assert (answer.dead, answer.died_on) == (True, date(2026, 3, 2))

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("Echo", Kind.ONE_RESEMBLES),
            ("Échos", Kind.SEVERAL_RESEMBLE),
            ("Usage", Kind.USAGE_NAME),
            ("Inconnu", Kind.NOBODY),
            ("Mauvais", Kind.BAD_QUESTION),
        ],
    )
    def test_other_answers(self, standin, name, kind) -> None:
        assert register.ask(question(birth_name=name)).kind is kind

    def test_not_xml(self, standin) -> None:
        with pytest.raises(Unavailable, match="not XML"):
            register.ask(question(birth_name="Étrange"))


def test_nothing_asked_or_answered_is_logged(standin, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    register.ask(question())
    with saying(b"Dubois", 500), pytest.raises(Unavailable):
        register.ask(question())
    assert "ubois" not in "".join(r.getMessage() for r in caplog.records if not r.name.startswith("django"))
