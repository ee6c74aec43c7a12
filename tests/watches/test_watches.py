"""A search that is kept: what is new is told once, to its holder alone, as soon as they wish, until they stop it."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests import scenes
from tests.catalogue.search.scenes import a_catalogue, an_offer
from tests.moments import AT

from acquis.accounts import actions as accounts
from acquis.catalogue.events import OfferChanged
from acquis.catalogue.search.index import rebuild_index
from acquis.catalogue.search.types import Reading, SearchRequest, Sort
from acquis.catalogue.types import Action, Funding, Modality, Register, Rhythm
from acquis.journal.queries import history
from acquis.kit.refusal import Refused
from acquis.support import queries as support
from acquis.support.reactions import tell_new_offers
from acquis.support.types import Kind
from acquis.watches import actions, checks, jobs, looking, queries, reactions, sealing
from acquis.watches.models import Watch
from acquis.watches.types import Cadence, Refusal, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

BREAD = SearchRequest(text="boulanger")


@pytest.fixture
def catalogue(tmp_path: Any, settings: Any) -> dict[str, UUID]:
    settings.SEARCH_PATH = tmp_path
    made = a_catalogue()
    rebuild_index()
    return made


def kept(holder: scenes.Holder, *, asked: SearchRequest = BREAD, **more: Any) -> UUID:
    given = {"watch_id": uuid4(), "name": "Boulanger", "address": "q=boulanger", "cadence": Cadence.DAILY, **more}
    return actions.keep(asked=asked, by=holder.actor, at=AT, **given)


def a_new_offer(title: str = "CAP Boulanger du soir", number: int = 90) -> UUID:
    body = scenes.a_body()
    made = an_offer(body, number, (title, "RNCP37537", 3, "69381", Modality.ON_SITE, 300_000, date(2027, 2, 9)))
    rebuild_index()
    return made


def looked(watch_id: UUID, *, at: Any = AT) -> int:
    return actions.look(watch_id=watch_id, by=scenes.SYSTEM, at=at)


class TestKeeping:
    def test_what_answers_today_is_known(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        (card,) = queries.watches_of(holder.account_id, by=holder.actor)
        assert (card.id, card.name, card.address, card.asked.text) == (
            watch_id,
            "Boulanger",
            "q=boulanger",
            "boulanger",
        )
        assert (card.state, card.cadence, card.news) == (State.ACTIVE, Cadence.DAILY, ())
        assert card.found
        assert looked(watch_id) == 0

    def test_twice_is_once_and_other_content_is_refused(self) -> None:
        holder, watch_id = scenes.a_holder(), uuid4()
        assert kept(holder, watch_id=watch_id) == kept(holder, watch_id=watch_id) == watch_id
        assert Watch.objects.count() == 1
        with pytest.raises(Refused, match=str(Refusal.ANOTHER_CONTENT)):
            kept(holder, watch_id=watch_id, name="Autre")
        with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
            kept(scenes.a_holder(), watch_id=watch_id)

    def test_is_refused_in_the_order_of_the_checks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        holder = scenes.a_holder()
        with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
            actions.keep(
                watch_id=uuid4(), name="", address="", asked=BREAD, cadence=Cadence.DAILY, by=scenes.STAFF, at=AT
            )
        for name, reason in (("  \x00 ", Refusal.NAME_MISSING), ("x" * 81, Refusal.NAME_TOO_LONG)):
            with pytest.raises(Refused, match=str(reason)):
                kept(holder, name=name)
        limits = sys.modules["acquis.watches.actions.keep"]
        monkeypatch.setattr(limits, "MOST_FOUND", 1)
        with pytest.raises(Refused, match=str(Refusal.TOO_WIDE)):
            kept(holder)
        monkeypatch.setattr(limits, "MOST_WATCHES", 0)
        with pytest.raises(Refused, match=str(Refusal.TOO_MANY)):
            kept(holder)

    def test_nothing_of_it_lies_in_clear(self) -> None:
        watch = Watch.objects.get(pk=kept(scenes.a_holder(), name="Après mon burn-out"))
        assert b"boulanger" not in bytes(watch.content_sealed)
        told = " ".join(str(each.payload) for each in history(watch.id))
        assert "boulanger" not in told.lower()

    def test_every_criterion_of_a_question_is_kept_or_left_on_purpose(self) -> None:
        assert {field.name for field in fields(SearchRequest)} == sealing.KEPT | sealing.LEFT
        asked = SearchRequest(
            text="pain",
            place="Lyon",
            insee="69381",
            radius_km=50,
            registers=frozenset({Register.RS}),
            levels=frozenset({3, 5}),
            modalities=frozenset({Modality.REMOTE}),
            domains=frozenset({"215"}),
            regions=frozenset({"84"}),
            rhythms=frozenset({Rhythm.WEEKENDS}),
            fundings=frozenset({Funding.REGION}),
            languages=frozenset({"FR"}),
            kinds=frozenset({Action.VAE}),
            accessible=True,
            min_price_cents=1,
            max_price_cents=2,
            min_hours=3,
            max_hours=4,
            starts_from=date(2027, 1, 1),
            starts_until=date(2027, 2, 1),
            within_budget=True,
            unread=frozenset({Reading.LEVEL}),
            provider_id=uuid4(),
            certification_code="RS6151",
            sort=Sort.DATE,
        )
        content = sealing.Content("Mon nom", "q=pain", asked)
        assert sealing.read(sealing.written(content)) == content


class TestLooking:
    def test_what_is_new_is_told_once(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        new = a_new_offer()
        assert looked(watch_id) == 1
        assert looked(watch_id) == 0
        assert queries.watch(watch_id, by=holder.actor).news == (new,)
        assert [each.kind for each in history(watch_id)] == ["watches.kept", "watches.matched"]
        assert not [*checks.told_is_known(), *checks.looked_at()]

    def test_its_holder_reads_it_among_their_messages(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        a_new_offer()
        looked(watch_id)
        fact = history(watch_id)[-1]
        event = reactions_event(fact.payload, watch_id, holder)
        tell_new_offers(event, by=scenes.SYSTEM, at=AT)
        tell_new_offers(event, by=scenes.SYSTEM, at=AT)
        (message,) = support.messages_of(holder.person_id, by=holder.actor)
        assert (message.kind, message.values, message.about) == (Kind.NEW_OFFERS, {"number": 1}, watch_id)
        words = support.words_of(message.kind, message.values, message.about)
        assert "Une nouvelle formation" in words.sentences[0]
        assert words.path == f"/mes-recherches/{watch_id}"

    def test_what_does_not_answer_is_not_told(self) -> None:
        watch_id = kept(scenes.a_holder())
        offer = ("Anglais du tourisme", "RS6151", None, "13055", Modality.REMOTE, 90_000, None)
        an_offer(scenes.a_body(), 91, offer)
        rebuild_index()
        assert looked(watch_id) == 0

    def test_a_training_that_left_and_came_back_is_not_new(self, catalogue: dict[str, UUID]) -> None:
        watch_id = kept(scenes.a_holder())
        Watch.objects.filter(pk=watch_id).update(known=[*catalogue.values()])
        assert looked(watch_id) == 0
        assert set(catalogue.values()) <= set(Watch.objects.get(pk=watch_id).known)

    def test_the_first_look_without_an_index_at_first_only_gets_to_know(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as without:
            without.setattr(looking, "answers", lambda *_args, **_more: None)
            watch_id = kept(scenes.a_holder())
            assert looked(watch_id) == 0
        assert Watch.objects.get(pk=watch_id).looked_at is None
        assert looked(watch_id) == 0
        assert Watch.objects.get(pk=watch_id).found

    def test_only_the_system_looks(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
            actions.look(watch_id=watch_id, by=holder.actor, at=AT)
        assert actions.look(watch_id=uuid4(), by=scenes.SYSTEM, at=AT) == 0


class TestItsHolder:
    def test_pauses_it_and_takes_it_up_again(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        actions.pause(watch_id=watch_id, by=holder.actor, at=AT)
        with pytest.raises(Refused, match=str(Refusal.NOT_NOW)):
            actions.pause(watch_id=watch_id, by=holder.actor, at=AT)
        a_new_offer()
        assert looked(watch_id) == 0
        actions.resume(watch_id=watch_id, by=holder.actor, at=AT)
        # What came meanwhile is news.
        assert looked(watch_id) == 1

    def test_changes_its_name_and_how_soon_they_hear(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        actions.change(watch_id=watch_id, name="Le pain", cadence=Cadence.AT_ONCE, by=holder.actor, at=AT)
        card = queries.watch(watch_id, by=holder.actor)
        assert (card.name, card.cadence, card.address) == ("Le pain", Cadence.AT_ONCE, "q=boulanger")

    def test_drops_it_and_nothing_stays(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        actions.drop(watch_id=watch_id, by=holder.actor, at=AT)
        assert not Watch.objects.exists()
        with pytest.raises(Refused, match=str(Refusal.WATCH_UNKNOWN)):
            queries.watch(watch_id, by=holder.actor)

    def test_is_alone_with_it(self) -> None:
        holder, other = scenes.a_holder(), scenes.a_holder()
        watch_id = kept(holder)
        assert queries.watches_of(holder.account_id, by=other.actor) == []
        assert queries.watches_of(holder.account_id, by=scenes.STAFF) == []
        for act in (actions.pause, actions.drop):
            with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
                act(watch_id=watch_id, by=other.actor, at=AT)

    def test_keeps_those_of_an_account_that_was_joined_to_theirs(self) -> None:
        before, holder = scenes.a_holder(), scenes.a_holder()
        watch_id = kept(before)
        joined = replace(holder.actor, joined=frozenset({before.account_id}))
        assert queries.watches_of(holder.account_id, by=holder.actor) == []
        assert [each.id for each in queries.watches_of(holder.account_id, by=joined)] == [watch_id]
        actions.pause(watch_id=watch_id, by=joined, at=AT)
        actions.drop(watch_id=watch_id, by=joined, at=AT)
        assert not Watch.objects.exists()

    def test_closes_their_account_and_it_is_forgotten(self) -> None:
        holder = scenes.a_holder()
        kept(holder)
        accounts.close(account_id=holder.account_id, by=scenes.SYSTEM, at=AT)
        closed = reactions.Closed(about=holder.account_id, account_id=holder.account_id)
        reactions.forget_searches(closed, by=scenes.SYSTEM, at=AT)
        assert not Watch.objects.exists()


class TestJobs:
    def test_every_search_is_looked_at_in_slices(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(jobs, "SLICE", 2)
        deferred: list[dict[str, Any]] = []
        monkeypatch.setattr(jobs.look_at_slice, "defer", lambda **arguments: deferred.append(arguments))
        for _ in range(3):
            kept(scenes.a_holder())
        kept(scenes.a_holder(), cadence=Cadence.AT_ONCE)
        jobs.every_morning(int(AT.timestamp()))
        assert len(deferred) == 2
        a_new_offer()
        assert sum(jobs.look_at_slice(**arguments) for arguments in deferred) == 4
        deferred.clear()
        jobs.after_changes()
        assert [each["cadences"] for each in deferred] == [["at_once"]]

    def test_changes_that_come_together_are_looked_at_together(self) -> None:
        event = OfferChanged(about=uuid4(), training_ids=[uuid4()])
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'watches.after_changes'"
        reactions.look_soon(event, by=scenes.SYSTEM, at=AT)
        assert scalar(waiting) == 0
        kept(scenes.a_holder(), cadence=Cadence.AT_ONCE)
        for _ in range(3):
            reactions.look_soon(event, by=scenes.SYSTEM, at=AT)
        assert scalar(waiting) == 1

    def test_one_that_nobody_looked_at_is_a_fault(self) -> None:
        watch_id = kept(scenes.a_holder())
        Watch.objects.filter(pk=watch_id).update(kept_at=AT - timedelta(days=401), looked_at=AT - timedelta(days=400))
        assert [str(watch_id) in each for each in checks.looked_at()] == [True]
        Watch.objects.filter(pk=watch_id).update(news=[uuid4()])
        assert len([*checks.told_is_known()]) == 1

    def test_one_taken_up_again_is_no_fault_before_its_next_look(self) -> None:
        holder = scenes.a_holder()
        watch_id = kept(holder)
        actions.pause(watch_id=watch_id, by=holder.actor, at=AT)
        Watch.objects.update(kept_at=AT - timedelta(days=5), looked_at=AT - timedelta(days=5))
        assert not [*checks.looked_at()]
        actions.resume(watch_id=watch_id, by=holder.actor, at=AT)
        assert not [*checks.looked_at()]
        Watch.objects.update(kept_at=AT - timedelta(days=4))
        assert [*checks.looked_at()]


def scalar(statement: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def reactions_event(payload: dict[str, Any], watch_id: UUID, holder: scenes.Holder) -> Any:
    from acquis.watches.events import Matched

    return Matched(
        about=watch_id,
        account_id=holder.account_id,
        person_id=UUID(payload["person_id"]),
        number=payload["number"],
        round=payload["round"],
    )
