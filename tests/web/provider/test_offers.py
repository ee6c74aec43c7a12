"""Files of offers sent by a training body, and what is told of each."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.web.visiting import signed_in, title, words

from acquis.catalogue import queries as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_catalogue_is_listed_with_its_prices() -> None:
    body = scenes.a_body()
    scenes.a_session(body, price_cents=123_400)
    page = signed_in(body.agent).get("/organisme/offres")
    assert title(page) == "1 formation au catalogue"
    assert "RNCP36788" in words(page)
    assert "1 234,00 €" in words(page)


def test_an_empty_catalogue_says_what_to_do() -> None:
    assert "Votre catalogue est vide" in words(signed_in(scenes.a_body().agent).get("/organisme/offres"))


def test_no_file_is_said_beside_the_field() -> None:
    answer = signed_in(scenes.a_body().manager).post("/organisme/offres")
    assert answer.status_code == 422
    assert "Choisissez un fichier XML." in words(answer)


def test_a_file_that_is_no_catalogue_gets_a_report_that_only_its_sender_reads() -> None:
    body = scenes.a_body()
    client = signed_in(body.manager)
    file = SimpleUploadedFile("offres.xml", b"<?xml version='1.0'?><nothing/>", content_type="text/xml")
    answer = client.post("/organisme/offres", {"file": file})
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert title(page) == "Lecture de offres.xml"
    assert "Le fichier n’a pas pu être lu" in words(page)
    assert signed_in(scenes.a_body().manager).get(answer["Location"]).status_code == 404
    (kept,) = catalogue.reports_of(body.id, by=body.manager)
    assert "offres.xml" in words(client.get("/organisme/offres"))
    assert answer["Location"].endswith(str(kept.id))
