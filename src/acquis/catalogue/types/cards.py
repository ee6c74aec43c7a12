"""Offers as pages and purchases read them: frozen answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from acquis.rules.types import Action

from .states import (
    CertificationCard,
    CertificationFee,
    Entry,
    Funding,
    Modality,
    OfferState,
    Pay,
    Refusal,
    Rhythm,
    SessionState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who pays for an offer, and how one comes to it. `places` are those this body pays for, None when it is not said.

    The account is a door without anything to say: one buys here. `body` is what others call themselves.
    """

    funding: Funding
    body: str = ""
    pay: Pay = Pay.NOT_SAID
    places: int | None = None
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    url: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedSession:
    """A session as somebody may buy it. Price in cents, all taxes included; hours are whole hours.

    `seller_siret` is empty when the provider may not sell; `places_left` None when places are not counted.
    """

    session_id: UUID
    action_id: UUID
    training_id: UUID
    provider_id: UUID
    seller_siret: str
    title: str
    certification_code: str
    certification_title: str
    certification_version: int | None
    action_kind: Action | None
    price_cents: int
    modality: Modality
    entry: Entry
    starts_on: date | None
    ends_on: date | None
    hours: int
    has_prerequisites: bool
    town: str
    address: str
    postal_code: str
    lat: float | None
    lon: float | None
    on_sale: bool
    by_account: bool = True
    places_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCard:
    """A session in a list."""

    id: UUID
    number: str
    starts_on: date | None
    ends_on: date | None
    state: SessionState
    guaranteed: bool
    notes: str
    places: int | None = None
    places_left: int | None = None

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCard:
    """One way of following a training: place, price, duration, and its sessions.

    `doors` says who pays: without the account among them it cannot be bought here. `extra_fees_cents` is paid beside
    the price; `certification_fee_cents` is None when the amount was not said.
    """

    id: UUID
    number: str
    state: OfferState
    modality: Modality
    entry: Entry
    price_cents: int
    extra_fees_cents: int
    hours_centre: int
    hours_company: int
    has_prerequisites: bool
    conditions: str
    accessibility: str
    language: str
    admission: str
    town_insee: str
    town: str
    postal_code: str
    address: tuple[str, ...]
    lat: float | None
    lon: float | None
    url: str
    phone: str
    email: str
    sessions: tuple[SessionCard, ...]
    price_without_vat_cents: int | None = None
    vat_rate_permille: int | None = None
    certification_fee: CertificationFee = CertificationFee.NOT_SAID
    certification_fee_cents: int | None = None
    languages: tuple[str, ...] = ("FR",)
    rhythms: tuple[Rhythm, ...] = ()
    accessible: bool = False
    pedagogy: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    doors: tuple[Door, ...] = (Door(funding=Funding.ACCOUNT),)

    @property
    def fundings(self) -> frozenset[Funding]:
        return frozenset(door.funding for door in self.doors)

    @property
    def by_account(self) -> bool:
        return Funding.ACCOUNT in self.fundings

    @property
    def hours(self) -> int:
        return self.hours_centre + self.hours_company


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCard:
    """A training and its actions. The texts are sanitised HTML; the title is plain text.

    `action_kind` is None, and `certification_code` empty, for what only others than the account pay for.
    `level_in` and `level_out` (1 to 8) are the provider's own words; the certification's level is another thing.
    """

    id: UUID
    provider_id: UUID
    number: str
    state: OfferState
    held_because: Refusal | None
    title: str
    action_kind: Action | None
    certification: CertificationCard | None
    certification_code: str
    blocks: tuple[str, ...]
    objective: str
    expected_results: str
    content: str
    summary: str
    actions: tuple[ActionCard, ...] = field(default=())
    level_in: int | None = None
    level_out: int | None = None
    url: str = ""
    course_kind: str = ""
    general_objective: str = ""

    @property
    def by_account(self) -> bool:
        return any(action.by_account for action in self.actions)

    def on_shelf(self, *, sells: bool) -> bool:
        """Whether people find it; `sells` says whether its provider may sell to accounts."""
        return self.state == OfferState.PUBLISHED and (sells or not self.by_account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A published training whose certification ends: the last day on the shelf, and what follows, as (code, title)."""

    training_id: UUID
    title: str
    certification_code: str
    last_day: date
    days_left: int
    replaced_by: tuple[tuple[str, str], ...]
