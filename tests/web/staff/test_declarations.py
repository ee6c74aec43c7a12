"""Staff read what became of each file of declarations, record by record, and never a name or a number."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s
from tests.web.visiting import signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

WRONG = f.person(1, number="12345")


def test_the_files_received_and_what_was_taken() -> None:
    s.bring(s.dsn(f.person(2)), name="fevrier.dsn")
    s.bring(s.dsn(WRONG, f.person(3), order=2), name="mars.dsn")

    answer = signed_in(scenes.STAFF).get("/agents/declarations")

    assert "mars.dsn Lu, avec des refus 2 1 1 Déclaration sociale nominative (DSN) mardi 10 mars 2026" in words(answer)
    assert words(answer).index("mars.dsn") < words(answer).index("fevrier.dsn")


def test_nothing_received_yet_says_so() -> None:
    answer = signed_in(scenes.STAFF).get("/agents/declarations")
    assert "Aucun fichier reçu" in words(answer)
    assert "Aucun fichier de cette origine" in words(signed_in(scenes.STAFF).get("/agents/declarations?origine=dsn"))


def test_one_file_its_findings_and_their_filters() -> None:
    report = s.bring(s.dsn(WRONG, f.person(2, f.Contract(reference=None)), f.person(3)))
    client, address = signed_in(scenes.STAFF), f"/agents/declarations/{report.id}"

    whole = words(client.get(address))
    assert "Personnes lues 3 Personnes prises 2 Personnes refusées 1" in whole
    assert "2 remarques" in whole
    assert "17 1 Refusé Le numéro de sécurité sociale n’a pas la forme attendue. S21.G00.30.001" in whole
    # A kind of remark is chosen by its words; its code is for spreadsheets.
    assert "nir_shape" not in whole
    assert "12345" not in whole

    blocking = words(client.get(f"{address}?remarques=refus"))
    assert "S21.G00.30.001" in blocking
    assert "S21.G00.40.012" not in blocking
    by_code = words(client.get(f"{address}?code=no_reference"))
    assert "S21.G00.40.012" in by_code
    assert "S21.G00.30.001" not in by_code
    assert "Aucune remarque ne correspond" in words(client.get(f"{address}?remarques=refus&code=no_reference"))


def test_the_findings_as_a_sheet() -> None:
    report = s.bring(s.dsn(WRONG, f.person(2)))
    answer = signed_in(scenes.STAFF).get(f"/agents/declarations/{report.id}/remarques.csv")

    header, line = answer.content.decode("utf-8-sig").splitlines()
    assert header == "Ligne;Personne n°;Rubrique;Niveau;Code;Bloquante;Remarque"
    assert line.startswith("17;1;S21.G00.30.001;Personne;nir_shape;oui;")


def test_a_file_that_could_not_be_read_says_why() -> None:
    report = s.bring(b"a;b\n")
    answer = signed_in(scenes.STAFF).get(f"/agents/declarations/{report.id}")
    assert "rien n’a été lu" in words(answer)


def test_only_staff_come_in() -> None:
    report = s.bring(s.dsn(f.person(1)))
    for address in ("/agents/declarations", f"/agents/declarations/{report.id}"):
        assert signed_in(scenes.a_holder().actor).get(address).status_code in (302, 303, 403, 404)
    missing = signed_in(scenes.STAFF).get("/agents/declarations/00000000-0000-0000-0000-000000000000")
    assert missing.status_code == 404
