"""The bank's files on the pages of those who keep the money: read, told what became of them, explained by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.web.visiting import at, signed_in, title, words

from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import BatchState

pytestmark = pytest.mark.django_db

DAY = scenes.moment(date(2027, 1, 25))
IBAN = "FR7699999000010000000000115"


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with at(DAY):
        yield


@pytest.fixture
def body() -> scenes.Body:
    return scenes.with_bank_account(scenes.a_body())


@pytest.fixture
def batch(body: scenes.Body) -> UUID:
    """1 500 € approved and sent to one body."""
    scenes.validated(None, body)
    made = actions.prepare_payouts(until=date(2027, 2, 1), by=scenes.FINANCE, at=DAY)
    actions.approve_payouts(batch_id=made, by=scenes.APPROVER, at=DAY)
    return made


def file(*booked: Booked, number: str = "S1") -> SimpleUploadedFile:
    content = bank_standin.statement(
        iban=IBAN, number=number, on=date(2027, 1, 25), made_at=DAY, opening_cents=500_000, booked=booked
    )
    return SimpleUploadedFile("releve.xml", content)


def whole(batch: UUID) -> Booked:
    found = treasury.batch(batch)
    assert found is not None
    return Booked(credit=False, amount_cents=found.total_cents, reference="B1", order_id=found.number)


def state(batch: UUID) -> BatchState:
    found = treasury.batch(batch)
    assert found is not None
    return found.state


def test_a_statement_pays_the_batch_and_its_page_tells_each_line(batch: UUID) -> None:
    finance = signed_in(scenes.FINANCE)
    fee = Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS <b>DE</b> COMPTE")
    answer = finance.post("/agents/banque", {"file": file(whole(batch), fee)})
    assert answer.status_code == 303
    assert state(batch) == BatchState.PAID
    shown = words(finance.get(answer["Location"]))
    assert "2 lignes lues, dont 1 à regarder." in shown
    assert "Solde à la fin 3 487,50 €" in shown
    assert "Rapproché" in shown
    assert "FRAIS <b>DE</b> COMPTE" in shown
    again = finance.post("/agents/banque", {"file": file(whole(batch), fee)}, follow=True)
    assert "Ce fichier avait déjà été lu" in words(again)


def test_a_batch_that_the_bank_accepted_is_no_longer_to_send(batch: UUID) -> None:
    finance, found = signed_in(scenes.FINANCE), treasury.batch(batch)
    assert found is not None
    assert "Approuvé, à envoyer à la banque" in words(finance.get("/agents/paiements"))
    said = bank_standin.answer(number="R1", order_id=found.number, made_at=DAY)
    finance.post("/agents/banque", {"file": SimpleUploadedFile("reponse.xml", said)})
    for address in ("/agents/paiements", f"/agents/paiements/{batch}"):
        shown = words(finance.get(address))
        assert "Accepté par la banque, pas encore exécuté" in shown
        assert "à envoyer à la banque" not in shown
    assert state(batch) == BatchState.APPROVED


def test_a_person_says_what_a_line_was(batch: UUID) -> None:
    finance = signed_in(scenes.FINANCE)
    finance.post("/agents/banque", {"file": file(Booked(credit=False, amount_cents=1_250, reference="F1"))})
    page = finance.get("/agents/banque")
    assert title(page) == "Réponses de la banque" or "Une ligne de la banque à regarder" in words(page)
    assert "Cette ligne ne porte aucune de nos références." in words(page)
    (address,) = set(re.findall(r'action="(/agents/banque/lignes/[^"]+)"', page.content.decode()))
    entry = address.rpartition("/")[2]
    empty = finance.post(address, {f"answer-{entry}": " "})
    assert empty.status_code == 422
    assert "frais de tenue de compte" in words(empty)
    assert finance.post(address, {f"answer-{entry}": "Frais de janvier"}).status_code == 303
    assert "Tout ce que la banque a dit est rapproché" in words(finance.get("/agents/banque"))


def test_a_transfer_that_comes_back_is_told_to_the_body_and_may_be_tried_again(batch: UUID, body: scenes.Body) -> None:
    finance, manager = signed_in(scenes.FINANCE), signed_in(body.manager)
    found = treasury.batch(batch)
    assert found is not None
    (line,) = found.lines
    back = Booked(credit=True, amount_cents=150_000, reference="B9", end_to_end_id=line.end_to_end_id, reason="AC04")
    finance.post("/agents/banque", {"file": file(whole(batch), back)})
    shown = words(finance.get(f"/agents/paiements/{batch}"))
    assert "Renvoyé par sa banque 25/01/2027 : compte clôturé (AC04)" in shown
    # Who read the file is not offered what another person has to decide.
    assert "c’est une autre personne qui décide" in shown
    assert "Ce compte peut être payé" not in shown
    assert "Ce compte peut être payé" in words(signed_in(scenes.APPROVER).get(f"/agents/paiements/{batch}"))
    told = words(manager.get("/organisme/paiements"))
    assert "Votre banque a renvoyé un virement de 1 500,00 €" in told
    assert "1 500,00 € vous sont dus" in told
    assert "Le dernier virement vers ce compte n’est pas arrivé" in words(finance.get("/agents/paiements"))
    address = f"/agents/virements/{line.id}/reessayer"
    assert "une autre personne décide de réessayer ce compte" in words(
        finance.post(address, HTTP_REFERER=f"http://testserver/agents/paiements/{batch}", follow=True)
    )
    answer = signed_in(scenes.APPROVER).post(address, follow=True)
    assert "Ce compte sera de nouveau payé avec le prochain lot." in words(answer)
    assert "Son compte peut de nouveau être payé." in words(answer)
    assert "a renvoyé" not in words(manager.get("/organisme/paiements"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choisissez un fichier de la banque."),
        ({"file": SimpleUploadedFile("x.xml", b"<a/>")}, "« Document » manque ou n’est pas juste, à la ligne 1"),
        ({"file": SimpleUploadedFile("x.xml", b"")}, "« XML » manque ou n’est pas juste"),
    ],
)
def test_what_is_no_file_of_a_bank_is_refused_in_words(sent: dict[str, Any], sentence: str) -> None:
    answer = signed_in(scenes.FINANCE).post("/agents/banque", sent)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_the_paper_bank_answers_in_the_demonstration(batch: UUID) -> None:
    finance = signed_in(scenes.FINANCE)
    answer = finance.post(f"/agents/paiements/{batch}/banque-de-papier", {"back": "1"}, follow=True)
    assert "Relevé RELEVE-" in words(answer)
    assert "compte clôturé (AC04)" in words(answer)
    assert finance.post(f"/agents/paiements/{batch}/banque-de-papier").status_code == 404


def test_the_pages_are_not_there_for_others(batch: UUID) -> None:
    agent = signed_in(scenes.STAFF)
    assert agent.get("/agents/banque").status_code == 404
    assert agent.post("/agents/banque", {"file": file(whole(batch))}).status_code == 404
    assert agent.get(f"/agents/banque/{batch}").status_code == 404
    assert signed_in(scenes.FINANCE).get(f"/agents/banque/{batch}").status_code == 404
    assert state(batch) == BatchState.APPROVED
