"""The index answers what naive Python answers: what is found, exact counts, order; whatever was edited or folded."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalogue.search.columns.oracle import Offer, execute
from tests.moments import TODAY

from acquis.catalogue.search import answering
from acquis.catalogue.search.columns import asking
from acquis.catalogue.search.columns.store import Store
from acquis.catalogue.search.plan import Clause, OfferDocument, Part, Plan, Way
from acquis.catalogue.search.tokens import stem
from acquis.catalogue.search.types import Facet, SearchRequest, Situation, Sort, Understood
from acquis.catalogue.types import Action, Funding, Modality, Register, Rhythm

WORDS = (
    "boulanger", "boulangère", "boulangerie", "anglais", "anglaise", "professionnel", "profession", "conduite",
    "poids", "lourd", "sécurité", "informatique", "de", "la", "C++", "élève",
)  # fmt: skip
TERMS = tuple(
    dict.fromkeys(stem(word) for word in ("boulanger", "anglais", "professionnel", "poids", "lourd", "conduite"))
)
PROVIDERS = tuple(str(UUID(int=n)) for n in range(4))
TOWNS = (
    ("69123", 45.76, 4.83),
    ("75056", 48.85, 2.35),
    ("38185", 45.18, 5.72),
    ("2A004", 41.92, 8.73),
    ("", None, None),
)
EXACT = ("rome:D1102", "formacode:215", "formacode:21538", "kind:rncp", "register:RS", "level:5", "code:RNCP1")

texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
days = st.integers(-20, 300).map(lambda n: TODAY.toordinal() + n)


@st.composite
def documents(draw: Any, key: str) -> OfferDocument:
    insee, lat, lon = draw(st.sampled_from(TOWNS))
    return OfferDocument(
        key=key,
        training=draw(st.sampled_from(["t0", "t1", "t2", "t3", "t4"])),
        provider=draw(st.sampled_from(PROVIDERS)),
        title=draw(texts),
        certification=draw(texts),
        trades=tuple(draw(st.lists(texts, max_size=2))),
        body=draw(texts),
        provider_name=draw(texts),
        code=draw(st.sampled_from(["RNCP1", "RS2", ""])),
        register=draw(st.sampled_from(Register)),
        kind=draw(st.sampled_from(["", "rncp", "vae"])),
        level=draw(st.sampled_from([None, 3, 5, 6])),
        rome=tuple(draw(st.lists(st.sampled_from(["D1102", "M1805"]), max_size=2))),
        formacode=tuple(draw(st.lists(st.sampled_from(["21538", "15254", "215"]), max_size=2))),
        modality=draw(st.sampled_from(Modality)),
        language=draw(st.sampled_from(["FR", "EN", "FR EN"])),
        price_cents=draw(st.sampled_from([0, 50_000, 50_001, 120_000, 900_000, 2**40])),
        hours=draw(st.sampled_from([0, 14, 15, 70, 800])),
        lat=lat,
        lon=lon,
        insee=insee,
        days=tuple(draw(st.lists(days, max_size=3))),
        permanent=draw(st.booleans()),
        places=draw(st.sampled_from([None, 0, 2, 12])),
        rhythms=frozenset(draw(st.lists(st.sampled_from(Rhythm), max_size=2))),
        fundings=frozenset(draw(st.lists(st.sampled_from(Funding), min_size=1, max_size=2))),
        accessible=draw(st.booleans()),
        rating=draw(st.sampled_from([None, 100, 350, 480])),
        reviews=draw(st.sampled_from([0, 1, 40])),
    )


@st.composite
def ways(draw: Any) -> Way:
    kind = draw(st.sampled_from(["term", "exact", "phrase", "beginning", "phrase begun"]))
    weight = draw(st.sampled_from([0.0, 0.35, 1.0, 2.5]))
    parts = frozenset(draw(st.lists(st.sampled_from(Part), max_size=2)))
    term = st.sampled_from(TERMS)
    if kind == "exact":
        return Way(terms=(draw(st.sampled_from(EXACT)),), weight=weight, parts=parts)
    if kind == "term":
        return Way(terms=(draw(term),), weight=weight, parts=parts)
    if kind == "beginning":
        return Way(
            terms=(draw(st.sampled_from(["boul", "ang", "prof", "xyz"])),), weight=weight, parts=parts, beginning=True
        )
    begun = kind == "phrase begun"
    last = draw(st.sampled_from(["lour", "boulanger", "professionn"]) if begun else term)
    terms = (*draw(st.lists(term, min_size=1, max_size=2)), last)
    return Way(terms=terms, weight=weight, parts=parts, beginning=begun)


clauses = st.builds(
    Clause,
    ways=st.lists(ways(), min_size=1, max_size=3).map(tuple),
    needed=st.booleans(),
    unwanted=st.sampled_from([False, False, False, True]),
)


def some(values: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.one_of(st.just(frozenset()), st.lists(st.sampled_from(values), max_size=2).map(frozenset))


requests = st.builds(
    SearchRequest,
    radius_km=st.sampled_from([5, 30, 100]),
    registers=some(Register),
    levels=some([3, 5, 6, 8, 99]),
    modalities=some(Modality),
    domains=some(["215", "152", "999", "xyz"]),
    regions=some(["84", "11", "94", "zz"]),
    rhythms=some(Rhythm),
    fundings=some(Funding),
    languages=some(["FR", "EN", "DE"]),
    kinds=some([Action.RNCP, Action.VAE]),
    accessible=st.sampled_from([False, False, True]),
    min_price_cents=st.sampled_from([None, None, 50_001, -5]),
    max_price_cents=st.sampled_from([None, None, 120_000, 2**80, -1]),
    min_hours=st.sampled_from([None, None, 15]),
    max_hours=st.sampled_from([None, None, 70]),
    starts_from=st.sampled_from([None, None, TODAY + timedelta(40), date.min]),
    starts_until=st.sampled_from([None, None, TODAY + timedelta(90), date.max]),
    budget_cents=st.sampled_from([None, 100_000]),
    capped_cents=st.sampled_from([(), (("vae", 50_000),)]),
    situation=some(Situation),
    within_budget=st.booleans(),
    provider_id=st.sampled_from([None, None, None, UUID(PROVIDERS[1])]),
    certification_code=st.sampled_from(["", "", "", "rncp1"]),
    sort=st.sampled_from(Sort),
    per_page=st.just(100),
)


@st.composite
def plans(draw: Any) -> Plan:
    chosen = tuple(draw(st.lists(clauses, max_size=3)))
    optional = sum(not clause.needed and not clause.unwanted for clause in chosen)
    place = draw(st.sampled_from([(None, None), (None, None), (45.75, 4.85)]))
    return Plan(
        clauses=chosen,
        request=draw(requests),
        least=draw(st.integers(0, optional)),
        lat=place[0],
        lon=place[1],
    )


@st.composite
def histories(draw: Any) -> list[tuple[str, list[str], list[OfferDocument]]]:
    """What happens to an index: it is made, trainings are replaced, segments folded, all made anew."""
    number = iter(range(10_000))
    made = draw(st.lists(st.deferred(lambda: documents(f"k{next(number)}")), max_size=14))
    steps: list[Any] = [("make", [], made)]
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["replace", "replace", "fold"]))
        gone = draw(st.lists(st.sampled_from(["t0", "t1", "t2", "t3", "t4", "t9"]), max_size=2))
        new = draw(st.lists(st.deferred(lambda: documents(f"k{next(number)}")), max_size=4)) if gone else []
        steps.append((kind, gone, new))
    return steps


def live(history: list[tuple[str, list[str], list[OfferDocument]]], index: Store) -> list[OfferDocument]:
    """Bring the index through its history; the offers that are left."""
    left: list[OfferDocument] = []
    for kind, gone, new in history:
        if kind == "fold":
            index.fold(always=True)
            continue
        with index.writing_alone():
            if kind == "make":
                index.make(new, position={})
                left = list(new)
            else:
                mine = [document for document in new if document.training in gone]
                index.replace(gone, mine)
                left = [document for document in left if document.training not in gone] + mine
    return left


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.lists(plans(), min_size=1, max_size=4))
def test_the_index_answers_what_naive_python_answers(history: Any, asked: list[Plan]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Store(Path(folder))
        left = live(history, index)
        snapshot = index.snapshot()
        assert snapshot is not None
        assert snapshot.offers == len(left)
        offers = [Offer(document) for document in left]
        for plan in asked:
            weights = asking.weights_of(snapshot.segments, plan.clauses)
            expected, counts = execute(offers, plan, weights, TODAY)
            answer = answering.shown(snapshot, plan, Understood(), answering.run(snapshot, plan, on=TODAY))
            assert answer.total == len(expected)
            assert [offer.key for offer in answer.offers] == expected
            assert {f: {c.value: c.count for c in answer.facets[f]} for f in Facet} == counts
