"""The demonstration country: alive in every state, sound in every check, the same from the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from stdnum.fr import nir, siret
from tests.moments import AT

from acquis.accounts.models import YearlyCredit
from acquis.catalogue import queries as catalogue
from acquis.catalogue.models import LeavingNotice, Review
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.reviews.types import SignalKind
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest
from acquis.catalogue.types import Funding
from acquis.crediting import queries as crediting
from acquis.crediting.actions import advance, discard, prepare
from acquis.crediting.types import RunKind, RunState
from acquis.declarations import queries as declarations
from acquis.enrolments.models import Enrolment
from acquis.enrolments.types import State
from acquis.hearings import queries as hearings
from acquis.hearings.types import State as HearingState
from acquis.joining import queries as joinings
from acquis.journal.checks import CHECKS
from acquis.kit import clock
from acquis.kit.actor import Actor, Role, system
from acquis.kit.ids import new_id
from acquis.outside.identity_standin import personas
from acquis.people import queries
from acquis.people.models import Person
from acquis.people.types import DoubtReason
from acquis.providers.models import BankAccount
from acquis.site.demo import bodies, fill, people
from acquis.site.demo.registers import ENDING, certifications
from acquis.support import queries as support

SYSTEM = system("tests")


def _silent(_label: str, _done: int, _total: int) -> None:
    """Nobody watches a test."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One country for the whole module, in a transaction that is given up at its end; each test has a savepoint."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        base = AT - clock.machine_now()
        patched.setattr(clock, "_offset", lambda: base)
        patched.setattr(settings, "SEARCH_PATH", tmp_path_factory.mktemp("search"))
        with transaction.atomic():
            fill(seed=7, progress=_silent, scale=0.06, together=False)
            patched.undo()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def country(filled: None, db: None) -> None:
    """The country, as it was filled."""


def test_people_are_the_same_from_the_same_seed() -> None:
    towns = [people.BirthTown("69123", 500_000), people.BirthTown("2A004", 60_000)]
    first = people.holders(Random(3), towns, 200)
    assert first == people.holders(Random(3), towns, 200)
    assert first != people.holders(Random(4), towns, 200)


def test_invented_numbers_have_right_keys_and_belong_to_nobody() -> None:
    for each in people.holders(Random(3), [people.BirthTown("2A004", 1)], 100):
        assert nir.is_valid(each.nir)
        assert each.nir[10:13] == "000"
    numbers = [bodies.siret_of(number) for number in range(1, 200)]
    assert all(siret.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_every_subject_leads_to_a_certification() -> None:
    taught = {each.subject for each in certifications()}
    assert {subject.key for subject in bodies.SUBJECTS} == taught


def test_the_country_is_alive_and_sound(country: None) -> None:
    states = Counter(Enrolment.objects.values_list("state", flat=True))
    assert states[State.SERVICE_VALIDATED] > 5
    assert len(states) >= 4
    known = Person.objects.filter(birth_name__in=[each.birth_name for each in personas.HOLDERS])
    assert known.count() >= len(personas.HOLDERS)
    broken = {name: findings for name, check in CHECKS.items() if (findings := list(check()))}
    assert broken == {}


def test_something_lies_on_the_agents_desk_and_nothing_since_ever(country: None) -> None:
    agent = Actor(roles=frozenset({Role.STAFF_AGENT}), id=new_id())
    requests = support.inquiries(by=agent).rows
    assert {each.state.value for each in requests} == {"open", "taken", "asked", "relayed", "answered"}
    doubts = queries.doubts(by=agent)
    assert {each.reason for each in doubts} >= {DoubtReason.RESEMBLES, DoubtReason.NUMBER_OF_ANOTHER, DoubtReason.DEATH}
    assert [each.state.value for each in joinings.joinings(by=agent)] == ["proposed"]
    waiting = BankAccount.objects.filter(state="proposed")
    oldest = min(each.proposed_at for each in waiting) if waiting else clock.now()
    assert clock.now() - oldest < timedelta(days=30)


def test_the_region_pays_for_something_and_a_certification_ends_soon(country: None) -> None:
    on = clock.day_of(clock.now())
    asked = SearchRequest(fundings=frozenset({Funding.REGION}), per_page=100)
    found = [catalogue.training_page(hit.training_id) for hit in search(asked, on=on).hits]
    assert {card.by_account for card in found if card} == {True, False}
    door = next(d for card in found if card for a in card.actions for d in a.doors if d.funding is Funding.REGION)
    assert "conseiller" in door.words
    assert door.address
    assert LeavingNotice.objects.exists()
    assert set(LeavingNotice.objects.values_list("certification_code", flat=True)) == {ENDING}


def test_what_was_followed_is_reviewed_and_something_waits_for_a_moderator(country: None) -> None:
    moderator = Actor(roles=frozenset({Role.STAFF_AGENT}), id=new_id())
    waiting = reviews.reviews_waiting(by=moderator).rows
    assert {signal.kind for each in waiting for signal in each.signals} >= {SignalKind.CONTACT, SignalKind.NAME}
    rated = reviews.ratings_of(Review.objects.values_list("training_id", flat=True))
    assert sum(each.reviews for each in rated.values()) > 3


def test_the_last_year_comes_from_files_of_declarations(country: None) -> None:
    files = declarations.imports(by=SYSTEM).rows
    assert {file.source.value for file in files} == {"dsn", "summary"}
    assert [file.blocking_total for file in files] == [0] * len(files)
    assert declarations.accounts_with_facts(2025) > 50
    credited = YearlyCredit.objects.filter(year=2025)
    assert credited.count() == len(declarations.year_rows(2025, limit=10_000))


def test_a_run_of_the_last_credited_year_would_move_nothing(country: None) -> None:
    (waiting,) = [card for card in crediting.runs(by=SYSTEM) if card.state is RunState.FORESEEN]
    assert waiting.foreseen.years == 0
    discard(run_id=waiting.id, by=SYSTEM, at=clock.now())
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=SYSTEM, at=clock.now())
    while advance(run_id=run_id, by=SYSTEM, at=clock.now()):
        pass
    card = crediting.run(run_id, by=SYSTEM)
    assert card is not None
    assert (card.foreseen.years, card.foreseen.taken_cents, card.foreseen.refused) == (0, 0, 0)
    assert card.foreseen.unchanged == YearlyCredit.objects.filter(year=2025).count() > 50


def test_enrolments_turn_and_files_wait_for_an_agent(country: None) -> None:
    agent = Actor(roles=frozenset({Role.STAFF_AGENT}), id=new_id())
    rows = hearings.queue(by=agent, states=list(HearingState)).rows
    # A country this small may have no training declared lately, which alone can be contested.
    assert {row.kind.value for row in rows} >= {"control", "hearing_force_majeure"}
