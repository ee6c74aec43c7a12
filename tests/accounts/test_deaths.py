"""Deaths: told by a file, asked of the State's register; an account closes when they are certain, never on a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

import httpx
import pytest
from django.db import connection
from tests import scenes
from tests.accounts.scenes import broken

from acquis.accounts import queries as accounts
from acquis.accounts.actions import answer_death, note_register, open_account, receive_deaths
from acquis.accounts.jobs import register_jobs
from acquis.accounts.models import DeathNotice
from acquis.accounts.reactions import a_death_is_nobody_s, a_death_is_somebody_s
from acquis.accounts.types import AccountState, Refusal
from acquis.declarations.actions import import_deaths
from acquis.declarations.types import Refusal as FileRefusal
from acquis.journal.reads import reads_about
from acquis.kit.refusal import Refused
from acquis.outside import identity_register as register
from acquis.outside.identity_register import Answer, Kind
from acquis.people import actions as people
from acquis.people import queries as people_queries
from acquis.people.events import DoubtDismissed, DoubtSettled
from acquis.people.models import Doubt, Person
from acquis.people.types import CivilIdentity, DeclaredIdentity, DoubtReason, DoubtState, Outcome, Sex
from acquis.people.types import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db

AT, SYSTEM, AGENT = scenes.AT, scenes.SYSTEM, scenes.STAFF
DIED = date(2026, 10, 3)
NIGHT = AT.isoformat()


def refusal(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.reason


@pytest.fixture
def holder() -> UUID:
    """Somebody born in Quimper, with an account."""
    civil = CivilIdentity(
        birth_name="Kerouédan", first_names="Maëlle Anne", born_on=date(1950, 5, 17), sex=Sex.FEMALE,
        birth_place="29232",
    )  # fmt: skip
    person = people.register_person(civil=civil, by=SYSTEM, at=AT)
    open_account(person_id=person, by=SYSTEM, at=AT)
    return person


def somebody(rank: int) -> UUID:
    """One of several who died on the same day, with an account."""
    civil = CivilIdentity(
        birth_name="Kerouédan", first_names=f"Maëlle {'ABCDE'[rank]}", born_on=date(1950, 5, 10 + rank),
        sex=Sex.FEMALE, birth_place="29232",
    )  # fmt: skip
    person = people.register_person(civil=civil, by=SYSTEM, at=AT)
    open_account(person_id=person, by=SYSTEM, at=AT)
    return person


def account(person: UUID) -> UUID:
    found = accounts.account_of(person)
    assert found is not None
    return found


def state(person: UUID) -> AccountState | None:
    return accounts.state_of(account(person))


def death(**changes) -> DeclaredIdentity:
    told = DeclaredIdentity(
        reference="death 1", birth_name="KEROUEDAN", first_names="MAELLE ANNE", born_on=date(1950, 5, 17),
        sex=Sex.FEMALE, birth_place="29232", died_on=DIED,
    )  # fmt: skip
    return replace(told, **changes)


def line(name: str = "KEROUEDAN*MAELLE ANNE/", sex: str = "2", born: str = "19500517", died: str = "20261003") -> str:
    return f"{name:<80}{sex}{born}29232{'QUIMPER':<30}{'':<30}{died}29019000001234"


def told(**changes) -> UUID:
    (match,) = receive_deaths(deaths=[death(**changes)], by=SYSTEM, at=AT)
    assert match.doubt_id is not None
    return match.doubt_id


def saying(kind: str = "2", died: str = "2026-10-03", differs: str = ""):
    """The register answers this about whoever it is asked."""
    dead = f"<ie:Deces><ie:DateDeces>{died}</ie:DateDeces></ie:Deces>" if died else ""
    body = f"""<el:IdentificationsIndividusCitoyens xmlns:el="http://xml.insee.fr/schema/electoral"
      xmlns:ec="http://xml.insee.fr/schema/etat-civil" xmlns:ie="http://xml.insee.fr/schema">
      <el:TypeReponseIdentification>{kind}</el:TypeReponseIdentification>
      <el:IdentificationIndividuCitoyen><el:SituationActuelle><ec:Individu>
        <ie:Noms><ie:NomFamille>X</ie:NomFamille></ie:Noms><ie:Prenoms><ie:Prenom>Y</ie:Prenom></ie:Prenoms>
        <ie:Naissance><ie:DateNaissance>1950-05-17</ie:DateNaissance></ie:Naissance><ie:Sexe>F</ie:Sexe>{dead}
      </ec:Individu></el:SituationActuelle>{differs}</el:IdentificationIndividuCitoyen>
    </el:IdentificationsIndividusCitoyens>"""
    return register.speaking_through(httpx.MockTransport(lambda _: httpx.Response(200, content=body.encode())))


class TestAFile:
    def test_who_is_ours_waits_and_of_the_others_nothing_is_kept(self, holder) -> None:
        text = "\n".join([line(), line("INCONNU*PAUL/", sex="1", born="19400101"), ""])
        for _twice in range(2):
            report = import_deaths(file=BytesIO(text.encode()), file_name="deces-2026-m10.txt", by=SYSTEM, at=AT)
            assert report.counts == {"deaths.read": 2, "deaths.waiting": 1, "deaths.nobody": 1}
            assert [(f.code, f.line, f.blocking) for f in report.findings] == [("death_waits", 1, False)]
        (notice,) = DeathNotice.objects.all()
        case = people_queries.doubt(notice.doubt_id, by=AGENT, reason="décès")
        assert (case.reason, case.died_on) == (DoubtReason.DEATH, DIED)
        assert [each.person_id for each in case.candidates] == [holder]
        assert state(holder) is AccountState.OPEN
        assert (Doubt.objects.count(), Person.objects.count()) == (1, 1)

    def test_each_bad_line_is_named_and_costs_no_other(self, holder) -> None:
        bad = {
            "death_cut": "KEROUEDAN*MAELLE/",
            "death_name": line("KEROUEDAN MAELLE"),
            "death_sex": line(sex="3"),
            "death_born": line(born="19500500"),
            "death_died": line(died="20261301"),
            "death_to_come": line(died="20991231"),
            "death_before_birth": line(died="19500516"),
        }
        text = "\n".join([*bad.values(), line()])
        report = import_deaths(file=BytesIO(text.encode("iso-8859-1")), by=SYSTEM, at=AT)
        found = {f.code: f.line for f in report.findings if f.blocking}
        assert set(found) == set(bad)
        assert found["death_sex"] == 3
        assert report.counts["deaths.waiting"] == 1
        assert not [f for f in report.findings if "KEROUEDAN" in f.sentence]

    def test_what_is_no_such_file(self) -> None:
        assert import_deaths(file=BytesIO(b""), by=SYSTEM, at=AT).refusal is FileRefusal.FILE_EMPTY
        assert import_deaths(file=BytesIO(b"a;b\n"), by=SYSTEM, at=AT).refusal is FileRefusal.NO_FILE_OF_DEATHS
        assert import_deaths(file=BytesIO(b"\0\0"), by=SYSTEM, at=AT).refusal is FileRefusal.NO_FILE_OF_DEATHS
        assert refusal(import_deaths, file=BytesIO(b""), by=AGENT, at=AT) is FileRefusal.NOT_ALLOWED


class TestAnAgentDecides:
    def test_it_is_this_person(self, holder) -> None:
        doubt = told()
        people.settle_doubt(doubt_id=doubt, person_id=holder, note="acte de décès reçu", by=AGENT, at=AT)
        fact = DoubtSettled(about=doubt, person_id=holder, created=False, references=["death"])
        for _twice in range(2):
            a_death_is_somebody_s(fact, by=SYSTEM, at=AT)
        assert state(holder) is AccountState.CLOSED
        ended = accounts.end_of_rights(account(holder))
        assert (ended.ground, ended.ended_on) == ("death", DIED)
        assert not broken()

    def test_it_is_nobody_of_ours(self, holder) -> None:
        doubt = told()
        asked = {"doubt_id": doubt, "note": "homonyme né ailleurs", "at": AT}
        assert refusal(people.dismiss_doubt, **asked, by=scenes.FINANCE) is PeopleRefusal.NOT_ALLOWED
        assert refusal(people.dismiss_doubt, **(asked | {"note": " "}), by=AGENT) is PeopleRefusal.REASON_MISSING
        people.dismiss_doubt(doubt_id=doubt, note="homonyme né ailleurs", by=AGENT, at=AT)
        assert refusal(people.dismiss_doubt, **asked, by=AGENT) is PeopleRefusal.DOUBT_SETTLED
        a_death_is_nobody_s(DoubtDismissed(about=doubt), by=SYSTEM, at=AT)
        assert state(holder) is AccountState.OPEN
        assert DeathNotice.objects.get().answered_at == AT
        assert people_queries.doubts(by=AGENT) == []
        assert Person.objects.count() == 1

    def test_a_declaration_is_always_somebody_s(self, holder) -> None:
        one = DeclaredIdentity(reference="r", birth_name="Kerouedam", first_names="Maelle", born_on=date(1950, 5, 17))
        (match,) = people.match_declared(identities=[one], by=SYSTEM, at=AT)
        assert match.doubt_id is not None
        asked = {"doubt_id": match.doubt_id, "note": "personne", "by": AGENT, "at": AT}
        assert refusal(people.dismiss_doubt, **asked) is PeopleRefusal.NOT_A_CANDIDATE
        assert answer_death(doubt_id=match.doubt_id, person_id=holder, by=SYSTEM, at=AT) is False


class TestTheRegister:
    def note(self, holder, answer: Answer, at: datetime = AT) -> bool:
        return note_register(account_id=account(holder), answer=answer, by=SYSTEM, at=at)

    def test_alive_nothing_changes(self, holder) -> None:
        assert self.note(holder, Answer(kind=Kind.FOUND)) is False
        assert state(holder) is AccountState.OPEN

    def test_dead_exactly_as_asked_the_account_closes(self, holder) -> None:
        assert self.note(holder, Answer(kind=Kind.FOUND, dead=True, died_on=DIED)) is True
        assert state(holder) is AccountState.CLOSED
        asked = {"account_id": account(holder), "answer": Answer(kind=Kind.FOUND), "at": AT}
        assert refusal(note_register, **asked, by=scenes.FINANCE) is Refusal.NOT_ALLOWED
        assert refusal(note_register, **asked, by=SYSTEM) is Refusal.NOT_IN_THIS_STATE
        assert not broken()

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(kind=Kind.RECTIFIED, dead=True, died_on=DIED),
            Answer(kind=Kind.USAGE_NAME, dead=True, died_on=DIED),
            Answer(kind=Kind.FOUND, dead=True),
            Answer(kind=Kind.FOUND, dead=True, died_on=DIED, differs=frozenset({"Prenoms"})),
        ],
    )
    def test_dead_otherwise_the_account_is_frozen_and_an_agent_decides(self, holder, answer) -> None:
        assert self.note(holder, answer) is False
        assert state(holder) is AccountState.FROZEN
        (row,) = people_queries.doubts(by=AGENT)
        assert row.reason is DoubtReason.DEATH
        # It was somebody else: what was frozen for nothing is free, and stays so when the register says it again.
        answer_death(doubt_id=row.id, person_id=None, by=SYSTEM, at=AT)
        assert state(holder) is AccountState.OPEN
        self.note(holder, answer)
        assert state(holder) is AccountState.OPEN

    def test_without_a_place_of_birth_nothing_is_certain(self) -> None:
        civil = CivilIdentity(
            birth_name="Ici", first_names="Léa", born_on=date(1950, 1, 2), sex=Sex.FEMALE, birth_country=""
        )
        person = people.register_person(civil=civil, by=SYSTEM, at=AT)
        open_account(person_id=person, by=SYSTEM, at=AT)
        assert self.note(person, Answer(kind=Kind.FOUND, dead=True, died_on=DIED)) is False
        assert state(person) is AccountState.FROZEN

    def test_every_night_asks_about_some_who_was_asked_about_longest_ago_first(self, holder, settings) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"identity_register_nightly": 1})
        second = scenes.a_holder().person_id
        with saying(died=""):
            assert register_jobs.ask_the_register(due=NIGHT) == 0
        first = min((account(holder), holder), (account(second), second))[1]
        assert [read.what for read in reads_about(first)] == ["register"]
        with saying():
            assert register_jobs.ask_the_register(due=NIGHT) == 1
        states = {person: state(person) for person in (holder, second)}
        assert states.pop(first) is AccountState.OPEN
        assert [*states.values()] == [AccountState.CLOSED]

    def test_a_told_death_that_it_confirms_needs_no_agent(self, holder, settings) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"identity_register_nightly": 1})
        doubt = told()
        with saying():
            assert register_jobs.ask_the_register(due=NIGHT) >= 1
        case = people_queries.doubt(doubt, by=AGENT, reason="décès")
        assert (case.state, case.register_answer, case.person_id) == (DoubtState.SETTLED, "deceased", holder)

    def test_a_file_of_deaths_is_confirmed_slice_by_slice_in_one_night(self, settings, monkeypatch) -> None:
        """However few are asked about each night in turn, those of a file do not wait for as many nights."""
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"identity_register_nightly": 1})
        monkeypatch.setattr(register_jobs, "SLICE", 2)
        # Those who are asked about in turn have their own test, and might be one of these.
        monkeypatch.setattr(register_jobs, "_sweep", lambda *_, **__: 0)
        dead = [somebody(rank) for rank in range(5)]
        text = "\n".join(
            line(name=f"KEROUEDAN*MAELLE {'ABCDE'[rank]}/", born=f"195005{10 + rank}") for rank in range(5)
        )
        assert import_deaths(file=BytesIO(text.encode()), by=SYSTEM, at=AT).counts["deaths.waiting"] == 5
        silent = httpx.MockTransport(lambda _: httpx.Response(503))
        with saying():
            register_jobs.ask_the_register(due=NIGHT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'accounts.confirm_deaths'")
            assert len(cursor.fetchall()) == 1
        # A silent register costs nobody anything, and the next time goes on from there.
        with register.speaking_through(silent):
            assert register_jobs.confirm_deaths(due=NIGHT) == 0
        with saying():
            assert register_jobs.confirm_deaths(due=NIGHT) == 4
        # Each is settled as its own person's; the accounts close as that fact is heard of.
        cases = [
            people_queries.doubt(pk, by=AGENT, reason="décès")
            for pk in DeathNotice.objects.values_list("pk", flat=True)
        ]
        assert {case.state for case in cases} == {DoubtState.SETTLED}
        assert {case.person_id for case in cases} == set(dead)
        assert not DeathNotice.objects.filter(asked_at=None).exists()

    def test_a_told_death_that_it_does_not_confirm_stays_with_the_agents(self, holder) -> None:
        told()
        with saying(died=""):
            assert register_jobs.ask_the_register(due=NIGHT) == 0
        (row,) = people_queries.doubts(by=AGENT)
        assert row.state is DoubtState.OPEN
        assert state(holder) is AccountState.OPEN

    def test_a_silent_register_costs_nobody_anything(self, holder) -> None:
        told()
        with register.speaking_through(httpx.MockTransport(lambda _: httpx.Response(503))):
            assert register_jobs.ask_the_register(due=NIGHT) == 0
        assert state(holder) is AccountState.OPEN
        assert DeathNotice.objects.get().asked_at is None


def test_who_may_and_what_is_refused(holder) -> None:
    assert refusal(receive_deaths, deaths=[death()], by=scenes.FINANCE, at=AT) is Refusal.NOT_ALLOWED
    assert refusal(people.doubt_deaths, identities=[death()], by=AGENT, at=AT) is PeopleRefusal.NOT_ALLOWED
    assert refusal(answer_death, doubt_id=holder, person_id=None, by=scenes.FINANCE, at=AT) is Refusal.NOT_ALLOWED
    (match,) = people.doubt_deaths(identities=[death(birth_name="")], by=SYSTEM, at=AT)
    assert (match.outcome, match.reason) == (Outcome.REFUSED, PeopleRefusal.NAME_MISSING)
    (match,) = receive_deaths(deaths=[death(died_on=date(2099, 1, 1))], by=SYSTEM, at=AT)
    assert match.reason is PeopleRefusal.DEATH_TO_COME
