"""The door: who may come in, what a refusal says, that looking changes nothing, what may stay in a cache."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.db.utils import InternalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.moments import AT
from tests.scenes import STAFF

from acquis.journal.models import Read
from acquis.journal.reads import note_read
from acquis.kit.actor import ANONYMOUS, Actor, Role
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.web import refusals
from acquis.web.door import Audience, page, reads, route, writes

HOLDER = Actor(roles=frozenset({Role.HOLDER}), id=new_id(), account_id=new_id())


class Reason(StrEnum):
    TOO_LATE = "test.too_late"
    NOT_YOURS = "test.not_yours"


@pytest.fixture(autouse=True)
def sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {(Reason, "test.too_late"): "C’était possible jusqu’au {day}."}
    monkeypatch.setattr(refusals, "sentences", lambda: told)


def a_request(method: str = "GET", actor: Actor = ANONYMOUS, **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, "/mes-droits?annee=2025", headers=headers)
    request.at, request.actor, request.session = AT, actor, {}  # type: ignore[attr-defined, assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def says(text: str = "ok") -> Any:
    return lambda request, **_: HttpResponse(text)


def refuses(reason: StrEnum = Reason.TOO_LATE) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise Refused(reason, day="30 novembre")

    return view


@pytest.mark.django_db
class TestWhoMayComeIn:
    def test_everybody_in_public(self) -> None:
        assert reads(Audience.PUBLIC)(says())(a_request()).content == b"ok"

    @pytest.mark.parametrize("audience", [Audience.HOLDER, Audience.PROVIDER, Audience.STAFF])
    def test_nobody_in_particular_is_sent_to_sign_in(self, audience: Audience) -> None:
        answer = reads(audience)(says())(a_request())
        assert answer.status_code == 302
        assert answer["Location"] == "/connexion?next=%2Fmes-droits%3Fannee%3D2025"

    def test_a_fragment_sends_the_whole_page_to_sign_in(self) -> None:
        answer = reads(Audience.HOLDER)(says())(a_request(**{"HX-Request": "true"}))
        assert answer["HX-Redirect"].startswith("/connexion")

    @pytest.mark.parametrize("audience", [Audience.PROVIDER, Audience.STAFF])
    def test_the_page_of_others_does_not_exist(self, audience: Audience) -> None:
        with pytest.raises(Http404):
            reads(audience)(says())(a_request(actor=HOLDER))

    def test_the_right_person_comes_in(self) -> None:
        assert reads(Audience.HOLDER)(says())(a_request(actor=HOLDER)).status_code == 200
        assert reads(Audience.STAFF)(says())(a_request(actor=STAFF)).status_code == 200

    def test_a_post_from_outside_comes_back_to_ours(self) -> None:
        answer = writes(Audience.HOLDER)(says())(a_request("POST", Referer="https://evil.example/x"))
        assert answer["Location"] == "/connexion?next=%2F"


class TestMethods:
    def test_each_view_has_its_method(self) -> None:
        assert reads(Audience.PUBLIC)(says())(a_request("POST")).status_code == 405
        assert writes(Audience.PUBLIC)(says())(a_request("GET")).status_code == 405

    def test_an_address_that_takes_a_form_says_so_to_who_opens_it(self, client) -> None:
        answer = client.get("/mes-droits/ma-situation/sans-diplome")
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "Revenez à la page d’où vous venez." in answer.content.decode()

    def test_an_address_has_one_audience(self) -> None:
        with pytest.raises(ValueError, match="one audience"):
            route("x", get=reads(Audience.PUBLIC)(says()), post=writes(Audience.STAFF)(says()), name="x")

    def test_a_view_without_its_mark_is_refused(self) -> None:
        with pytest.raises(TypeError, match="neither"):
            route("x", get=says(), name="x")


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_looking_cannot_write(self) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE written_while_looking (x int)")
            return HttpResponse()

        with pytest.raises(InternalError, match="read-only"):
            reads(Audience.PUBLIC)(view)(a_request())

    def test_readings_are_noted_all_the_same(self) -> None:
        person = new_id()

        def view(request: HttpRequest) -> HttpResponse:
            note_read(by=STAFF, person_id=person, what="name", reason="dossier 42")
            return HttpResponse()

        reads(Audience.PUBLIC)(view)(a_request())
        assert Read.objects.filter(person_id=person, reason="dossier 42").count() == 1

    def test_a_refusal_undoes_everything(self) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE written_then_refused (x int)")
            raise Refused(Reason.TOO_LATE, day="30 novembre")

        writes(Audience.PUBLIC)(view)(a_request("POST"))
        assert "written_then_refused" not in connection.introspection.table_names()


@pytest.mark.django_db
class TestRefusals:
    def test_a_refused_form_comes_back_with_a_sentence(self) -> None:
        request = a_request("POST", Referer="http://testserver/mes-inscriptions/1?x=2")
        answer = writes(Audience.PUBLIC)(refuses())(request)
        assert (answer.status_code, answer["Location"]) == (303, "/mes-inscriptions/1?x=2")
        assert [m.message for m in get_messages(request)] == ["C’était possible jusqu’au 30 novembre."]

    def test_a_refused_fragment_shows_the_sentence_in_its_place(self) -> None:
        answer = writes(Audience.PUBLIC)(refuses())(a_request("POST", **{"HX-Request": "true"}))
        assert (answer.status_code, answer["HX-Retarget"]) == (422, "#messages")
        assert "C’était possible jusqu’au 30 novembre." in answer.content.decode()

    def test_a_refused_machine_receives_the_reason(self) -> None:
        answer = writes(Audience.MACHINE)(refuses())(a_request("POST"))
        assert answer.status_code == 409
        assert b"test.too_late" in answer.content

    def test_a_refused_reading_is_told(self) -> None:
        answer = reads(Audience.PUBLIC)(refuses())(a_request())
        assert answer.status_code == 409
        assert "C’était possible jusqu’au 30 novembre." in answer.content.decode()

    def test_what_one_may_not_know_does_not_exist(self) -> None:
        with pytest.raises(Http404):
            reads(Audience.PUBLIC)(refuses(Reason.NOT_YOURS))(a_request())

    def test_a_reason_without_words_has_a_sentence_still(self) -> None:
        assert refusals.sentence(Refused(Reason.NOT_YOURS)) == refusals.FALLBACK


@pytest.mark.django_db
class TestCaches:
    def test_private_pages_are_kept_nowhere(self) -> None:
        answer = reads(Audience.HOLDER)(says())(a_request(actor=HOLDER))
        assert "no-store" in answer["Cache-Control"]

    def test_nor_are_public_pages_of_somebody_signed_in(self) -> None:
        assert "no-store" in reads(Audience.PUBLIC)(says())(a_request(actor=HOLDER))["Cache-Control"]

    def test_public_pages_may_be(self) -> None:
        assert "Cache-Control" not in reads(Audience.PUBLIC)(says())(a_request())


def test_an_undefined_name_in_a_template_is_an_error() -> None:
    with pytest.raises(Exception, match="undefined"):
        page(a_request(), "public/refused.html")
