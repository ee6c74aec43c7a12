"""The index follows the journal: no worker, late transactions, other folders; and what it holds is what is on sale."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.catalogue.search.scenes import OFFERS, a_catalogue, as_written
from tests.moments import AT, TODAY
from tests.scenes import STAFF, SYSTEM

from acquis.catalogue import models as rows
from acquis.catalogue.events import OfferChanged
from acquis.catalogue.search import index
from acquis.catalogue.search.differences import index_differences
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest
from acquis.journal.actions import record
from acquis.kit.ids import new_id
from acquis.providers import actions as providers


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_PATH = tmp_path


def total(words: str) -> int:
    return search(SearchRequest(text=words), on=TODAY).total


def renamed(training: Any, title: str) -> None:
    rows.Training.objects.filter(pk=training).update(title=title)
    record(OfferChanged(about=new_id(), training_ids=[training]), by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_an_edit_is_found_in_less_than_a_second_and_nobody_works_but_the_reader() -> None:
    trainings = a_catalogue()
    index.rebuild_index()
    assert (total("anglais"), total("cordonnier")) == (2, 0)
    renamed(trainings["Anglais professionnel"], "Cordonnier")
    began = time.monotonic()
    while not total("cordonnier"):
        assert time.monotonic() - began < 1.0
        time.sleep(0.02)
    assert total("anglais") == 1
    # What was followed is not followed again.
    segments = index.store().snapshot().segments  # type: ignore[union-attr]
    assert not index.follow()
    assert index.store().snapshot().segments == segments  # type: ignore[union-attr]


@pytest.mark.django_db
def test_another_machine_follows_in_its_own_folder(tmp_path: Path, settings: Any) -> None:
    trainings = a_catalogue()
    for machine in ("one", "other"):
        settings.SEARCH_PATH = tmp_path / machine
        index.rebuild_index()
    renamed(trainings["Coiffeuse à domicile"], "Cordonnier")
    for machine in ("one", "other"):
        settings.SEARCH_PATH = tmp_path / machine
        assert index.follow()
        assert total("cordonnier") == 1


@pytest.mark.django_db
def test_the_offers_of_a_provider_leave_and_come_back_with_it() -> None:
    a_catalogue()
    index.rebuild_index()
    provider = search(SearchRequest(), on=TODAY).hits[0].provider_id
    providers.suspend(provider_id=provider, reason="contrôle en cours", by=STAFF, at=AT)
    index.follow()
    assert total("") == 0
    providers.restore(provider_id=provider, by=STAFF, at=AT)
    index.follow()
    assert total("") == len(OFFERS)


@pytest.mark.django_db
def test_what_differs_from_the_catalogue_is_told() -> None:
    trainings = a_catalogue()
    index.rebuild_index()
    assert list(index_differences()) == []
    # By rows, without a fact: as a writer that forgot to tell.
    rows.Training.objects.filter(pk=trainings["Coiffeuse à domicile"]).update(state="withdrawn")
    rows.TrainingAction.objects.filter(training=trainings["Anglais professionnel"]).update(price_cents=1)
    told = list(index_differences())
    assert len(told) == 2
    assert any("is found and is not on sale" in sentence for sentence in told)
    assert any("is not found as it is" in sentence for sentence in told)


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_appears_late_is_followed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two transactions: the one that began first, and has the lower number, ends last."""
    monkeypatch.setattr(index, "_REMEMBERED", 0)
    monkeypatch.setattr(index, "_SURELY_OVER", 0.0)
    trainings = a_catalogue()
    index.rebuild_index()
    first, second = trainings["Anglais professionnel"], trainings["Coiffeuse à domicile"]
    begun, let_go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                renamed(first, "Cordonnier")
                begun.set()
                let_go.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    for title in ("Sellier", "Bottier", "Tanneur"):
        renamed(second, title)
        assert index.follow()
    position = index.store().snapshot().position  # type: ignore[union-attr]
    let_go.set()
    thread.join()
    assert index.follow(), position
    assert (total("cordonnier"), total("tanneur")) == (1, 1)
    # Once it is over the position moves on, and what is remembered is let go.
    for title in ("Sellier", "Bottier", "Tanneur", "Sellier"):
        renamed(second, title)
        index.follow()
    after = index.store().snapshot().position  # type: ignore[union-attr]
    assert after["settled"] > position["settled"]
    assert len(after["applied"]) < 4


@contextmanager
def in_another_session(training: Any, title: str) -> Iterator[Callable[[], None]]:
    """A change that another session has written and not committed; what is given commits it and waits for that."""
    begun, let_go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                renamed(training, title)
                begun.set()
                let_go.wait(20)
        finally:
            connection.close()

    def ended() -> None:
        let_go.set()
        thread.join()

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert begun.wait(20)
        yield ended
    finally:
        ended()


@pytest.mark.django_db(transaction=True)
def test_what_one_call_leaves_below_the_mark_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_REMEMBERED", 0)
    monkeypatch.setattr(index, "_SURELY_OVER", 0.0)
    trainings = a_catalogue()
    index.rebuild_index()
    with (
        in_another_session(trainings["Anglais professionnel"], "Cordonnier") as commit_one,
        in_another_session(trainings["Coiffeuse à domicile"], "Tanneur") as commit_other,
    ):
        renamed(trainings["Électricien d’équipement"], "Sellier")
        assert index.follow()
        assert index.store().snapshot().position["mark"] is not None  # type: ignore[union-attr]
        commit_one()
        commit_other()
    assert index.follow(most=1)
    index.follow()
    assert (total("cordonnier"), total("tanneur")) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_the_feed_is_read_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_REMEMBERED", 0)
    monkeypatch.setattr(index, "_SURELY_OVER", 0.0)
    trainings = a_catalogue()
    index.rebuild_index()
    second = trainings["Coiffeuse à domicile"]
    with in_another_session(trainings["Anglais professionnel"], "Cordonnier") as commit:
        renamed(second, "Sellier")
        assert index.follow()
        renamed(second, "Tanneur")
        read = index._ahead

        def read_then_committed(position: dict[str, Any]) -> list[Any]:
            found = read(position)
            commit()
            return found

        # The first look decides whether to write at all; the second, under the lock, is the one that counts.
        looks = iter([read, read_then_committed])
        monkeypatch.setattr(index, "_ahead", lambda position: next(looks, read)(position))
        assert index.follow()
    index.follow()
    assert (total("cordonnier"), total("tanneur")) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_index_made_while_somebody_writes_for_long_forgets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number is held back while more than a thousand others are given."""
    monkeypatch.setattr(index, "_WAITS", 2)
    monkeypatch.setattr(index, "_SURELY_OVER", 0.0)
    trainings = a_catalogue()
    second = trainings["Coiffeuse à domicile"]
    with in_another_session(trainings["Anglais professionnel"], "Cordonnier") as commit:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('journal_event', 'seq')) FROM generate_series(1, 1100)"
            )
        renamed(second, "Sellier")
        index.rebuild_index()
        # What was seen is not followed once more.
        assert not index.follow()
        commit()
    assert index.follow()
    assert total("cordonnier") == 1
    # Nobody writes any more: what was remembered is let go.
    renamed(second, "Tanneur")
    index.follow()
    assert len(index.store().snapshot().position["applied"]) < 3  # type: ignore[union-attr]
    monkeypatch.setattr(index, "_WAITS", 500)
    index.rebuild_index()
    assert index.store().snapshot().position["applied"] == []  # type: ignore[union-attr]


NONSENSE: list[dict[str, Any]] = [
    {"text": ""},
    {"text": "x" * 100_000},
    {"text": "\x00\x01\udcff�"},
    {"text": "\" AND OR NOT (title:* ~2 ^3 [a TO z] { } \\ / ' --"},
    {"text": "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 40},
    {"text": "𝔅𝔬𝔲𝔩𝔞𝔫𝔤𝔢𝔯 ʘ 🍞 ﷽"},
    {"page": 10_000},
    {"page": -3},
    {"max_price_cents": -1},
    {"max_price_cents": 10**30, "min_price_cents": -(10**30)},
    {"min_hours": 10**30},
    {"levels": frozenset({-4, 10**20})},
    {"domains": frozenset({"", "abc", "٣٢٦", "99999"})},
    {"regions": frozenset({"", "zz"})},
    {"languages": frozenset({"", "ZZ"})},
    {"certification_code": "\x00 OR 1=1"},
    {"radius_km": -5, "place": "Lyon"},
    {"radius_km": 10**9, "place": "Lyon"},
    {"budget_cents": -1, "within_budget": True},
]


@pytest.mark.django_db
def test_nonsense_has_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalogue()
    as_written(monkeypatch)
    for criteria in NONSENSE:
        found = search(SearchRequest(**criteria), on=TODAY)
        assert found.ready, criteria
        assert 1 <= found.page <= found.pages, criteria


@pytest.mark.django_db
def test_nothing_is_within_a_budget_below_zero() -> None:
    a_catalogue()
    assert search(SearchRequest(budget_cents=-1, within_budget=True), on=TODAY).total == 0
