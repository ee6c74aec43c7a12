"""Offers around a place, wherever it is on the earth: the cells that tell what is too far never tell it wrongly."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.catalogue.search.columns.test_store import offer
from tests.moments import TODAY

from acquis.catalogue.search import answering
from acquis.catalogue.search.columns import cells
from acquis.catalogue.search.columns.building import NOWHERE, point_of
from acquis.catalogue.search.columns.criteria import square_of_chord
from acquis.catalogue.search.columns.store import Store
from acquis.catalogue.search.places import distance_km
from acquis.catalogue.search.plan import Plan
from acquis.catalogue.search.types import SearchRequest, Understood
from acquis.catalogue.types import Modality

#: Metropolitan France, Réunion, Wallis near the line of dates, and that line itself; the poles.
_MIDDLES = ((46.5, 2.5), (-21.1, 55.5), (-13.3, -176.2), (0.0, 180.0), (0.0, -179.9), (89.95, 10.0), (-89.95, -120.0))


def _around(rng: random.Random, spread: float) -> tuple[float, float]:
    lat, lon = rng.choice(_MIDDLES)
    lat = max(-90.0, min(90.0, lat + rng.gauss(0, spread)))
    return lat, (lon + rng.gauss(0, spread) + 180.0) % 360.0 - 180.0


def test_what_is_near_is_in_the_cells_around() -> None:
    rng = random.Random(11)
    points = np.array([point_of(*_around(rng, 0.7)) for _ in range(4_000)])
    rows, columns = cells.of(points.ravel()) >> 16, cells.of(points.ravel()).astype(np.int64) & 0xFFFF
    found = kept = 0
    for _ in range(300):
        lat, lon = _around(rng, 0.3)
        km = rng.choice([0, 5, 10, 30, 100, 5_000])
        near = ((points - np.array(point_of(lat, lon))) ** 2).sum(axis=1) <= square_of_chord(km)
        low, high, first, following = cells.around(lat, lon, km)
        there = (rows >= low) & (rows <= high) & ((columns - first & 0xFFFF) <= following)
        assert not (near & ~there).any()
        found, kept = found + near.sum(), kept + there.sum()
    # They leave out nearly all that is far, else they would be of no use.
    assert 0 < found <= kept < 2 * found
    nowhere = int(cells.of(np.full(3, NOWHERE))[0] >> 16)
    assert nowhere > cells.around(89.9, 0.0, 20_000)[1]


@pytest.mark.parametrize("km", [5, 30, 100])
def test_the_offers_of_a_radius_are_found_and_counted(tmp_path: Path, km: int) -> None:
    rng = random.Random(km)
    offers = []
    for number in range(400):
        lat, lon = _around(rng, 0.4) if number % 10 else (None, None)
        modality = Modality.REMOTE if number % 7 == 0 else Modality.ON_SITE
        offers.append(replace(offer(number), lat=lat, lon=lon, modality=modality))
    index = Store(tmp_path)
    with index.writing_alone():
        index.make(offers, position={})
    snapshot = index.snapshot()
    assert snapshot is not None
    near = 0
    for _ in range(25):
        lat, lon = _around(rng, 0.2)
        expected = {
            each.key
            for each in offers
            if each.modality == Modality.REMOTE
            or (each.lat is not None and each.lon is not None and distance_km(lat, lon, each.lat, each.lon) <= km)
        }
        plan = Plan(clauses=(), request=SearchRequest(radius_km=km, per_page=400), lat=lat, lon=lon)
        answer = answering.shown(snapshot, plan, Understood(), answering.run(snapshot, plan, on=TODAY))
        assert {found.key for found in answer.offers} == expected
        near += len(expected) - 58
    assert near > 0
