"""The open list of offers: the same questions and answers as the search page, as JSON described by OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import RADII, Hit, SearchRequest, Sort
from acquis.catalogue.types import Modality, Register
from acquis.kit.clock import day_of
from acquis.kit.sql import reading

api = NinjaAPI(
    title="Acquis open data",
    version="1",
    description="What holders may buy, and what the ledger vouches for. No account is needed; nothing is about a "
    "person. Amounts are in cents.",
    urls_namespace="api-open-1",
    # The page that draws the description comes from elsewhere and needs inline scripts: the description is enough.
    docs_url=None,
)


class Asked(Schema):
    """The criteria; those left out filter nothing."""

    q: str = Field("", max_length=200, description="Words, in French.")
    place: str = Field(
        "", max_length=100, description="A town's name or postal code; remote offers are found everywhere."
    )
    radius_km: int = Field(30, description=f"One of {', '.join(map(str, RADII))}.")
    registry: list[Register] = []
    level: list[Annotated[int, Field(ge=1, le=8)]] = []
    modality: list[Modality] = []
    max_price_cents: int | None = Field(None, ge=0)
    starts_from: date | None = None
    provider_id: UUID | None = None
    certification: str = Field("", max_length=12, description="A code of a register, as RNCP37537.")
    sort: Sort = Sort.RELEVANCE
    page: int = Field(1, ge=1, le=100)
    per_page: int = Field(20, ge=1, le=100)


class Offer(Schema):
    """One way of following a training, and its next session (without a day: at any time)."""

    training_id: UUID
    action_id: UUID
    session_id: UUID
    provider_id: UUID
    title: str
    provider: str
    certification_code: str
    certification_title: str
    registry: Register
    level: int | None
    action_kind: str
    modality: Modality
    hours: int
    price_cents: int
    starts_on: date | None
    sessions: int
    town: str
    postal_code: str
    town_insee: str
    lat: float | None
    lon: float | None
    distance_km: float | None


class Counted(Schema):
    value: str
    count: int


class Found(Schema):
    """A page of offers; `facets` counts all that was found, each facet without its own filter."""

    total: int
    page: int
    pages: int
    words: list[str]
    town: str | None
    facets: dict[str, list[Counted]]
    offers: list[Offer]


@api.get("/trainings", response=Found, summary="Find offers", operation_id="find_offers")
def trainings(request: HttpRequest, asked: Query[Asked]) -> Found:
    """The offers on sale that answer the criteria."""
    question = SearchRequest(
        text=asked.q,
        place=asked.place,
        radius_km=asked.radius_km if asked.radius_km in RADII else 30,
        registers=frozenset(asked.registry),
        levels=frozenset(asked.level),
        modalities=frozenset(asked.modality),
        max_price_cents=asked.max_price_cents,
        starts_from=asked.starts_from,
        provider_id=asked.provider_id,
        certification_code=asked.certification,
        sort=asked.sort,
        page=asked.page,
        per_page=asked.per_page,
    )
    with reading():
        found = search(question, on=day_of(request.at))  # type: ignore[attr-defined]
    return Found(
        total=found.total,
        page=found.page,
        pages=found.pages,
        words=list(found.understood.words),
        town=found.understood.town.name if found.understood.town else None,
        facets={
            facet.value: [Counted(value=c.value, count=c.count) for c in counts]
            for facet, counts in found.facets.items()
        },
        offers=[_offer(hit) for hit in found.hits],
    )


def _offer(hit: Hit) -> Offer:
    # « register » is a word of Python's own classes: the field has another name here.
    values = {name: getattr(hit, name) for name in Offer.model_fields if name != "registry"}
    return Offer(**values, registry=hit.register)
