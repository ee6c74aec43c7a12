"""Persons are registered with their NIR sealed; looking somebody up leaves a trace."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquis.journal.queries import recent
from acquis.journal.reads import reads_about
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people import crypto, queries
from acquis.people.actions import register_people, register_person, reveal_nir, rotate_keys
from acquis.people.checks import keys_fit_names, nirs_open
from acquis.people.models import Person
from acquis.people.types import NewPerson, Refusal

pytestmark = pytest.mark.django_db

NIR = "185057800608491"
CANARY = "255081416802538"
SYSTEM = system("test")
STAFF = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=uuid4())
PROVIDER = Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=uuid4(), provider_id=uuid4())


def holder(person_id) -> Actor:
    return Actor(roles=frozenset({Role.HOLDER}), id=person_id, account_id=uuid4())


@pytest.fixture
def maelle(someone, at):
    return register_person(civil=someone, nir=NIR, email="maelle@exemple.fr", by=SYSTEM, at=at)


def test_a_holder_may_not_register_anybody(someone, at) -> None:
    with pytest.raises(Refused) as refused:
        register_person(civil=someone, nir="nonsense", by=holder(uuid4()), at=at)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_malformed_nir_is_refused_and_not_repeated(someone, at) -> None:
    with pytest.raises(Refused) as refused:
        register_person(civil=someone, nir="185057800608492", by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.NIR_MALFORMED
    assert "185057800608492" not in repr(refused.value) + repr(refused.value.details)


def test_a_known_nir_is_refused_and_nothing_is_written(someone, at, maelle) -> None:
    with pytest.raises(Refused) as refused:
        register_person(civil=someone, nir=NIR, by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.NIR_ALREADY_KNOWN
    assert Person.objects.count() == 1


def test_a_bulk_with_one_bad_line_registers_nobody(someone, at) -> None:
    for numbers, reason in (
        ([NIR, "185057800608492"], Refusal.NIR_MALFORMED),
        ([NIR, NIR], Refusal.NIR_ALREADY_KNOWN),
    ):
        with pytest.raises(Refused) as refused:
            register_people(people=[NewPerson(civil=someone, nir=n) for n in numbers], by=SYSTEM, at=at)
        assert refused.value.reason is reason
    assert not Person.objects.exists()


def test_a_bulk_keeps_the_order_and_the_chosen_ids(someone, at) -> None:
    chosen = uuid4()
    ids = register_people(
        people=[NewPerson(civil=someone, nir=NIR), NewPerson(civil=someone, id=chosen)], by=SYSTEM, at=at
    )
    assert ids[1] == chosen
    assert Person.objects.get(pk=ids[0]).nir_index == crypto.nir_index(NIR)


def test_no_nir_stands_in_any_table_nor_in_the_journal_nor_in_the_logs(someone, at, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as sent:
        person_id = register_person(civil=someone, nir=CANARY, by=SYSTEM, at=at)
        queries.find_people(by=STAFF, reason="appel du titulaire", nir=CANARY)
        reveal_nir(person_id=person_id, reason="vérification du dossier", by=STAFF, at=at)
    # A server may log its statements: the number is in none of them.
    assert CANARY not in json.dumps(sent.captured_queries)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = " ".join(row[0] or "" for row in cursor.fetchall())
            assert CANARY not in rows
            assert CANARY.encode().hex() not in rows
    assert CANARY not in caplog.text
    assert CANARY not in json.dumps([told.payload for told in recent(50)], default=str)


def test_staff_find_by_nir_and_by_the_beginning_of_names(someone, at, maelle) -> None:
    def found(**by):
        return [line.person_id for line in queries.find_people(by=STAFF, reason="appel du titulaire", **by)]

    assert found(nir="1 85 05 78 006 084 91") == [maelle]
    assert found(name="keroue") == [maelle]
    assert found(name="anne maelle KEROUÉDAN") == [maelle]
    assert found(name="kerouedan", born_on=date(1985, 5, 17)) == [maelle]
    assert found(name="kerouedan", born_on=date(1985, 5, 18)) == []
    assert found(name="ouedan") == []
    assert found() == []


def test_a_look_up_without_reason_or_right_is_refused(maelle) -> None:
    for by, reason, why in (
        (STAFF, " ", Refusal.REASON_MISSING),
        (PROVIDER, "curiosité", Refusal.NOT_ALLOWED),
        (holder(maelle), "curiosité", Refusal.NOT_ALLOWED),
    ):
        with pytest.raises(Refused) as refused:
            queries.find_people(by=by, reason=reason, name="kerouedan")
        assert refused.value.reason is why
    assert reads_about(maelle) == []


def test_every_reading_by_somebody_else_is_noted_with_its_reason(maelle) -> None:
    queries.name_of(maelle, by=holder(maelle), reason="")
    assert reads_about(maelle) == []

    queries.name_of(maelle, by=PROVIDER, reason="demande d’inscription")
    queries.card_of(maelle, by=STAFF, reason="appel du titulaire")
    assert [(read.what, read.reason) for read in reads_about(maelle)] == [
        ("contact", "appel du titulaire"),
        ("name", "demande d’inscription"),
    ]


def test_a_holder_reads_nobody_else(maelle) -> None:
    with pytest.raises(Refused) as refused:
        queries.card_of(maelle, by=holder(uuid4()), reason="curiosité")
    assert refused.value.reason is Refusal.PERSON_UNKNOWN
    assert queries.names_of([maelle], by=holder(uuid4()), reason="curiosité") == {}


def test_the_usage_name_is_shown_and_the_nir_is_masked(maelle) -> None:
    card = queries.card_of(maelle, by=STAFF, reason="appel du titulaire")
    assert card.name.display == "Maëlle Kerouédan"
    assert card.masked_nir == "1 85 05 ** *** *** **"
    assert queries.card_of(maelle, by=PROVIDER, reason="convocation").masked_nir == ""


def test_the_nir_is_revealed_to_agents_who_say_why_and_it_is_noted(maelle, at) -> None:
    for by, reason, why in (
        (FINANCE, "paiement", Refusal.NOT_ALLOWED),
        (PROVIDER, "convocation", Refusal.NOT_ALLOWED),
        (STAFF, "", Refusal.REASON_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            reveal_nir(person_id=maelle, reason=reason, by=by, at=at)
        assert refused.value.reason is why
    with pytest.raises(Refused) as refused:
        reveal_nir(person_id=uuid4(), reason="vérification", by=STAFF, at=at)
    assert refused.value.reason is Refusal.PERSON_UNKNOWN

    assert reveal_nir(person_id=maelle, reason="vérification du dossier", by=STAFF, at=at) == NIR
    assert [(read.what, read.reason) for read in reads_about(maelle)] == [("nir", "vérification du dossier")]


def test_rotation_moves_every_row_to_the_newest_keys_and_then_stops(someone, at, maelle) -> None:
    register_person(civil=someone, nir=CANARY, by=SYSTEM, at=at)
    register_person(civil=someone, nir=None, by=SYSTEM, at=at)
    crypto.make_keys(crypto.keys_folder(), version=2)
    crypto.forget_loaded_keys()
    assert [p.person_id for p in queries.find_people(by=STAFF, reason="appel", nir=NIR)] == [maelle]

    with pytest.raises(Refused):
        rotate_keys(by=STAFF, at=at)
    moved = [rotate_keys(batch=1, by=SYSTEM, at=at) for _ in range(3)]

    assert moved == [1, 1, 0]
    sealed = Person.objects.exclude(nir_encrypted=None)
    assert {crypto.seal_version(row.nir_encrypted) for row in sealed} == {2}
    for old in crypto.keys_folder().glob("nir-*-1.key"):
        old.unlink()
    crypto.forget_loaded_keys()
    assert [p.person_id for p in queries.find_people(by=STAFF, reason="appel", nir=NIR)] == [maelle]
    assert reveal_nir(person_id=maelle, reason="vérification", by=STAFF, at=at) == NIR


def test_checks_find_a_seal_moved_to_another_row_and_a_wrong_index(someone, at, maelle) -> None:
    other = register_person(civil=someone, nir=CANARY, by=SYSTEM, at=at)
    assert list(nirs_open()) == []
    assert list(keys_fit_names()) == []

    Person.objects.filter(pk=other).update(nir_encrypted=Person.objects.get(pk=maelle).nir_encrypted)
    assert list(nirs_open()) == [f"the NIR of person {other} does not open"]
    Person.objects.filter(pk=maelle).update(
        nir_index=crypto.nir_index("253072B07300470"), birth_name="Kerouedan Le Gall"
    )
    assert f"the NIR of person {maelle} is indexed under another number" in list(nirs_open())
    assert list(keys_fit_names()) == [f"the names of person {maelle} are indexed under another spelling"]


@pytest.mark.parametrize("born_on", [date(2090, 1, 1), date(2013, 1, 1)])
def test_nobody_is_registered_below_the_age_of_an_account(someone, at, born_on) -> None:
    with pytest.raises(Refused) as refused:
        register_person(civil=replace(someone, born_on=born_on), by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.TOO_YOUNG
