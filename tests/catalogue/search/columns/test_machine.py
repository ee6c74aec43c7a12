"""The loops as machine code: they answer what they answer as they are written, and nobody who asks waits for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.catalogue.search.columns.test_store import offer
from tests.catalogue.search.scenes import as_written
from tests.moments import TODAY

from acquis.catalogue.search import answering, queries
from acquis.catalogue.search.columns import machine
from acquis.catalogue.search.columns.store import Store
from acquis.catalogue.search.plan import Clause, Plan, Way
from acquis.catalogue.search.types import SearchRequest, Understood

KINDS = {
    "i8": np.int64, "i4": np.int32, "i2": np.int16, "u8": np.uint64, "u4": np.uint32, "u2": np.uint16, "u1": np.uint8,
    "f8": np.float64,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def made() -> None:
    assert machine.make(), "the loops could not be compiled"


@pytest.fixture
def given_rightly(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every loop looks whether its arrays are of the type, and lie in memory, as its signature has it."""
    called: set[str] = set()

    def looked_at(loop: machine.Loop) -> Any:
        run, wanted = loop.machine, machine.arguments_of(str(loop.signature))

        def call(*arguments: Any) -> Any:
            called.add(loop.name)
            for (kind, dimensions), argument in zip(wanted, arguments, strict=True):
                if dimensions:
                    assert (argument.dtype, argument.ndim) == (KINDS[kind], dimensions), loop.name
                    assert argument.flags.c_contiguous, loop.name
            assert run is not None
            return run(*arguments)

        return call

    for loop in machine.loops():
        monkeypatch.setattr(loop, "machine", looked_at(loop))
    return called


def answers(folder: Path) -> list[Any]:
    """A catalogue in several segments, edited and folded, asked in every way in which loops differ."""
    store = Store(folder)
    titles = ("Boulanger", "Anglais professionnel", "Boulanger pâtissier", "Conduite de poids lourd", "Anglais")
    with store.writing_alone():
        store.make([offer(n, titles[n % 5]) for n in range(400)], position={})
        for n in range(8):
            store.replace([f"t{n}"], [offer(n, titles[(n + 1) % 5])])
    store.fold()
    ways: list[tuple[Way, ...]] = [
        (Way(terms=("boulang",)),), (Way(terms=("ang",), beginning=True),), (Way(terms=("poid", "lourd")),), (),
    ]  # fmt: skip
    asked = [
        Plan(clauses=(Clause(ways=each),) if each else (), request=request, lat=lat, lon=4.8 if lat else None)
        for each in ways
        for request in (SearchRequest(), SearchRequest(max_price_cents=120_000, radius_km=20))
        for lat in (None, 45.7)
    ]
    now = store.snapshot()
    assert now is not None
    found = [answering.run(now, plan, on=TODAY, with_towns=True) for plan in asked]
    return [
        (each.total, each.keys.tolist(), answering.shown(now, plan, Understood(), each).facets)
        for plan, each in zip(asked, found, strict=True)
    ]


def test_the_same_answers_as_written_and_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_rightly: set[str]
) -> None:
    compiled = answers(tmp_path / "compiled")
    assert {loop.name for loop in machine.loops()} <= given_rightly
    as_written(monkeypatch)
    assert answers(tmp_path / "written") == compiled
    assert sum(total for total, *_ in compiled) > 400


def test_a_fresh_process_loads_the_code_and_no_compiler() -> None:
    code = (
        "import sys, time; from acquis.catalogue.search.columns import machine as m; "
        "b = time.process_time(); assert m.are_ready(); assert time.process_time() - b < 1.5; "
        "assert all(each.machine for each in m.loops()); assert 'numba' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_code_that_is_broken_is_removed_and_the_loops_run_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_written(monkeypatch)
    broken = tmp_path / "loops.bin"
    broken.write_bytes(b"nothing that loads")
    monkeypatch.setattr(machine, "_path", lambda: broken)
    monkeypatch.setattr(machine, "_looked", -machine._LOOK_EVERY)
    assert not machine.are_ready()
    assert not broken.exists()


@pytest.mark.django_db
def test_while_they_are_compiled_a_large_index_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.search(SearchRequest(), on=TODAY).ready
    monkeypatch.setattr(queries, "_ASKED_UNCOMPILED", -1)
    assert queries.search(SearchRequest(), on=TODAY).ready
    monkeypatch.setattr(machine, "is_awaited", lambda: True)
    assert not queries.search(SearchRequest(), on=TODAY).ready
