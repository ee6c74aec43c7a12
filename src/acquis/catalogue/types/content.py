"""What an offer is made of, as it is read from a file or written by hand, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .cards import Door
from .states import CertificationFee, Entry, Funding, Modality, Rhythm, SessionState


@dataclass
class OfferSession:
    number: str
    starts_on: date | None = None
    ends_on: date | None = None
    state: SessionState = SessionState.OPEN
    guaranteed: bool = False
    notes: str = ""
    places: int | None = None


@dataclass
class Place:
    """Where an action is taught. `lines` has neither postal code nor town."""

    lines: list[str] = field(default_factory=list)
    postal_code: str = ""
    town: str = ""
    insee: str = ""
    lat: float | None = None
    lon: float | None = None
    country: str = "FR"


@dataclass
class OfferAction:
    number: str
    modality: Modality = Modality.ON_SITE
    entry: Entry = Entry.FIXED
    price_cents: int = 0
    price_without_vat_cents: int | None = None
    vat_rate_permille: int | None = None
    extra_fees_cents: int = 0
    certification_fee: CertificationFee = CertificationFee.NOT_SAID
    certification_fee_cents: int | None = None
    hours_centre: int = 0
    hours_company: int = 0
    has_prerequisites: bool = False
    conditions: str = ""
    accessibility: str = ""
    admission: str = ""
    language: str = "FR"
    languages: list[str] = field(default_factory=lambda: ["FR"])
    rhythms: list[Rhythm] = field(default_factory=list)
    accessible: bool = False
    doors: list[Door] = field(default_factory=lambda: [Door(funding=Funding.ACCOUNT)])
    pedagogy: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    url: str = ""
    phone: str = ""
    email: str = ""
    sessions: list[OfferSession] = field(default_factory=list)

    @property
    def hours(self) -> int:
        return self.hours_centre + self.hours_company

    @property
    def by_account(self) -> bool:
        return any(door.funding == Funding.ACCOUNT for door in self.doors)


@dataclass
class OfferTraining:
    number: str
    siret: str = ""
    organisation: str = ""
    nda: str = ""
    title: str = ""
    objective: str = ""
    expected_results: str = ""
    content: str = ""
    summary: str = ""
    certification_code: str = ""
    blocks: list[str] = field(default_factory=list)
    course_kind: str = ""
    general_objective: str = ""
    category: str = ""
    url: str = ""
    created_on: date | None = None
    updated_on: date | None = None
    level_in: int | None = None
    level_out: int | None = None
    actions: list[OfferAction] = field(default_factory=list)

    @property
    def by_account(self) -> bool:
        """Whether the account may pay for one of the ways of following it."""
        return any(action.by_account for action in self.actions)
