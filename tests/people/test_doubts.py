"""A doubtful identity is settled by an agent: refusals in the order of the checks, numbers where they belong."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from tests.people.declared import maelle, nir

from acquis.journal.queries import history
from acquis.journal.reads import reads_about
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.outside.identity_register import Answer, Kind
from acquis.people import crypto, queries
from acquis.people.actions import (
    ask_about_doubt,
    match_declared,
    merge_people,
    note_register_answer,
    part_people,
    regularise_nir,
    rotate_keys,
    settle_doubt,
    sign_in_holder,
)
from acquis.people.checks import doubts_open, merges_end, nirs_open, numbers_open
from acquis.people.models import Doubt, Number, Person
from acquis.people.types import Agreement, DoubtState, Evidence, Outcome, Refusal, Sex, VerifiedIdentity

pytestmark = pytest.mark.django_db

SYSTEM = system("test")
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=uuid4())
STRANGER = {"birth_name": "Nguyen", "first_names": "Paul", "born_on": date(1971, 2, 3), "sex": Sex.MALE}


def one(at, **changes):
    return match_declared(identities=[maelle(**changes)], by=SYSTEM, at=at)[0]


def refusal(act, **arguments) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.reason


@pytest.fixture
def known(at):
    return one(at).person_id


@pytest.fixture
def doubt(at, known):
    """Somebody else is declared under her number."""
    return one(at, reference="stranger", **STRANGER).doubt_id


class TestSettling:
    def test_refusals(self, at, doubt, known) -> None:
        asked = {"person_id": known, "note": "pièce reçue", "by": AGENT, "at": at}
        assert refusal(settle_doubt, **(asked | {"doubt_id": uuid4()})) is Refusal.DOUBT_UNKNOWN
        asked["doubt_id"] = doubt
        assert refusal(settle_doubt, **(asked | {"by": FINANCE})) is Refusal.NOT_ALLOWED
        assert refusal(settle_doubt, **(asked | {"note": " "})) is Refusal.REASON_MISSING
        assert refusal(settle_doubt, **(asked | {"person_id": uuid4()})) is Refusal.NOT_A_CANDIDATE
        settle_doubt(**asked)
        assert refusal(settle_doubt, **asked) is Refusal.DOUBT_SETTLED

    def test_the_same_person_is_matched_from_then_on(self, at, doubt, known) -> None:
        assert settle_doubt(doubt_id=doubt, person_id=known, note="nom changé", by=AGENT, at=at) == known
        again = one(at, reference="another", **STRANGER)
        assert (again.outcome, again.person_id, again.evidence) == (Outcome.MATCHED, known, Evidence.DECIDED)
        told = history(doubt)[-1]
        assert (told.kind, told.payload["references"]) == ("people.doubt_settled", ["stranger"])
        assert told.payload["person_id"] == str(known)

    def test_somebody_else_is_created_and_the_number_stays_where_it_was(self, at, doubt, known) -> None:
        created = settle_doubt(doubt_id=doubt, person_id=None, note="deux personnes", by=AGENT, at=at)
        assert created != known
        assert Person.objects.get(pk=created).nir_index is None
        assert Number.objects.get(person=created).kind == "contested"
        # From now on the names tell the two holders of the number apart.
        assert one(at, reference="x", **(STRANGER | {"first_names": "Paul Henri"})).person_id == created
        assert one(at, reference="y").person_id == known
        assert not [*numbers_open(), *nirs_open(), *doubts_open()]

    def test_a_number_that_replaces_another_is_regularised(self, at, known) -> None:
        other = one(at, reference="x", nir=nir("2850529019777"))
        settle_doubt(doubt_id=other.doubt_id, person_id=known, note="vu", nir_replaces=True, by=AGENT, at=at)
        assert one(at, reference="y", nir=nir("2850529019777")).evidence is Evidence.NIR
        assert one(at, reference="z", first_names="Maëlle", nir=nir("2850529019777")).evidence is Evidence.NIR
        assert one(at, reference="old").person_id == known
        assert Number.objects.get().kind == "former"

    def test_a_number_that_does_not_is_left_aside(self, at, known) -> None:
        before = Person.objects.get(pk=known).nir_index
        other = one(at, reference="x", nir=nir("2850529019777"))
        settle_doubt(doubt_id=other.doubt_id, person_id=known, note="faute de frappe", by=AGENT, at=at)
        assert Person.objects.get(pk=known).nir_index == before
        assert not Number.objects.exists()

    def test_nobody_is_created_below_the_age(self, at) -> None:
        one(at)
        child = one(at, reference="x", birth_name="Petit", first_names="Zoé", born_on=date(2012, 1, 1))
        asked = {"doubt_id": child.doubt_id, "person_id": None, "note": "enfant", "by": AGENT, "at": at}
        assert refusal(settle_doubt, **asked) is Refusal.TOO_YOUNG


def test_asking_for_more_keeps_the_case_in_the_queue(at, doubt) -> None:
    assert refusal(ask_about_doubt, doubt_id=doubt, note="?", by=FINANCE, at=at) is Refusal.NOT_ALLOWED
    assert refusal(ask_about_doubt, doubt_id=doubt, note="", by=AGENT, at=at) is Refusal.REASON_MISSING
    ask_about_doubt(doubt_id=doubt, note="pièce d’identité demandée", by=AGENT, at=at)
    (row,) = queries.doubts(by=AGENT)
    assert row.state is DoubtState.ASKED
    settle_doubt(doubt_id=doubt, person_id=None, note="pièce reçue", by=AGENT, at=at)
    assert queries.doubts(by=AGENT) == []
    assert [row.id for row in queries.doubts(by=AGENT, settled=True)] == [doubt]
    assert refusal(ask_about_doubt, doubt_id=doubt, note="encore", by=AGENT, at=at) is Refusal.DOUBT_SETTLED


def test_the_registers_answer_is_kept_as_a_word(at, doubt) -> None:
    question = queries.register_question(doubt, by=AGENT, reason="identité à vérifier")
    assert (question.birth_name, question.born_on) == ("Nguyen", date(1971, 2, 3))
    note_register_answer(doubt_id=doubt, answer=Answer(kind=Kind.NOBODY), by=AGENT, at=at)
    assert Doubt.objects.get().register_answer == "nobody"
    note_register_answer(doubt_id=doubt, answer=Answer(kind=Kind.FOUND, dead=True), by=AGENT, at=at)
    assert Doubt.objects.get().register_answer == "deceased"


def test_both_sides_are_shown_and_each_person_seen_is_noted(at, doubt, known) -> None:
    case = queries.doubt(doubt, by=AGENT, reason="à vérifier")
    (candidate,) = case.candidates
    assert candidate.person_id == known
    assert candidate.agreements["birth_name"] is Agreement.DIFFERENT
    assert candidate.agreements["nir"] is Agreement.SAME
    assert case.declared.masked_nir == "2 85 05 ** *** *** **"
    (read,) = reads_about(known)
    assert (read.by, read.what) == (AGENT.key, "identity")
    # Who was declared is nobody yet: the reading is kept under the case, and is theirs once it is settled.
    queries.register_question(doubt, by=AGENT, reason="à vérifier")
    assert [read.what for read in reads_about(doubt)] == ["register", "identity"]
    new = settle_doubt(doubt_id=doubt, person_id=None, note="pièce reçue", by=AGENT, at=at)
    assert doubt in queries.known_under(new)
    assert doubt not in queries.known_under(known)
    with pytest.raises(Refused):
        queries.register_question(doubt, by=AGENT, reason=" ")
    with pytest.raises(Refused):
        queries.doubt(doubt, by=FINANCE, reason="à vérifier")


class TestRegularising:
    def test_refusals(self, at, known) -> None:
        one(
            at,
            reference="x",
            birth_name="Nguyen",
            first_names="Paul",
            nir=nir("1710275056123"),
            born_on=date(1971, 2, 3),
        )
        asked = {"person_id": known, "nir": nir("2850529019777"), "reason": "courrier", "by": AGENT, "at": at}
        assert refusal(regularise_nir, **(asked | {"by": FINANCE})) is Refusal.NOT_ALLOWED
        assert refusal(regularise_nir, **(asked | {"person_id": uuid4()})) is Refusal.PERSON_UNKNOWN
        assert refusal(regularise_nir, **(asked | {"reason": ""})) is Refusal.REASON_MISSING
        assert refusal(regularise_nir, **(asked | {"nir": "12"})) is Refusal.NIR_MALFORMED
        assert refusal(regularise_nir, **(asked | {"nir": nir("2850529019123")})) is Refusal.NIR_UNCHANGED
        assert refusal(regularise_nir, **(asked | {"nir": nir("1710275056123")})) is Refusal.NIR_ALREADY_KNOWN

    def test_both_numbers_lead_to_the_person_and_back_again(self, at, known) -> None:
        for number in ("2850529019777", "2850529019123", "2850529019777"):
            regularise_nir(person_id=known, nir=nir(number), reason="courrier", by=AGENT, at=at)
        assert one(at, reference="a").person_id == known
        assert one(at, reference="b", nir=nir("2850529019777")).person_id == known
        assert Number.objects.count() == 1
        assert not [*numbers_open(), *nirs_open()]


class TestMerging:
    @pytest.fixture
    def other(self, at):
        return one(at, reference="o", birth_name="Kerouedan-Petit", nir=nir("2850529019777")).person_id

    def test_refusals(self, at, known, other) -> None:
        asked = {"kept_id": known, "merged_id": other, "by": SYSTEM, "at": at}
        assert refusal(merge_people, **(asked | {"by": AGENT})) is Refusal.NOT_ALLOWED
        assert refusal(merge_people, **(asked | {"merged_id": known})) is Refusal.SAME_PERSON_TWICE
        assert refusal(merge_people, **(asked | {"merged_id": uuid4()})) is Refusal.PERSON_UNKNOWN
        assert refusal(part_people, **asked) is Refusal.NOT_MERGED
        merge_people(**asked)
        assert refusal(merge_people, **asked) is Refusal.ALREADY_MERGED
        assert refusal(part_people, **(asked | {"by": AGENT})) is Refusal.NOT_ALLOWED

    def test_numbers_and_sign_in_of_either_lead_to_the_one_kept(self, at, known, other, someone) -> None:
        identity = VerifiedIdentity(issuer="fc", sub="1", acr="eidas2", civil=Person.objects.get(pk=other).civil)
        assert sign_in_holder(identity=identity, by=SYSTEM, at=at) == other
        merge_people(kept_id=known, merged_id=other, by=SYSTEM, at=at)
        assert sign_in_holder(identity=identity, by=SYSTEM, at=at) == known
        assert queries.is_identity_of(known, issuer="fc", sub="1")
        assert one(at, reference="x", nir=nir("2850529019777")).person_id == known
        assert not list(merges_end())
        part_people(kept_id=known, merged_id=other, by=SYSTEM, at=at)
        assert sign_in_holder(identity=identity, by=SYSTEM, at=at) == other
        assert not queries.is_identity_of(known, issuer="fc", sub="1")

    def test_a_chain_leads_to_its_end_and_is_parted_from_there(self, at, known, other) -> None:
        third = one(at, reference="t", birth_name="Autre", first_names="Zoé", nir=nir("2850529019555")).person_id
        merge_people(kept_id=known, merged_id=other, by=SYSTEM, at=at)
        merge_people(kept_id=third, merged_id=known, by=SYSTEM, at=at)
        assert queries.now_of([other, known, third]) == {other: third, known: third, third: third}
        assert refusal(part_people, kept_id=known, merged_id=other, by=SYSTEM, at=at) is Refusal.NOT_MERGED

    def test_a_circle_is_seen_by_the_check(self, at, known, other) -> None:
        Person.objects.filter(pk=known).update(merged_into=other)
        Person.objects.filter(pk=other).update(merged_into=known)
        assert len(list(merges_end())) == 2


def test_keys_rotate_under_everything_that_is_sealed(at, doubt, known) -> None:
    one(at, reference="p", nir="", provisional="NTT12345678", birth_name="Autre", first_names="Zoé")
    crypto.make_keys(crypto.keys_folder(), version=2)
    crypto.forget_loaded_keys()
    moved = 0
    while step := rotate_keys(batch=2, by=SYSTEM, at=at):
        moved += step
    assert moved == 3
    for version in ("nir-seal-1.key", "nir-index-1.key"):
        (crypto.keys_folder() / version).unlink()
    crypto.forget_loaded_keys()
    assert not [*numbers_open(), *nirs_open(), *doubts_open()]
    assert one(at, reference="stranger", **STRANGER).doubt_id == doubt
    assert one(at, reference="p2", nir="", provisional="NTT12345678", birth_name="Autre").outcome is Outcome.MATCHED
