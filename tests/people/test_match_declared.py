"""A declared identity finds its person by number, then by civil identity; what is not sure waits for an agent."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from tests.people.declared import maelle, nir

from acquis.journal.queries import recent
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people.actions import match_declared, register_person, sign_in_holder
from acquis.people.models import Doubt, Number, Person
from acquis.people.types import (
    CivilIdentity,
    DoubtReason,
    Evidence,
    Outcome,
    Refusal,
    Sex,
    VerifiedIdentity,
)

pytestmark = pytest.mark.django_db

SYSTEM = system("test")


def one(at, **changes):
    return match_declared(identities=[maelle(**changes)], by=SYSTEM, at=at)[0]


def reason(match) -> str:
    return Doubt.objects.get(pk=match.doubt_id).reason


def test_only_the_system_matches(at) -> None:
    agent = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
    with pytest.raises(Refused) as refused:
        match_declared(identities=[maelle()], by=agent, at=at)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_bad_identity_is_refused_alone_and_answers_keep_their_order(at) -> None:
    answers = match_declared(
        identities=[
            maelle(reference="a", birth_name="  "),
            maelle(reference="b"),
            maelle(reference="c", born_on=date(2030, 1, 1)),
            maelle(reference="d", nir="285052901912300"),
            maelle(reference="e", nir="", provisional="12/3"),
            maelle(reference="f", nir="", birth_name="Petit", born_on=date(2011, 5, 17)),
        ],
        by=SYSTEM,
        at=at,
    )
    assert [a.reference for a in answers] == ["a", "b", "c", "d", "e", "f"]
    assert [a.reason for a in answers] == [
        Refusal.NAME_MISSING,
        None,
        Refusal.BIRTH_IN_FUTURE,
        Refusal.NIR_MALFORMED,
        Refusal.PROVISIONAL_MALFORMED,
        Refusal.TOO_YOUNG,
    ]
    assert answers[1].outcome is Outcome.NEW
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("born_on", "apprentice", "outcome"),
    [
        (date(2010, 11, 23), False, Outcome.NEW),
        (date(2010, 11, 24), False, Outcome.REFUSED),
        (date(2011, 11, 23), True, Outcome.NEW),
        (date(2011, 11, 24), True, Outcome.REFUSED),
    ],
)
def test_who_is_created_is_of_age(at, born_on, apprentice, outcome) -> None:
    assert one(at, nir="", born_on=born_on, apprentice=apprentice).outcome is outcome


class TestByNir:
    def test_a_new_person_is_found_again_whatever_the_reference(self, at) -> None:
        first = one(at)
        again = one(at, reference="other", birth_name="Kerouedan", first_names="Maëlle")
        assert first.outcome is Outcome.NEW
        assert (again.outcome, again.person_id, again.evidence) == (Outcome.MATCHED, first.person_id, Evidence.NIR)

    def test_thirteen_characters_are_the_same_number(self, at) -> None:
        assert one(at, nir=nir("2850529019123")[:13]).outcome is Outcome.NEW
        assert one(at).outcome is Outcome.MATCHED

    def test_a_changed_name_does_not_hide_her(self, at) -> None:
        first = one(at)
        assert one(at, birth_name="Durand").person_id == first.person_id

    def test_the_number_of_somebody_else_is_doubted(self, at) -> None:
        one(at)
        stranger = one(at, birth_name="Nguyen", first_names="Paul", born_on=date(1971, 2, 3), sex=Sex.MALE)
        assert stranger.outcome is Outcome.DOUBTFUL
        assert reason(stranger) == DoubtReason.NUMBER_OF_ANOTHER

    def test_a_twin_declared_under_her_sisters_number_is_doubted(self, at) -> None:
        lea = one(at, first_names="Agathe", nir=nir("2850529019124"))
        one(at)
        wrong = one(at, first_names="Agathe")
        assert lea.outcome is Outcome.NEW
        assert reason(wrong) == DoubtReason.NUMBER_OF_ANOTHER

    def test_a_number_given_for_another_birth_creates_nobody(self, at) -> None:
        assert reason(one(at, nir=nir("2790129019123"))) == DoubtReason.NUMBER_CONTRADICTS


class TestByProvisionalNumber:
    def test_it_finds_the_person(self, at) -> None:
        first = one(at, nir="", provisional="2 123456789 matricule7")
        again = one(at, reference="other", nir="", birth_place="", provisional="2123456789MATRICULE7")
        assert first.outcome is Outcome.NEW
        assert (again.person_id, again.evidence) == (first.person_id, Evidence.PROVISIONAL)

    def test_a_nir_that_begins_with_7_is_one(self, at) -> None:
        first = one(at, nir=nir("7850529019123"))
        assert Person.objects.get().nir_index is None
        assert Number.objects.get().kind == "provisional"
        assert one(at, reference="x", nir=nir("7850529019123"), birth_place="").person_id == first.person_id

    def test_the_nir_that_comes_is_attached_and_the_old_number_still_leads_there(self, at) -> None:
        first = one(at, nir="", provisional="NTT12345678")
        both = one(at, provisional="NTT12345678")
        assert (both.person_id, both.evidence) == (first.person_id, Evidence.PROVISIONAL)
        assert one(at, reference="x").evidence is Evidence.NIR
        assert one(at, reference="y", nir="", provisional="NTT12345678").person_id == first.person_id

    def test_two_nirs_under_one_provisional_number_are_doubted(self, at) -> None:
        one(at, provisional="NTT12345678")
        other = one(at, provisional="NTT12345678", nir=nir("2850529019999"))
        assert reason(other) == DoubtReason.TWO_NUMBERS


class TestByCivilIdentity:
    @pytest.fixture
    def known(self, someone, at):
        """She signed in before anybody declared her: no NIR is known."""
        identity = VerifiedIdentity(issuer="fc", sub="maelle", acr="eidas2", civil=someone)
        return sign_in_holder(identity=identity, by=SYSTEM, at=at)

    def test_the_nir_is_attached_to_who_signed_in(self, at, known) -> None:
        match = one(at, birth_place="")
        assert (match.person_id, match.evidence) == (known, Evidence.CIVIL)
        assert one(at, reference="later").evidence is Evidence.NIR

    def test_the_first_of_her_first_names_suffices(self, at, known) -> None:
        assert one(at, nir="", first_names="Maëlle").person_id == known

    @pytest.mark.parametrize(
        "changes",
        [
            {"first_names": "Anne-Sophie Maëlle"},
            {"first_names": "Maele"},
            {"birth_name": "Kerouedant"},
            {"born_on": date(1985, 5, 11)},
            {"birth_place": "", "first_names": "Maëlle"},
            {"birth_place": "29232"},
            {"birth_name": "Legrand"},
        ],
    )
    def test_what_nearly_agrees_is_doubted(self, at, known, changes) -> None:
        match = one(at, nir="", **changes)
        assert match.outcome is Outcome.DOUBTFUL
        assert reason(match) == DoubtReason.RESEMBLES
        assert Person.objects.count() == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"birth_place": "75056"},
            {"first_names": "Louise"},
            {"born_on": date(1984, 11, 2)},
            {"birth_name": "Legrand", "first_names": "Maëlle"},
        ],
    )
    def test_who_does_not_agree_is_somebody_else(self, at, known, changes) -> None:
        assert one(at, nir="", **changes).outcome is Outcome.NEW

    def test_a_day_and_month_swapped_are_a_slip(self, at) -> None:
        first = one(at, nir="", born_on=date(1985, 5, 7))
        other = one(at, nir="", born_on=date(1985, 7, 5))
        assert first.outcome is Outcome.NEW
        assert reason(other) == DoubtReason.RESEMBLES

    def test_twins_with_numbers_that_follow_are_two(self, at) -> None:
        one(at)
        assert one(at, first_names="Agathe", nir=nir("2850529019124")).outcome is Outcome.NEW

    def test_one_person_under_two_numbers_is_doubted(self, at) -> None:
        one(at)
        assert reason(one(at, nir=nir("2850529019777"))) == DoubtReason.TWO_NUMBERS

    def test_a_number_with_a_slip_is_doubted(self, at) -> None:
        one(at)
        assert reason(one(at, first_names="Maele", nir=nir("2850529019128"))) == DoubtReason.TWO_NUMBERS

    def test_two_homonyms_are_doubted(self, at, someone) -> None:
        register_person(civil=someone, by=SYSTEM, at=at)
        register_person(civil=someone, by=SYSTEM, at=at)
        match = one(at, nir="")
        assert reason(match) == DoubtReason.SEVERAL
        assert Doubt.objects.get().candidates.count() == 2

    def test_a_presumed_birth_abroad_is_never_certain(self, at) -> None:
        abroad = CivilIdentity(
            birth_name="Traoré", first_names="Moussa", born_on=date(1985, 1, 1), sex=Sex.MALE, birth_country="99335"
        )
        register_person(civil=abroad, by=SYSTEM, at=at)
        match = one(
            at,
            nir="",
            birth_name="TRAORE",
            first_names="MOUSSA",
            born_on=date(1985, 1, 1),
            sex=Sex.MALE,
            birth_place="",
            birth_country="99335",
        )
        assert reason(match) == DoubtReason.RESEMBLES


class TestReplays:
    def test_a_slice_declared_twice_is_answered_the_same(self, at) -> None:
        slice_ = [
            maelle(reference="1"),
            maelle(reference="2", nir="", birth_name="Le Goff", birth_place="", first_names="Jean"),
            maelle(reference="3", nir="", birth_name="LEGOFF", birth_place="", first_names="Jean"),
            maelle(reference="4", first_names="Paul", birth_name="Nguyen", born_on=date(1971, 2, 3)),
        ]
        first = match_declared(identities=slice_, by=SYSTEM, at=at)
        again = match_declared(identities=slice_, by=SYSTEM, at=at)
        assert [m.outcome for m in first] == [Outcome.NEW, Outcome.NEW, Outcome.DOUBTFUL, Outcome.DOUBTFUL]
        assert [m.person_id for m in again] == [m.person_id for m in first]
        assert [m.doubt_id for m in again] == [m.doubt_id for m in first]
        assert (Person.objects.count(), Doubt.objects.count()) == (2, 2)

    def test_two_lines_of_one_slice_are_one_person(self, at) -> None:
        two = match_declared(identities=[maelle(reference="1"), maelle(reference="2")], by=SYSTEM, at=at)
        assert [m.outcome for m in two] == [Outcome.NEW, Outcome.MATCHED]
        assert two[0].person_id == two[1].person_id

    def test_one_doubt_declared_by_two_is_one_line_of_the_queue(self, at) -> None:
        one(at)
        stranger = {"birth_name": "Nguyen", "first_names": "Paul", "born_on": date(1971, 2, 3)}
        assert one(at, reference="a", **stranger).doubt_id == one(at, reference="b", **stranger).doubt_id
        assert sorted(Doubt.objects.get().references.values_list("reference", flat=True)) == ["a", "b"]


def test_nothing_declared_is_readable_in_the_queue_or_the_journal(at) -> None:
    one(at)
    one(at, birth_name="Zzcanari", first_names="Paul", born_on=date(1971, 2, 3))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM people_doubt d")
        kept = "".join(row[0] for row in cursor.fetchall())
    journal = json.dumps([told.payload for told in recent()])
    for canary in ("Zzcanari", "2850529019123"):
        assert canary.encode().hex() not in kept
        assert canary not in kept + journal


@pytest.mark.django_db(transaction=True)
def test_importers_at_once_never_create_a_person_twice(at) -> None:
    """Four declare the same sixty people in orders of their own, half of them without a NIR."""
    people = [
        maelle(
            reference=f"r{i}",
            birth_name=f"{chr(97 + i % 26) * 4}{chr(107 + i // 26) * 4}",
            first_names=chr(97 + i % 26) * 5,
            born_on=date(1985, 5, 1 + i % 20),
            nir=nir(f"2850529019{i:03d}") if i % 2 else "",
        )
        for i in range(60)
    ]

    def importer(order: list) -> list:
        try:
            return match_declared(identities=order, by=SYSTEM, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(importer, [people, people[::-1], people[30:] + people[:30], people[::-1]]))
    found = [{m.reference: m.person_id for m in run} for run in runs]
    assert Person.objects.count() == 60
    assert all(run == found[0] for run in found)
    assert None not in found[0].values()
    assert sum(m.outcome is Outcome.NEW for run in runs for m in run) == 60
