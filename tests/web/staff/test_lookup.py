"""Staff look somebody up: never without a reason, and each reading stays in the audit with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import scenes
from tests.web.visiting import signed_in, title, words

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.journal.reads import reads_about
from acquis.kit import clock
from acquis.ledger import actions as ledger
from acquis.ledger import queries as ledger_queries
from acquis.ledger.types import Code, House, Transfer, house
from acquis.people import actions as people
from acquis.people.types import CivilIdentity, Sex
from acquis.web.staff.lookup import REASON_AT, REASON_LASTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

REASON = "réclamation du 12 novembre"
NIR = "285037510100136"


def known(nir: str | None = None) -> object:
    return people.register_person(
        civil=CivilIdentity(
            birth_name="Lefebvre",
            usage_name="Désert",
            first_names="Anne Marie",
            born_on=scenes.date(1985, 3, 1),
            sex=Sex.FEMALE,
            birth_place="75101",
        ),
        nir=nir,
        by=scenes.SYSTEM,
        at=scenes.AT,
    )


def test_without_a_reason_nobody_is_found() -> None:
    person = known()
    answer = signed_in(scenes.STAFF).post("/agents", {"name": "lefebvre", "reason": "  "})
    assert answer.status_code == 422
    assert "Dites pourquoi vous cherchez" in words(answer)
    assert 'value="lefebvre"' in answer.content.decode()
    assert reads_about(person) == []


def test_somebody_is_found_and_the_reading_kept() -> None:
    person = known()
    answer = signed_in(scenes.STAFF).post("/agents", {"name": "désert anne", "reason": REASON})
    assert "1 personne trouvée" in words(answer)
    assert "Anne Désert Lefebvre 01/03/1985" in words(answer)
    (read,) = reads_about(person)
    assert (read.by, read.what, read.reason) == (scenes.STAFF.key, "look-up", REASON)


def test_a_file_without_a_reason_sends_back_to_the_look_up() -> None:
    person = known()
    answer = signed_in(scenes.STAFF).get(f"/agents/personnes/{person}")
    assert (answer.status_code, answer["Location"]) == (303, "/agents")
    assert reads_about(person) == []


def test_a_file_opened_for_a_reason_is_read_for_that_reason() -> None:
    holder = scenes.a_holder(rights_cents=123_456)
    client = signed_in(scenes.STAFF)
    client.post("/agents", {"name": "personne de ce nom", "reason": REASON})
    page = client.get(f"/agents/personnes/{holder.person_id}")
    assert "Vous consultez ce dossier pour : réclamation du 12 novembre" in words(page)
    assert "1 234,56 € disponibles" in words(page)
    (read,) = reads_about(holder.person_id)
    assert (read.what, read.reason) == ("contact", REASON)


def test_the_lines_of_a_file_add_up_to_what_is_available() -> None:
    holder = scenes.a_holder(rights_cents=100_000, top_ups={PurseKind.EMPLOYER: 20_000})
    the = {"by": scenes.SYSTEM, "at": scenes.AT}
    purse = accounts.open_purse(account_id=holder.account_id, kind=PurseKind.CREDIT_NOTE, **the)
    ledger.post(
        transfers=[
            Transfer(
                owner=holder.account_id,
                debit=house(House.COMMITMENTS),
                credit=purse,
                amount_cents=3_450,
                code=Code.CREDIT_NOTE,
                effective_on=scenes.AT.date(),
                reference="a note for a test",
            )
        ],
        **the,
    )
    client = signed_in(scenes.STAFF)
    client.post("/agents", {"name": "personne de ce nom", "reason": REASON})
    page = words(client.get(f"/agents/personnes/{holder.person_id}"))
    assert "1 234,50 € disponibles" in page
    assert "Droits de la personne 1 000,00 € Argent des financeurs 200,00 € Avoir 34,50 €" in page


def test_a_reason_covers_half_an_hour() -> None:
    holder = scenes.a_holder()
    client = signed_in(scenes.STAFF)
    client.post("/agents", {"name": "personne de ce nom", "reason": REASON})
    store = client.session
    store[REASON_AT] = (clock.machine_now() - REASON_LASTS - timedelta(seconds=1)).isoformat()
    store.save()
    assert client.get(f"/agents/personnes/{holder.person_id}")["Location"] == "/agents"


def test_a_social_security_number_finds_and_is_never_written_back() -> None:
    person = known(_valid_nir())
    answer = signed_in(scenes.STAFF).post("/agents", {"nir": _valid_nir(), "reason": REASON})
    assert "1 personne trouvée" in words(answer)
    assert _valid_nir() not in answer.content.decode()
    client = signed_in(scenes.STAFF)
    client.post("/agents", {"nir": _valid_nir(), "reason": REASON})
    assert _valid_nir() not in client.get(f"/agents/personnes/{person}").content.decode()


def _valid_nir() -> str:
    body = NIR[:13]
    return body + f"{97 - int(body) % 97:02d}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"nir": "12"}, "numéro"),
        ({"number": "00000000000"}, "Cette inscription n’existe pas"),
        ({"born_on": "hier", "name": "martin"}, "Indiquez un jour, par exemple 24/08/1982."),
        ({}, "Indiquez un nom, un numéro de sécurité sociale ou un numéro de dossier."),
    ],
)
def test_what_cannot_be_searched_is_said_beside_the_field(typed: dict[str, str], said: str) -> None:
    answer = signed_in(scenes.STAFF).post("/agents", {"reason": REASON, **typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{REASON}"' in answer.content.decode()


def test_an_enrolment_is_found_by_its_number() -> None:
    scene = scenes.requested()
    answer = signed_in(scenes.STAFF).post("/agents", {"number": scene.now.number, "reason": REASON})
    assert answer["Location"] == f"/agents/inscriptions/{scene.id}"


def test_an_enrolment_shows_every_euro_and_no_name_without_a_reason() -> None:
    scene = scenes.validated(scenes.a_holder(rights_cents=200_000))
    client = signed_in(scenes.STAFF)
    said = words(client.get(f"/agents/inscriptions/{scene.id}"))
    assert "Le nom n’apparaît qu’après une recherche motivée." in said
    assert "Martin" not in said
    assert "Compte du titulaire" in said
    assert f"Dû à Formation {scene.body.siret[-6:]}" in said
    assert said.count("1 500,00 €") >= 2
    assert reads_about(scene.holder.person_id) == []
    client.post("/agents", {"name": "personne de ce nom", "reason": REASON})
    assert "Camille Martin" in words(client.get(f"/agents/inscriptions/{scene.id}"))
    assert [read.reason for read in reads_about(scene.holder.person_id)] == [REASON]


def test_the_list_of_enrolments() -> None:
    first, second = scenes.requested(), scenes.proposed()
    client = signed_in(scenes.STAFF)
    assert title(client.get("/agents/inscriptions")) == "2 inscriptions"
    found = words(client.get("/agents/inscriptions", {"etat": "proposed"}))
    assert second.now.number in found
    assert first.now.number not in found


def test_the_great_book_balances() -> None:
    scenes.confirmed(scenes.a_holder(rights_cents=200_000))
    said = words(signed_in(scenes.STAFF).get("/agents/grand-livre"))
    assert "Sommes engagées pour des formations 0,00 €" in said
    assert "Paiements par carte à recevoir 150,00 €" in said
    assert "Comptes des titulaires +2 000,00 €" in said or "Comptes des titulaires +2 000,00 €" in said
    assert "Ensemble 0,00 €" in said


def test_the_anchors_of_the_great_book() -> None:
    staff = signed_in(scenes.STAFF)
    assert "Aucune empreinte pour l’instant" in words(staff.get("/agents/grand-livre/empreintes"))
    scenes.confirmed(scenes.a_holder(rights_cents=200_000))
    for _ in range(2):
        ledger.roll_up(by=scenes.SYSTEM, at=scenes.AT)
    ledger.anchor(by=scenes.SYSTEM, at=scenes.AT)
    (anchor,) = ledger_queries.anchors()
    said = words(staff.get("/agents/grand-livre/empreintes"))
    assert f"Écritures scellées : {anchor.size}." in said
    assert anchor.digest[:12] in said
    assert "19 novembre 2026" in said


def test_only_agents_who_may_open_a_file_are_led_to_it() -> None:
    person = known()
    link = f"/agents/personnes/{person}"
    typed = {"name": "lefebvre", "reason": REASON}
    assert link in signed_in(scenes.STAFF).post("/agents", typed).content.decode()
    finance = signed_in(scenes.FINANCE)
    found = finance.post("/agents", typed)
    assert "Anne Désert" in words(found)
    assert f'{link}"' not in found.content.decode()
    assert finance.get(link).status_code == 404
    # The file is not theirs to open; the rights they write are.
    assert "Cette personne n’a pas de compte." in words(finance.get(f"{link}/droits"))
