"""The index on the disk: killed anywhere it stays whole, several read and write it, and it goes the way of its feed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.moments import TODAY

from acquis.catalogue.search import answering
from acquis.catalogue.search.columns import container, store
from acquis.catalogue.search.columns.store import Store
from acquis.catalogue.search.plan import Clause, OfferDocument, Plan, Way
from acquis.catalogue.search.tokens import stems
from acquis.catalogue.search.types import SearchRequest

ANY_TIME: dict[str, Any] = {"provider": "p", "permanent": True, "register": "RS"}


def offer(number: int, title: str = "Boulanger") -> OfferDocument:
    return OfferDocument(key=f"k{number}", training=f"t{number}", title=title, card=f'"{title}"', **ANY_TIME)


def way(word: str) -> Way:
    return Way(terms=tuple(stems(word)))


def found(index: Store, word: str) -> int:
    snapshot = index.snapshot()
    assert snapshot is not None
    plan = Plan(clauses=(Clause(ways=(way(word),)),), request=SearchRequest())
    return answering.run(snapshot, plan, on=TODAY).total


@pytest.fixture
def index(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    with made.writing_alone():
        made.make(map(offer, range(6)), position={"at": 1})
    return made


class Killed(BaseException):
    """What no handler catches, as a kill is not caught."""


@pytest.mark.parametrize("after", range(12))
def test_killed_at_any_step_of_a_change_the_old_or_the_new_is_read(
    index: Store, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    steps = iter(range(100))

    def killing(function: Any) -> Any:
        def step(*arguments: Any, **named: Any) -> Any:
            if next(steps) == after:
                raise Killed
            return function(*arguments, **named)

        return step

    with monkeypatch.context() as patched:
        for name in ("replace", "fsync", "open"):
            patched.setattr(os, name, killing(getattr(os, name)))
        patched.setattr(container, "write", killing(container.write))
        patched.setattr(Path, "unlink", killing(Path.unlink))
        try:
            with index.writing_alone():
                index.replace(["t0", "t1"], [offer(0, "Anglais")], position={"at": 2})
        except Killed:
            pass
    fresh = Store(index.folder)
    now = fresh.snapshot()
    assert now is not None
    assert (found(fresh, "Boulanger"), found(fresh, "Anglais"), now.position["at"]) in {(6, 0, 1), (4, 1, 2)}
    # The next that writes ends the work, and clears away what was left lying about.
    with fresh.writing_alone():
        fresh.replace(["t0", "t1"], [offer(0, "Anglais")], position={"at": 2})
    assert (found(fresh, "Boulanger"), found(fresh, "Anglais")) == (4, 1)
    named = {each.name for each in fresh.snapshot().segments}  # type: ignore[union-attr]
    assert {path.name for path in index.folder.glob("*.segment")} == named
    assert not list(index.folder.glob("*.new"))


def test_a_process_that_is_killed_while_it_writes_leaves_what_was(index: Store) -> None:
    program = (
        "import os, sys, threading, time\n"
        "from pathlib import Path\n"
        "from acquis.catalogue.search.columns.store import Store\n"
        "from acquis.catalogue.search.plan import OfferDocument\n"
        "index = Store(Path(sys.argv[1]))\n"
        "def slowly():\n"
        "    for n in range(10_000):\n"
        "        yield OfferDocument(key=str(n), training=str(n), provider='p', title='Anglais', permanent=True)\n"
        "        if n == 50: print('writing', flush=True)\n"
        "        time.sleep(0.001)\n"
        "with index.writing_alone():\n"
        "    index.make(slowly(), position={})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(index.folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert found(Store(index.folder), "Boulanger") == 6
    # The lock went with the process.
    with index.writing_alone(wait=False) as alone:
        assert alone


def test_one_writes_at_a_time(index: Store) -> None:
    with index.writing_alone(), Store(index.folder).writing_alone(wait=False) as second:
        assert not second


def test_readers_see_the_whole_of_one_state_while_another_writes(index: Store) -> None:
    """Threads ask while offers turn from one word into the other: each answer has six of both together."""
    over = threading.Event()
    wrong: list[tuple[int, int]] = []
    either = Clause(ways=(way("Boulanger"), way("Anglais")))

    def read() -> None:
        own = Store(index.folder)
        while not over.is_set():
            snapshot = own.snapshot()
            assert snapshot is not None
            total = answering.run(snapshot, Plan(clauses=(either,), request=SearchRequest()), on=TODAY).total
            if total != 6 or snapshot.offers != 6:
                wrong.append((total, snapshot.offers))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(24):
        with index.writing_alone():
            index.replace([f"t{n % 6}"], [offer(n % 6, ("Anglais", "Boulanger")[n // 6 % 2])])
        index.fold()
    over.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(list(index.folder.glob("*.segment"))) < 12


def test_who_writes_does_not_wait_while_segments_are_folded_and_nothing_is_lost(
    index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit comes while segments are made one, and takes an offer away that the new one holds already."""
    for n in range(4):
        with index.writing_alone():
            index.replace([f"t{n}"], [offer(n, "Anglais")])
    folding, go_on = threading.Event(), threading.Event()

    def slowly(segments: Any) -> Any:
        folded = folding_of(segments)
        folding.set()
        assert go_on.wait(20)
        return folded

    folding_of = store.folded
    monkeypatch.setattr(store, "folded", slowly)
    thread = threading.Thread(target=index.fold, kwargs={"always": True})
    thread.start()
    assert folding.wait(20)
    other = Store(index.folder)
    with other.writing_alone(wait=False) as alone:
        assert alone
        other.replace(["t0", "t4"], [offer(0, "Cordonnier")], position={"at": 2})
    assert (found(other, "Cordonnier"), found(other, "Anglais"), found(other, "Boulanger")) == (1, 3, 1)
    assert not other.fold(always=True)
    go_on.set()
    thread.join()
    now = Store(index.folder)
    assert (found(now, "Cordonnier"), found(now, "Anglais"), found(now, "Boulanger")) == (1, 3, 1)
    snapshot = now.snapshot()
    assert snapshot is not None
    assert (len(snapshot.segments), snapshot.offers, snapshot.position) == (2, 5, {"at": 2})


def test_what_is_folded_is_let_go_when_the_index_was_made_anew_meanwhile(
    index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with index.writing_alone():
        index.replace(["t0"], [offer(0, "Anglais")])
    folding_of = store.folded

    def made_anew(segments: Any) -> Any:
        with index.writing_alone():
            index.make([offer(7, "Cordonnier")], position={"at": 3})
        return folding_of(segments)

    monkeypatch.setattr(store, "folded", made_anew)
    assert not index.fold(always=True)
    assert (found(index, "Cordonnier"), found(index, "Boulanger")) == (1, 0)


def test_an_index_is_made_anew_while_others_write(index: Store) -> None:
    def documents() -> Any:
        yield offer(0, "Cordonnier")
        with index.writing_alone(wait=False) as alone:
            assert alone
            index.replace(["t1"], [offer(1, "Anglais")], position={"at": 2})
        assert (found(index, "Anglais"), found(index, "Cordonnier")) == (1, 0)

    assert index.remake(documents(), position={"at": 1}) == 1
    now = index.snapshot()
    assert now is not None
    # What was written meanwhile is to be followed again.
    assert (found(index, "Cordonnier"), now.offers, now.position) == (1, 1, {"at": 1})


def test_an_index_of_another_version_is_none(index: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "VERSION", store.VERSION + 1)
    assert Store(index.folder).snapshot() is None


def test_a_segment_cut_short_is_no_index_and_is_made_anew(index: Store) -> None:
    (path,) = index.folder.glob("*.segment")
    path.write_bytes(path.read_bytes()[:-40])
    again = Store(index.folder)
    assert again.snapshot() is None
    with again.writing_alone():
        again.make([offer(1)], position={})
    assert found(again, "Boulanger") == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price_cents": -1}, "price_cents"),
        ({"hours": 2**40}, "hours"),
        ({"days": (0,)}, "days"),
        ({"lat": 99.0, "lon": 1.0}, "lat"),
        ({"register": "XX"}, "XX"),
    ],
)
def test_an_offer_that_no_column_holds_is_named(tmp_path: Path, wrong: dict[str, Any], field: str) -> None:
    made = Store(tmp_path)
    document = OfferDocument(key="k7", training="t", title="x", **(ANY_TIME | wrong))
    with made.writing_alone(), pytest.raises(ValueError, match=f"offer k7: .*{field}"):
        made.make([document], position={})
    assert made.snapshot() is None
