"""The pages of attendance, from the plan to the paper: what each sees, types and is told; all without a browser."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import scenes
from tests.attendance.scenes import (
    AFTER,
    AFTERNOON,
    ALONE,
    DAY,
    DURING,
    MORNING,
    Class,
    a_class,
    a_morning,
    code,
    confirming,
    day,
    opened,
    record,
    signing,
)
from tests.moments import moment
from tests.people.test_documents import PDF
from tests.web.visiting import at, signed_in, title, words

from acquis.attendance import queries
from acquis.attendance.models import HalfDay
from acquis.attendance.types import Means, Presence, Strength
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import State
from acquis.journal.reads import reads_about
from acquis.rules.types import ExitReason
from acquis.support import queries as support
from acquis.support.reactions import remind_to_sign, tell_rate_differs
from acquis.support.types import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HOME = "/organisme/emargement"


@pytest.fixture
def group() -> Class:
    return a_class()


@pytest.fixture
def body(group: Class) -> Client:
    return signed_in(group.body.agent)


def plan_of(group: Class) -> list[Any]:
    return [card.plan for card in queries.half_days_of(group.session_id, by=group.body.agent)]


def sent(name: str, text: str) -> dict[str, Any]:
    return {name: SimpleUploadedFile(f"{name}.csv", text.encode())}


class TestThePlan:
    def test_a_session_waits_for_its_plan(self, group: Class, body: Client) -> None:
        page = body.get(HOME)
        assert title(page) == "Aucune demi-journée à signer aujourd’hui"
        assert "à planifier" in words(page)
        session = body.get(f"{HOME}/sessions/{group.session_id}")
        assert "Aucune demi-journée n’est prévue" in words(session)
        assert "Camille Martin" in words(session)
        assert signed_in(scenes.a_body().agent).get(f"{HOME}/sessions/{group.session_id}").status_code == 404

    def test_one_by_a_form_keeps_what_was_typed(self, group: Class, body: Client) -> None:
        address = f"{HOME}/sessions/{group.session_id}"
        typed = {"day": "08/12/2026", "starts": "9h", "ends": "midi", "mode": "attended_on_site", "place": "Salle 2"}
        answer = body.post(address, typed)
        assert answer.status_code == 422
        assert "Indiquez une heure, par exemple 12:30." in words(answer)
        assert 'value="Salle 2"' in answer.content.decode()
        outside = body.post(address, {**typed, "ends": "12:30", "day": "2026-12-19"})
        assert "Ce jour n’est pas entre le début et la fin de la formation." in words(outside)
        assert body.post(address, {**typed, "ends": "12h30"}).status_code == 303
        assert plan_of(group) == [replace(MORNING, place="Salle 2")]

    def test_many_by_a_rule(self, group: Class, body: Client) -> None:
        address = f"{HOME}/sessions/{group.session_id}/regle"
        typed: dict[str, Any] = {
            "first": "2026-12-08",
            "last": "2026-12-14",
            "weekday": ["0", "1", "2", "3", "4"],
            "am": "1",
            "am-starts": "9:00",
            "am-ends": "12:30",
            "pm-starts": "13:30",
            "pm-ends": "17:00",
            "rule-mode": "attended_on_site",
            "rule-place": "Salle 2",
        }
        assert "Choisissez au moins un jour" in words(body.post(address, {**typed, "weekday": []}))
        assert "Choisissez le matin" in words(body.post(address, {**typed, "am": ""}))
        assert body.post(address, typed).status_code == 303
        assert [(each.day.day, each.starts.hour) for each in plan_of(group)] == [
            (8, 9),
            (9, 9),
            (10, 9),
            (11, 9),
            (14, 9),
        ]
        again = body.post(address, {**typed, "pm": "1", "last": "2026-12-21"}, follow=False)
        assert again.status_code == 422
        assert "lundi 21 décembre, matin" in words(again)
        assert len(plan_of(group)) == 9 * 2

    def test_a_file_keeps_its_good_lines_and_names_the_others(self, group: Class, body: Client) -> None:
        address = f"{HOME}/sessions/{group.session_id}/fichier"
        file = (
            "Jour;Début;Fin;Suivi;Lieu;Exercices\n08/12/2026;9:00;12:30;place;Salle 2;\n"
            "hier;9:00;12:30;place;Salle 2;\n09/12/2026;9h00;12h30;seul;;six\n19/12/2026;9:00;12:30;direct;;\n"
            "2026-12-10;9:00;12:00;seul;;6\n"
        )
        answer = body.post(address, sent("plan", file))
        text = words(answer)
        assert answer.status_code == 422
        assert "3 lignes ne sont pas prises" in text
        assert "ligne 3, jour : « hier »" in text
        assert "ligne 4, exercices : « six » : il faut un nombre entier." in text
        assert "ligne 5 : Ce jour n’est pas entre" in text
        assert [each.steps for each in plan_of(group)] == [0, 6]
        once_more = body.post(address, sent("plan", file.replace("hier", "08/12/2026")))
        assert len(plan_of(group)) == 2
        assert once_more.status_code == 422
        assert "Colonnes manquantes" in words(body.post(address, sent("plan", "a;b\n1;2\n")))
        assert "Choisissez un fichier CSV." in words(body.post(address, {}))

    def test_changing_and_cancelling(self, group: Class, body: Client) -> None:
        half_day_id = a_morning(group)
        typed = {"day": "2026-12-08", "starts": "9:30", "ends": "12:30", "mode": "attended_on_site", "place": "Salle 3"}
        assert body.post(f"{HOME}/{half_day_id}/changer", {**typed, "day": "2027-01-08"}).status_code == 422
        assert body.post(f"{HOME}/{half_day_id}/changer", typed).status_code == 303
        text = words(body.get(f"{HOME}/{half_day_id}"))
        assert "9 h 30 – 12 h 30 · Salle 3" in text
        assert "Ce qui était prévu avant mardi 8 décembre, matin, 9 h 00 – 12 h 30" in text
        assert body.post(f"{HOME}/{half_day_id}/annuler").status_code == 303
        assert "1 demi-journée annulée" in words(body.get(f"{HOME}/sessions/{group.session_id}"))


class TestSigningByPhone:
    def test_the_trainer_opens_and_shows_the_code_that_the_holder_types(self, group: Class, body: Client) -> None:
        half_day_id = a_morning(group)
        holder = signed_in(group.first.holder.actor)
        with at(DURING):
            assert "1 demi-journée à signer aujourd’hui" in title(body.get(HOME))
            answer = body.post(f"{HOME}/{half_day_id}/ouvrir")
            assert answer["Location"] == f"{HOME}/{half_day_id}/code"
            screen = body.get(answer["Location"])
            shown = code(half_day_id, DURING)
            assert f"{shown[:3]} {shown[3:]}" in words(screen)
            assert "0 sur 2" in words(screen)
            assert '<svg aria-hidden="true" focusable="false"' in screen.content.decode()
            assert "no-store" in screen["Cache-Control"]
            assert f"/emarger/{half_day_id}" in holder.get("/mes-inscriptions").content.decode()
            scanned = holder.get(f"/emarger/{half_day_id}?code={shown}")
            assert f'value="{shown}"' in scanned.content.decode()
            wrong = holder.post(f"/emarger/{half_day_id}", {"code": f"{(int(shown) + 1) % 10**6:06d}"})
            assert wrong.status_code == 422
            assert "Ce n’est pas le code affiché maintenant." in words(wrong)
            assert holder.post(f"/emarger/{half_day_id}", {"code": f"{shown[:3]} {shown[3:]}"}).status_code == 303
            assert "Vous avez signé le mardi 8 décembre 2026 à 10 h" in words(holder.get(f"/emarger/{half_day_id}"))
            assert "1 sur 2" in words(body.get(f"{HOME}/{half_day_id}/code"))
        assert record(group.first).entries[0].means is Means.CODE

    def test_too_many_wrong_codes_are_told_and_counted(self, group: Class) -> None:
        half_day_id = opened(group)
        holder = signed_in(group.first.holder.actor)
        with at(DURING):
            wrong = f"{(int(code(half_day_id, DURING)) + 1) % 10**6:06d}"
            told = [words(holder.post(f"/emarger/{half_day_id}", {"code": wrong})) for _ in range(6)]
        assert "Trop de codes faux. Attendez 10 minutes" in told[5]
        assert "Trop de codes" not in told[4]

    def test_others_are_not_shown_what_is_not_theirs(self, group: Class) -> None:
        half_day_id = opened(group)
        stranger, other = signed_in(scenes.a_holder().actor), signed_in(scenes.a_body().agent)
        with at(DURING):
            assert stranger.get(f"/emarger/{half_day_id}").status_code == 404
            assert stranger.post(f"/emarger/{half_day_id}", {"code": "1"}).status_code == 404
            for path in ("", "/code"):
                assert other.get(f"{HOME}/{half_day_id}{path}").status_code == 404
            for act in ("ouvrir", "signer", "connexions", "corriger", "changer", "annuler", "formateur"):
                assert other.post(f"{HOME}/{half_day_id}/{act}", {}).status_code == 404, act
        assert HalfDay.objects.get().state == "half_day_open"

    def test_afterwards_it_is_said_and_the_reminder_leads_there(self, group: Class) -> None:
        half_day_id = opened(group)
        from acquis.attendance import actions

        actions.remind(half_day_id=half_day_id, by=scenes.SYSTEM, at=AFTER)
        deliver("attendance.signature_missing", remind_to_sign, about=group.first.id)
        (message,) = [
            each
            for each in support.messages_of(group.first.holder.person_id, by=group.first.holder.actor)
            if each.kind is Kind.SIGN_PRESENCE
        ]
        assert message.about == half_day_id
        holder = signed_in(group.first.holder.actor)
        with at(AFTER):
            assert "Votre présence reste à signer" in words(holder.get("/mes-messages"))
            page = holder.get(f"/emarger/{half_day_id}")
            assert "le code n’est plus demandé" in words(page)
            assert holder.post(f"/emarger/{half_day_id}", {}).status_code == 303
        assert record(group.first).entries[0].means is Means.AFTERWARDS


class TestTheTrainerSigns:
    def said(self, group: Class, first: str = "present", second: str = "present", **more: str) -> dict[str, Any]:
        return {f"p-{group.first.id}": first, f"p-{group.second.id}": second, **more}

    def test_each_person_is_spoken_of(self, group: Class, body: Client) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        with at(AFTER):
            page = body.get(f"{HOME}/{half_day_id}")
            # Whoever signed is proposed as present; nobody else is.
            assert page.content.decode().count('<option value="present" selected>') == 1
            answer = body.post(f"{HOME}/{half_day_id}/signer", self.said(group, second=""))
            assert answer.status_code == 422
            assert "Dites si cette personne était là." in words(answer)
            late = self.said(group, second="came_late")
            assert "Indiquez les minutes suivies" in words(body.post(f"{HOME}/{half_day_id}/signer", late))
            late[f"m-{group.second.id}"] = "150"
            assert body.post(f"{HOME}/{half_day_id}/signer", late).status_code == 303
            text = words(body.get(f"{HOME}/{half_day_id}"))
        assert "signée des deux côtés" in text
        assert "arrivé en retard 2 h 30 sur 3 h 30" in text
        assert {each.reason for each in reads_about(group.second.holder.person_id)} == {
            "traitement des inscriptions de l’organisme"
        }

    def test_paper_instead(self, group: Class, body: Client) -> None:
        half_day_id = a_morning(group)
        with at(AFTER):
            bad = {**self.said(group), "scan": SimpleUploadedFile("feuille.pdf", b"rien")}
            assert body.post(f"{HOME}/{half_day_id}/signer", bad).status_code == 422
            good = {**self.said(group), "scan": SimpleUploadedFile("feuille.pdf", PDF)}
            assert body.post(f"{HOME}/{half_day_id}/signer", good).status_code == 303
            (scan_id,) = queries.half_day(half_day_id, by=group.body.agent).scans
            file = body.get(f"{HOME}/feuilles/{scan_id}")
            assert (file.content, file["Content-Disposition"]) == (PDF, "attachment; filename*=UTF-8''feuille.pdf")
            assert signed_in(scenes.a_body().agent).get(f"{HOME}/feuilles/{scan_id}").status_code == 404
        assert record(group.first).half_days[0].standing.strength is Strength.PAPER

    def test_a_correction_is_one_more_line_that_its_holder_reads(self, group: Class, body: Client) -> None:
        half_day_id = opened(group)
        confirming(group, half_day_id, Presence.ABSENT)
        typed = {"who": str(group.first.id), "presence": "present", "motive": ""}
        with at(AFTER):
            answer = body.post(f"{HOME}/{half_day_id}/corriger", typed)
            assert "Dites pourquoi, en 500 signes au plus" in words(answer)
            assert body.post(f"{HOME}/{half_day_id}/corriger", {**typed, "motive": "Oubli"}).status_code == 303
            text = words(signed_in(group.first.holder.actor).get(f"/mes-inscriptions/{group.first.id}/assiduite"))
        assert "Raison : Oubli" in text
        assert "100 %" in text

    def test_connections_by_hand_and_by_file(self, group: Class, body: Client) -> None:
        half_day_id = a_morning(group, ALONE)
        address = f"{HOME}/sessions/{group.session_id}/connexions"
        number = group.second.now.number
        with at(moment(day(9), 18)):
            empty = body.post(f"{HOME}/{half_day_id}/connexions", {})
            assert empty.status_code == 422
            by_hand = {f"m-{group.first.id}": "170", f"e-{group.first.id}": "6"}
            assert body.post(f"{HOME}/{half_day_id}/connexions", by_hand).status_code == 303
            file = (
                "dossier;jour;debut;minutes;exercices\n"
                f"{number};09/12/2026;9:00;120;3\n00000000000;09/12/2026;9:00;1;1\n{number};10/12/2026;9:00;1;1\n"
                f"{number};09/12/2026;9:00;120;9\n"
            )
            answer = body.post(address, sent("connections", file))
        text = words(answer)
        assert answer.status_code == 422
        assert "ligne 3, dossier : Personne de cette session" in text
        assert "ligne 4, jour : Cette demi-journée n’est pas prévue" in text
        assert "ligne 5 : Les minutes et les exercices faits" in text
        assert (record(group.first).completion.rate_percent, record(group.second).completion.rate_percent) == (100, 50)
        assert record(group.second).entries[0].means is Means.FILE


class TestATrainerWithoutAccount:
    def test_the_link_is_shown_once_opens_the_half_day_and_signs_it_once(self, group: Class, body: Client) -> None:
        half_day_id = a_morning(group)
        nobody = Client()
        with at(DURING):
            assert body.post(f"{HOME}/{half_day_id}/formateur", {"name": ""}).status_code == 422
            answer = body.post(f"{HOME}/{half_day_id}/formateur", {"name": "Inès Baron"})
            (address,) = set(re.findall(r"/formateur/[\w-]+", answer.content.decode()))
            assert address not in body.get(f"{HOME}/{half_day_id}").content.decode()
            assert "Inès Baron" in words(nobody.get(address))
            assert nobody.post(f"{address}/ouvrir")["Location"] == address
            shown = code(half_day_id, DURING)
            page = nobody.get(address)
            assert f"{shown[:3]} {shown[3:]}" in words(page)
            assert "Camille Martin" in words(page)
            assert "no-store" in page["Cache-Control"]
        said = TestTheTrainerSigns().said(group)
        with at(AFTER):
            assert nobody.post(address, {}).status_code == 422
            assert nobody.post(address, said).status_code == 303
            after = words(nobody.get(address))
            assert "Cette demi-journée est signée." in after
            assert "Martin" not in after
            assert nobody.post(address, said).status_code in (303, 409)
        assert [each.trainer for each in record(group.first).entries] == ["Inès Baron"]
        assert len(record(group.second).entries) == 1
        readers = {each.by.partition(" ")[0] for each in reads_about(group.first.holder.person_id)}
        assert "system:attendance.trainer_link" in readers
        with at(DURING + timedelta(days=3)):
            assert nobody.get(address).status_code == 409
            assert nobody.get("/formateur/rien").status_code == 409


class TestWhatFollows:
    def followed(self, group: Class) -> None:
        """Half of what is planned is signed by both; then the training is over."""
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id)
        a_morning(group, AFTERNOON)
        enrolments.declare_entry(enrolment_id=group.first.id, entered_on=DAY, by=group.body.agent, at=moment(DAY, 18))
        enrolments.declare_exit(
            enrolment_id=group.first.id,
            exited_on=day(9),
            reason=ExitReason.DROPOUT,
            by=group.body.agent,
            at=moment(day(9), 18),
        )

    def test_the_record_proposes_what_is_declared(self, group: Class, body: Client) -> None:
        self.followed(group)
        one = f"/organisme/inscriptions/{group.first.id}"
        with at(moment(day(9), 19)):
            page = body.get(one)
            assert "La feuille d’émargement compte 3,5 h suivies sur 7 h prévues, soit 50 %." in words(page)
            assert 'value="3,5"' in page.content.decode()
            assert body.post(f"{one}/service", {"done": "3,5", "total": "7"}).status_code == 303
        assert (group.first.now.state, group.first.now.rate_percent) == (State.SERVICE_DECLARED, 50)

    def test_a_gap_is_shown_first_then_kept_and_told(self, group: Class, body: Client) -> None:
        self.followed(group)
        one, typed = f"/organisme/inscriptions/{group.first.id}", {"done": "7", "total": "7"}
        with at(moment(day(9), 19)):
            warned = body.post(f"{one}/service", typed)
            assert warned.status_code == 422
            assert "un écart de 50 points" in words(warned)
            assert group.first.now.state is State.EXITED
            other = body.post(f"{one}/service", {**typed, "gap_seen": "90/50"})
            assert (other.status_code, group.first.now.state) == (422, State.EXITED)
            assert body.post(f"{one}/service", {**typed, "gap_seen": "100/50"}).status_code == 303
        deliver_to_attendance(group)
        deliver("attendance.rate_differs", tell_rate_differs, about=group.first.id)
        holder = signed_in(group.first.holder.actor)
        with at(moment(day(9), 20)):
            for page in (
                body.get(one),
                body.get(f"{one}/assiduite"),
                holder.get(f"/mes-inscriptions/{group.first.id}"),
                holder.get(f"/mes-inscriptions/{group.first.id}/assiduite"),
            ):
                text = words(page)
                assert "100 %" in text
                assert "50 %" in text
            assert "n’est pas celle que vous avez signée" in words(holder.get("/mes-messages"))

    def test_the_record_as_a_file_and_on_paper_that_its_code_answers_for(self, group: Class, body: Client) -> None:
        self.followed(group)
        holder = signed_in(group.first.holder.actor)
        found = record(group.first)
        for client, base in (
            (holder, f"/mes-inscriptions/{group.first.id}/assiduite"),
            (body, f"/organisme/inscriptions/{group.first.id}/assiduite"),
        ):
            file = client.get(f"{base}.csv")
            rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
            assert [row[-1] for row in rows if row[0].isdigit()] == [each.digest for each in found.entries]
            assert "avec le code affiché sur place" in rows[3][8]
            paper = client.post(f"{base}.pdf")
            read = pypdf.PdfReader(BytesIO(paper.content))
            text = "".join(page.extract_text() for page in read.pages)
            assert read.metadata is not None
            assert "Feuille d’émargement" in str(read.metadata.title)
            assert "Camille Martin" in text
            assert found.head[:16] in text.replace("\n", "")
            shown = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)
            assert shown is not None
            checked = words(Client().get("/verifier", {"code": shown.group()}))
            assert "Cette feuille d’émargement a bien été délivrée ici" in checked
            head = " ".join(found.head[start : start + 8] for start in range(0, len(found.head), 8))
            told = f"Part suivie écrite 50 % Nombre de lignes signées 2 Empreinte de la dernière ligne {head}"
            assert told in checked
            assert "Martin" not in checked
        for stranger in (signed_in(group.second.holder.actor), signed_in(scenes.a_holder().actor)):
            assert stranger.get(f"/mes-inscriptions/{group.first.id}/assiduite").status_code == 404
            assert stranger.post(f"/mes-inscriptions/{group.first.id}/assiduite.pdf").status_code == 404


def deliver(kind: str, reaction: Any, *, about: Any) -> None:
    """Let who reacts hear the facts of a kind about something."""
    from acquis.journal import models, payload
    from acquis.journal.reactions import REACTIONS

    (found,) = [each for each in REACTIONS.values() if each.run is reaction]
    for row in models.Event.objects.filter(kind=kind, about=about).order_by("seq"):
        event = payload.read(found.event, about=row.about, account_id=row.account_id, payload=row.payload)
        reaction(event, by=scenes.SYSTEM, at=row.at)


def deliver_to_attendance(group: Class) -> None:
    from acquis.attendance.reactions import compare_with_record

    deliver("enrolments.service_declared", compare_with_record, about=group.first.id)
