"""The open list of offers: the same questions and answers as the search page, as JSON described by OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from acquis.catalogue import queries as catalogue
from acquis.catalogue.search.queries import search, suggest
from acquis.catalogue.search.types import LAST_PAGE, RADII, Hit, Reading, SearchRequest, Sort
from acquis.catalogue.types import (
    Action,
    ActionCard,
    Funding,
    Modality,
    OfferState,
    Register,
    Rhythm,
    SessionCard,
    TrainingCard,
)
from acquis.kit.clock import day_of
from acquis.kit.sql import reading
from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard

from .cursors import Cursor, cursor_to
from .door import finished, unreadable

router = Router(tags=["Offers"])


def _radius(km: int) -> int:
    if km not in RADII:
        raise ValueError(f"one of {', '.join(map(str, RADII))}")
    return km


#: Of each upper limit, the lower one.
_LEAST_OF = {"max_price_cents": "min_price_cents", "max_hours": "min_hours", "starts_until": "starts_from"}


class Asked(Schema):
    """The criteria; those left out filter nothing, and a list keeps what has one of its values."""

    q: str = Field("", max_length=200, description="Words, in French, as people type them.", examples=["boulanger"])
    place: str = Field(
        "",
        max_length=100,
        description="A town's name or postal code, which must be known; remote offers are found everywhere.",
        examples=["Lyon"],
    )
    insee: str = Field("", pattern=r"^(\d[\dAB]\d{3})?$", description="The town itself, when a name serves several.")
    radius_km: Annotated[int, AfterValidator(_radius)] = Field(30, json_schema_extra={"enum": list(RADII)})
    registry: list[Register] = Field([], description="Where the certification is registered.")
    level: list[Annotated[int, Field(ge=1, le=8)]] = Field([], description="Level of the certification (D6113-19).")
    modality: list[Modality] = []
    domain: list[Annotated[str, Field(pattern=r"^\d{3}$")]] = Field([], description="First three digits of Formacode.")
    region: list[Annotated[str, Field(pattern=r"^\d{2}$")]] = Field([], description="INSEE codes of regions.")
    rhythm: list[Rhythm] = []
    funding: list[Funding] = Field([], description="Who may pay.")
    language: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field([], description="ISO 639-1, capitals.")
    kind: list[Action] = Field([], description="What the law calls it (L6323-6).")
    accessible: bool = Field(False, description="Only what says how disabled people are received.")
    min_price_cents: int | None = Field(None, ge=0)
    max_price_cents: int | None = Field(None, ge=0)
    min_hours: int | None = Field(None, ge=0)
    max_hours: int | None = Field(None, ge=0)
    starts_from: date | None = Field(None, examples=["2027-01-04"])
    starts_until: date | None = None
    provider_id: UUID | None = None
    certification: str = Field("", max_length=12, description="A code of a register, as RNCP37537.")
    plain: list[Reading] = Field([], description="Ways of reading the words that are not wanted.")
    sort: Sort = Sort.RELEVANCE
    per_page: int = Field(20, ge=1, le=100)
    cursor: Cursor = Field(1, description="Where to go on: `next` of the answer before.")

    @field_validator(*_LEAST_OF)
    @classmethod
    def _not_crossed(cls, most: Any, info: ValidationInfo) -> Any:
        least = info.data.get(_LEAST_OF[info.field_name or ""])
        if None not in (least, most) and most < least:
            raise ValueError(f"less than {_LEAST_OF[info.field_name or '']}: nothing can be found")
        return most


# What a list is made of is plain pydantic: the framework's own class reads each value through a template's getter,
# which cost ten times the search itself.


class Offer(BaseModel):
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
    action_kind: str | None = Field(description="What the law calls it; null for what the account does not pay for.")
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
    places: int | None = Field(description="Places left in the next session; null when the provider does not say.")
    rating: int | None = Field(description="Mean of the reviews in hundredths of a star.")
    reviews: int
    reasons: list[str] = Field(description="Why it comes where it does, what weighs most first.")


class Counted(BaseModel):
    value: str
    count: int


class Meant(BaseModel):
    """A part of the question that was read as a criterion; put its `reading` in `plain` to have it taken as words."""

    reading: Reading
    words: str
    value: str
    label: str


class Found(BaseModel):
    """A page of offers; `facets` counts all that was found, each facet without its own filter."""

    total: int
    words: list[str]
    corrected: list[tuple[str, str]] = Field(description="Words as typed and as taken.")
    meant: list[Meant]
    town: str | None
    facets: dict[str, list[Counted]]
    offers: list[Offer]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


@router.get("/offers", response=Found, summary="Find offers", operation_id="find_offers")
def offers(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The offers on sale that answer the criteria. `next` ends after some thousands: nobody reads further."""
    page = asked.cursor
    question = SearchRequest(
        with_spots=False,
        text=asked.q,
        place=asked.place,
        insee=asked.insee,
        radius_km=asked.radius_km,
        registers=frozenset(asked.registry),
        levels=frozenset(asked.level),
        modalities=frozenset(asked.modality),
        domains=frozenset(asked.domain),
        regions=frozenset(asked.region),
        rhythms=frozenset(asked.rhythm),
        fundings=frozenset(asked.funding),
        languages=frozenset(asked.language),
        kinds=frozenset(asked.kind),
        accessible=asked.accessible,
        min_price_cents=asked.min_price_cents,
        max_price_cents=asked.max_price_cents,
        min_hours=asked.min_hours,
        max_hours=asked.max_hours,
        starts_from=asked.starts_from,
        starts_until=asked.starts_until,
        provider_id=asked.provider_id,
        certification_code=asked.certification.upper(),
        unread=frozenset(asked.plain),
        sort=asked.sort,
        page=page,
        per_page=asked.per_page,
    )
    with reading():
        found = search(question, on=day_of(request.at))  # type: ignore[attr-defined]
    understood = found.understood
    _require_known_place(asked, understood.town.insee if understood.town else "")
    beyond = page > found.pages
    answer = Found(
        total=found.total,
        words=list(understood.words),
        corrected=list(understood.corrected),
        meant=[Meant(reading=m.reading, words=m.words, value=m.value, label=m.label) for m in understood.meant],
        town=understood.town.name if understood.town else None,
        facets={
            facet.value: [Counted(value=c.value, count=c.count) for c in counts]
            for facet, counts in found.facets.items()
        },
        offers=[] if beyond else [_offer(hit) for hit in found.hits],
        next=cursor_to(page + 1) if page < min(found.pages, LAST_PAGE) else None,
    )
    # Written by the class itself: the framework would look at every value again, then at every UUID in Python.
    written = HttpResponse(answer.model_dump_json(), content_type="application/json; charset=utf-8")
    return finished(request, written)


def _require_known_place(asked: Asked, insee: str) -> None:
    """A place that is none would else be answered with the whole country."""
    if asked.place.strip() and not insee:
        raise unreadable(place="no town is known by this name or postal code")
    if asked.insee and asked.insee != insee:
        named = bool(asked.place.strip())
        raise unreadable(insee="not the town of `place`" if named else "no town is known by this code")


def _offer(hit: Hit) -> Offer:
    # « register » is a word of Python's own classes: the field has another name here.
    values = {name: getattr(hit, name) for name in Offer.model_fields if name not in ("registry", "reasons")}
    return Offer(**values, registry=hit.register, reasons=[str(reason) for reason in hit.reasons])


class Suggested(BaseModel):
    """`label` is for people to read, `text` is what to ask in `q` when it is chosen, `value` its code if it has one."""

    reading: Reading
    label: str
    text: str
    value: str


@router.get("/suggest", response=list[Suggested], summary="While typing", operation_id="suggest")
def suggestions(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="The beginning of words, from two letters on.")],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> list[Suggested]:
    """Jobs, certifications, domains, providers and towns that somebody may be about to type."""
    with reading():
        found = suggest(q, limit=limit)
    return [Suggested(reading=s.reading, label=s.label, text=s.text, value=s.value) for s in found]


class SessionOut(Schema):
    id: UUID
    number: str
    starts_on: date | None
    ends_on: date | None
    state: str
    guaranteed: bool
    places_left: int | None = Field(description="Null when the provider does not count them.")


class Funder(Schema):
    """Who pays, how a learner is paid meanwhile, and how one comes to it; the account needs no words: one buys here."""

    funding: Funding
    body: str
    pay: str
    how: str


class Way(Schema):
    """One way of following the training. Hours are whole; texts are plain or sanitised HTML."""

    id: UUID
    number: str
    modality: Modality
    entry: str
    price_cents: int
    extra_fees_cents: int
    hours_centre: int
    hours_company: int
    has_prerequisites: bool
    conditions: str
    admission: str
    accessibility: str
    language: str
    address: list[str]
    postal_code: str
    town: str
    town_insee: str
    lat: float | None
    lon: float | None
    url: str
    rhythms: list[Rhythm]
    languages: list[str]
    accessible: bool
    funders: list[Funder]
    sessions: list[SessionOut]


class ProviderOut(Schema):
    id: UUID
    siret: str
    name: str
    town: str
    quality_label: bool = Field(description="Whether it holds Qualiopi (L6316-1).")


class Training(Schema):
    """A training with all its ways and sessions. Texts are sanitised HTML."""

    id: UUID
    number: str
    title: str
    action_kind: str | None = Field(description="What the law calls it; null for what the account does not pay for.")
    certification_code: str
    blocks: list[str]
    objective: str
    expected_results: str
    content: str
    provider: ProviderOut
    ways: list[Way]


@router.get("/offers/{uuid:training_id}", response=Training, summary="One training", operation_id="offer")
def offer(request: HttpRequest, training_id: UUID) -> Training:
    """A training on sale, with every way of following it; 404 when it is not on sale."""
    with reading():
        card = catalogue.training_page(training_id)
        body = providers.provider(card.provider_id) if card else None
    if card is None or body is None or not card.on_shelf(sells=body.sells):
        raise Http404
    return _training(card, body)


def _training(card: TrainingCard, body: ProviderCard) -> Training:
    return Training(
        **{name: getattr(card, name) for name in Training.model_fields if name not in ("provider", "ways", "blocks")},
        blocks=list(card.blocks),
        provider=ProviderOut(
            id=body.id, siret=body.siret, name=body.display, town=body.town, quality_label=body.has_quality_label
        ),
        ways=[_way(action) for action in card.actions if action.state == OfferState.PUBLISHED],
    )


def _way(action: ActionCard) -> Way:
    apart = ("sessions", "address", "rhythms", "languages", "funders")
    return Way(
        **{name: getattr(action, name) for name in Way.model_fields if name not in apart},
        address=list(action.address),
        rhythms=list(action.rhythms),
        languages=list(action.languages),
        funders=[Funder(funding=d.funding, body=d.body, pay=str(d.pay), how=d.words) for d in action.doors],
        sessions=[_session(session) for session in action.sessions],
    )


def _session(session: SessionCard) -> SessionOut:
    return SessionOut(**{name: getattr(session, name) for name in SessionOut.model_fields})
