"""The training body's pages: what waits, what it answers and declares, what it is paid, and what is not its own."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
from tests import scenes
from tests.web.visiting import at, signed_in, title, words

from acquis.enrolments.models import Enrolment
from acquis.enrolments.types import DeclineReason, Refusal, State
from acquis.journal.reads import reads_about
from acquis.providers.types import Refusal as BankRefusal
from acquis.rules.types import ExitReason
from acquis.treasury import actions as treasury
from acquis.web.refusals import sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def of(scene: scenes.Scene, what: str = "") -> str:
    return f"/organisme/inscriptions/{scene.id}{what}"


def test_requests_come_with_their_last_day() -> None:
    scene = scenes.requested()
    page = signed_in(scene.body.agent).get("/organisme")
    assert title(page) == "1 demande attend votre réponse"
    assert "mardi 24 novembre Camille Martin" in words(page)
    assert "Rien à déclarer pour l’instant." in words(page)


def test_with_nothing_to_answer_the_page_says_what_brings_requests() -> None:
    page = signed_in(scenes.a_body().agent).get("/organisme")
    assert title(page) == "Aucune demande n’attend votre réponse"
    assert "Voir mes offres" in words(page)


def test_every_name_shown_is_a_reading_kept_with_its_reason() -> None:
    scene = scenes.requested()
    signed_in(scene.body.agent).get("/organisme")
    (read,) = reads_about(scene.holder.person_id)
    assert (read.by, read.what) == (scene.body.agent.key, "name")
    assert read.reason == "traitement des inscriptions de l’organisme"


def test_another_body_s_enrolment_does_not_exist() -> None:
    scene, other = scenes.requested(), signed_in(scenes.a_body().manager)
    assert other.get(of(scene)).status_code == 404
    for act, typed in (
        ("/accuser-reception", {}),
        ("/accepter", {}),
        ("/refuser", {"reason": "session_full"}),
        ("/annuler", {}),
        ("/absence", {}),
        ("/entree", {"entered_on": "2026-11-20"}),
        ("/sortie", {"exited_on": "2026-11-20", "reason": "completed"}),
        ("/service", {"done": "1", "total": "1"}),
    ):
        assert other.post(of(scene, act), typed).status_code == 404, act
    assert scene.now.state is State.REQUESTED
    assert reads_about(scene.holder.person_id) == []


def test_proposing_a_place_with_a_word_for_the_person() -> None:
    scene = scenes.requested()
    client = signed_in(scene.body.agent)
    assert client.post(of(scene, "/accepter"), {"message": "Rendez-vous à 9 h."})["Location"] == of(scene)
    assert (scene.now.state, scene.now.message) == (State.PROPOSED, "Rendez-vous à 9 h.")
    assert "Rendez-vous à 9 h." in words(signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}"))


def test_declining_asks_for_a_reason() -> None:
    scene = scenes.requested()
    client = signed_in(scene.body.agent)
    answer = client.post(of(scene, "/refuser"), {"reason": "parce que"})
    assert answer.status_code == 422
    assert "Choisissez la raison à donner à la personne." in words(answer)
    assert client.post(of(scene, "/refuser"), {"reason": "session_full"}).status_code == 303
    assert (scene.now.state, scene.now.decline_reason) == (State.DECLINED, DeclineReason.SESSION_FULL)


def test_prerequisites_are_acknowledged_where_there_are_some() -> None:
    scene = scenes.requested(prerequisites=True)
    client = signed_in(scene.body.agent)
    assert "Accuser réception" in words(client.get(of(scene)))
    plain = scenes.requested(None, scene.body)
    assert "Accuser réception" not in words(client.get(of(plain)))
    client.post(of(scene, "/accuser-reception"))
    assert scene.now.state is State.UNDER_REVIEW


def test_entry_exit_and_service_are_declared_one_after_the_other() -> None:
    scene = scenes.confirmed()
    with at(scenes.moment(scenes.STARTS, 18)):
        client = signed_in(scene.body.agent)
        assert 'value="2026-12-08"' in client.get(of(scene)).content.decode()
        client.post(of(scene, "/entree"), {"entered_on": "2026-12-08"})
        assert (scene.now.state, scene.now.entered_on) == (State.IN_TRAINING, scenes.STARTS)
    with at(scenes.moment(scenes.ENDS, 18)):
        client = signed_in(scene.body.agent)
        client.post(of(scene, "/sortie"), {"exited_on": "2026-12-18", "reason": "dropout"})
        assert (scene.now.state, scene.now.exited_on) == (State.EXITED, scenes.ENDS)
        answer = client.post(of(scene, "/service"), {"done": "34,5", "total": "70"}, follow=True)
    assert scene.now.state is State.SERVICE_DECLARED
    assert scene.now.rate_percent == 49
    assert "Part suivie 49 %" in words(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"entered_on": "mardi"}, "Indiquez un jour, par exemple 12/01/2027."),
        ({"entered_on": ""}, "Indiquez un jour, par exemple 12/01/2027."),
        ({"entered_on": "2026-12-09"}, sentence_of(Refusal.IN_THE_FUTURE)),
    ],
)
def test_an_entry_that_cannot_be_is_said_beside_the_field(typed: dict[str, str], said: str) -> None:
    scene = scenes.confirmed()
    with at(scenes.moment(scenes.STARTS)):
        answer = signed_in(scene.body.agent).post(of(scene, "/entree"), typed)
    assert answer.status_code == 422
    assert words(answer).count(said) == 2  # in the summary and beside the field
    assert scene.now.state is State.CONFIRMED


def test_hours_that_cannot_be_come_back_as_typed() -> None:
    scene = scenes.exited()
    with at(scenes.moment(scenes.ENDS, 19)):
        client = signed_in(scene.body.agent)
        answer = client.post(of(scene, "/service"), {"done": "beaucoup", "total": "70"})
        assert answer.status_code == 422
        assert "Indiquez un nombre d’heures, par exemple 34,5." in words(answer)
        assert 'value="beaucoup"' in answer.content.decode()
        answer = client.post(of(scene, "/service"), {"done": "71", "total": "70"})
        assert answer.status_code == 422
        assert 'value="71"' in answer.content.decode()
    assert scene.now.state is State.EXITED


def test_what_is_done_already_is_refused_in_words() -> None:
    scene = scenes.proposed()
    client = signed_in(scene.body.agent)
    answer = client.post(of(scene, "/accepter"), HTTP_REFERER=f"http://testserver{of(scene)}", follow=True)
    assert "cette action n’est plus possible" in words(answer)


def test_cancelling_gives_everything_back() -> None:
    scene = scenes.confirmed(scenes.a_holder(rights_cents=200_000))
    agent = signed_in(scene.body.agent)
    said = words(agent.get(of(scene)))
    assert "Rendu à la personne et à ses financeurs 1 500,00 € Payé à votre organisme 0,00 €" in said
    assert "Vous pourrez la déclarer à partir du mardi 8 décembre 2026." in said
    agent.post(of(scene, "/annuler"))
    assert scene.now.state is State.CANCELLED_BY_PROVIDER
    assert "Mes droits disponibles 2 000,00 €" in words(signed_in(scene.holder.actor).get("/mes-droits"))


def test_an_absence_is_declared_from_the_first_day() -> None:
    scene = scenes.confirmed()
    assert "La personne n’est pas venue" not in words(signed_in(scene.body.agent).get(of(scene)))
    with at(scenes.moment(scenes.STARTS, 18)):
        client = signed_in(scene.body.agent)
        assert "La personne n’est pas venue" in words(client.get(of(scene)))
        client.post(of(scene, "/absence"))
    assert scene.now.state is State.NO_SHOW


def test_the_list_is_filtered_by_state_and_by_words() -> None:
    body = scenes.a_body()
    first, second = scenes.requested(None, body), scenes.proposed(None, body)
    client = signed_in(body.agent)
    assert title(client.get("/organisme/inscriptions")) == "2 inscriptions"
    by_state = words(client.get("/organisme/inscriptions", {"etat": "proposed"}))
    assert second.now.number in by_state
    assert first.now.number not in by_state
    by_number = words(client.get("/organisme/inscriptions", {"mots": first.now.number}))
    assert second.now.number not in by_number
    nothing = words(client.get("/organisme/inscriptions", {"mots": "soudure"}))
    assert "Aucune inscription ne correspond" in nothing


def test_the_spreadsheet_holds_what_is_shown_and_no_formula() -> None:
    body = scenes.a_body()
    scene = scenes.requested(None, body, price_cents=123_456)
    Enrolment.objects.filter(pk=scene.id).update(title="=HYPERLINK(1)")
    scenes.requested()
    answer = signed_in(body.agent).get("/organisme/inscriptions.csv", {"etat": "requested"})
    assert answer["Content-Type"].startswith("text/csv")
    heads, row = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    shown = dict(zip(heads, row, strict=True))
    assert shown["Dossier"] == scene.now.number
    assert shown["Formation"] == "'=HYPERLINK(1)"
    assert shown["Prix en euros"] == "1234,56"
    assert len(reads_about(scene.holder.person_id)) == 1


# Payments and offers -------------------------------------------------------------------------------------------


def test_what_is_owed_then_what_was_paid() -> None:
    body = scenes.with_bank_account(scenes.a_body())
    scenes.validated(None, body)
    client = signed_in(body.manager)
    assert title(client.get("/organisme/paiements")) == "1 500,00 € vous sont dus"
    day = scenes.moment(date(2027, 1, 5))
    batch = treasury.prepare_payouts(until=date(2027, 2, 1), by=scenes.FINANCE, at=day)
    treasury.approve_payouts(batch_id=batch, by=scenes.APPROVER, at=day)
    treasury.mark_paid(batch_id=batch, by=scenes.FINANCE, at=day)
    page = client.get("/organisme/paiements")
    assert title(page) == "Tout ce qui vous était dû est payé"
    assert "Vous avez reçu 1 500,00 € en tout." in words(page)


def test_a_manager_proposes_a_bank_account_and_an_agent_does_not() -> None:
    body = scenes.a_body()
    typed = {"iban": "FR76 3000 6000 0112 3456 7890 189", "bic": "", "holder_name": "Formation"}
    assert signed_in(body.agent).post("/organisme/paiements/compte", typed).status_code == 404
    told = words(signed_in(body.agent).get("/organisme/paiements"))
    assert "Proposer un autre compte" not in told
    # Who may not read of bank accounts is not told that there is none.
    assert "Aucun compte bancaire" not in told
    assert "Un responsable de l’organisme voit et change ici le compte" in told
    assert "Aucun compte bancaire" in words(signed_in(body.manager).get("/organisme/paiements"))
    answer = signed_in(body.manager).post("/organisme/paiements/compte", typed, follow=True)
    assert "FR76 •••• 0189" in words(answer)
    assert "30006" not in words(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"iban": "FR00 1234", "holder_name": "Formation"}, sentence_of(BankRefusal.IBAN_NOT_VALID)),
        ({"iban": "FR7630006000011234567890189", "holder_name": " "}, sentence_of(BankRefusal.HOLDER_NAME_MISSING)),
    ],
)
def test_a_wrong_bank_account_is_said_beside_the_field(typed: dict[str, str], said: str) -> None:
    answer = signed_in(scenes.a_body().manager).post("/organisme/paiements/compte", typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed["iban"]}"' in answer.content.decode()


def test_declaring_what_was_followed_shows_who_gets_what_and_supposes_nothing() -> None:
    scene = scenes.exited(reason=ExitReason.DROPOUT)
    with at(scenes.moment(date(2026, 12, 21))):
        agent = signed_in(scene.body.agent)
        shown = agent.get(of(scene))
        assert "Fin déclarée Abandon ou absences" in words(shown)
        # Whoever left is not supposed to have followed all of it.
        assert re.search(r'name="done"[^>]*value=""', shown.content.decode())
        assert "Avec ces heures" not in words(shown)
        told = words(agent.post(of(scene, "/service"), {"done": "35", "total": "0"}))
        assert "Avec ces heures" not in told
    scene = scenes.exited()
    with at(scenes.moment(date(2026, 12, 21))):
        told = words(signed_in(scene.body.agent).get(of(scene)))
        assert "Avec ces heures" in told
        assert "À l’organisme 1 500,00 €" in told
