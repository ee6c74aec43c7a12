"""The words of the catalogue: registers, states, refusals, and what registers and reports say, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from ..anomalies import sentence


class Register(StrEnum):
    """Where a certification is registered; CPF is the list of what may be bought without one."""

    RNCP = "RNCP"
    RS = "RS"
    CPF = "CPF"


class Modality(StrEnum):
    """Where one learns."""

    ON_SITE = "on_site"
    MIXED = "mixed"
    REMOTE = "remote"


class Entry(StrEnum):
    """When one may begin: on the dates of a session, or at any time."""

    FIXED = "fixed"
    PERMANENT = "permanent"


class Rhythm(StrEnum):
    """When one learns, as providers say it (codes 1 to 7 of the import of offers)."""

    DAYTIME = "daytime"
    WEEKLY = "weekly"
    WEEKDAYS = "weekdays"
    WEEKENDS = "weekends"
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SEVERAL = "several"


class Funding(StrEnum):
    """Who may pay for an offer: the account of its holder, or a body whose door is another."""

    ACCOUNT = "account"
    REGION = "region"
    EMPLOYMENT_SERVICE = "employment_service"
    SKILLS_OPERATOR = "skills_operator"
    STATE = "state"
    OTHER = "other"


class Pay(StrEnum):
    """What somebody lives on while a body that is not their account pays for the training."""

    KEPT = "kept"
    ALLOWANCE = "allowance"
    NOT_SAID = "not_said"


class CertificationFee(StrEnum):
    """Where the cost of being certified is found: in the price, beside it, or nowhere that was said."""

    IN_PRICE = "in_price"
    BESIDE = "beside"
    NOT_SAID = "unknown"


class OfferState(StrEnum):
    """A training or an action: on sale, held back until its certification allows it, or withdrawn."""

    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class SessionState(StrEnum):
    """Whether a session still takes people."""

    OPEN = "open"
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why the catalogue says no."""

    NOT_ALLOWED = "catalogue.not_allowed"
    TRAINING_UNKNOWN = "catalogue.training_unknown"
    PROVIDER_UNKNOWN = "catalogue.provider_unknown"
    ALREADY_WITHDRAWN = "catalogue.already_withdrawn"
    NOT_WITHDRAWN = "catalogue.not_withdrawn"
    WITHDRAWN_BY_STAFF = "catalogue.withdrawn_by_staff"
    FILE_UNREADABLE = "catalogue.file_unreadable"
    FILE_HAS_DTD = "catalogue.file_has_dtd"
    FORMAT_UNKNOWN = "catalogue.format_unknown"
    DRAFT_UNKNOWN = "catalogue.draft_unknown"
    DRAFT_NOT_NOW = "catalogue.draft_not_now"
    DRAFT_CHANGED = "catalogue.draft_changed"
    OFFER_CHANGED = "catalogue.offer_changed"
    DRAFT_HAS_ERRORS = "catalogue.draft_has_errors"
    NUMBER_TAKEN = "catalogue.number_taken"
    WORDS_MISSING = "catalogue.words_missing"
    REPLY_MISSING = "catalogue.reply_missing"
    WORDS_TOO_LONG = "catalogue.words_too_long"
    SESSION_UNKNOWN = "catalogue.session_unknown"
    SESSION_FULL = "catalogue.session_full"
    NOT_BY_ACCOUNT = "catalogue.not_by_account"
    CERTIFICATION_UNKNOWN = "catalogue.certification_unknown"
    CERTIFICATION_INACTIVE = "catalogue.certification_inactive"
    CERTIFICATION_ENDED = "catalogue.certification_ended"
    PROVIDER_NOT_HABILITATED = "catalogue.provider_not_habilitated"


class ReportKind(StrEnum):
    """What a file brought."""

    CERTIFICATIONS = "certifications"
    PROVIDERS = "providers"
    OFFERS = "offers"
    PLACES = "places"
    JOBS = "jobs"
    TENSIONS = "tensions"


class Level(StrEnum):
    """What a finding is about."""

    FILE = "file"
    TRAINING = "training"
    ACTION = "action"
    SESSION = "session"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in a file: where (numbers as the provider wrote them), its code, the values of its sentence.

    `blocking` says that the object named was not taken; what was published before stays. `kept`: the sentence as it was
    written, in reports that kept no values.
    """

    level: Level
    code: str
    blocking: bool
    words: Mapping[str, Any] = field(default_factory=dict)
    training: str = ""
    action: str = ""
    session: str = ""
    line: int | None = None
    kept: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language of who asks."""
        return self.kept or sentence(self.code, **self.words)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a file. `counts` maps "<noun>.<created|changed|unchanged|refused|…>" to a number.

    `findings` holds the first of them; `findings_total` counts all.
    """

    id: UUID
    kind: ReportKind
    format: str
    file_name: str
    counts: dict[str, int]
    findings: tuple[Finding, ...] = ()
    findings_total: int = 0
    blocking_total: int = 0
    refusal: Refusal | None = None
    provider_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """A certifier or a habilitated partner as the register names it; SIRET and name may be empty."""

    siret: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code of a nomenclature and its label."""

    code: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What became of those who obtained a certification in `year`, as its fiche says it; None is not said.

    Rates are in per mille: in any job after six months, in the job aimed at after six months, and after two years.
    """

    year: int
    certified: int | None = None
    any_job_6_months: int | None = None
    own_job_6_months: int | None = None
    own_job_2_years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationRow:
    """One fiche of the register. A part that is None is not said by this source: what was known is kept.

    Without a title, the row only adds parts to a certification that is known already.
    """

    code: str
    title: str | None = None
    short_title: str | None = None
    diploma_kind: str | None = None
    level: int | None = None
    active: bool = True
    registered_until: date | None = None
    effective_on: date | None = None
    decided_on: date | None = None
    published_on: date | None = None
    registration: str = ""
    blocks: tuple[CodeRow, ...] | None = None
    certifiers: tuple[OrganisationRow, ...] | None = None
    partners: tuple[OrganisationRow, ...] | None = None
    rome: tuple[CodeRow, ...] | None = None
    nsf: tuple[CodeRow, ...] | None = None
    formacode: tuple[CodeRow, ...] | None = None
    agreements: tuple[CodeRow, ...] | None = None
    routes: tuple[str, ...] | None = None
    diploma_codes: tuple[str, ...] | None = None
    replaces: tuple[str, ...] | None = None
    replaced_by: tuple[str, ...] | None = None
    promotions: tuple[Promotion, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRow:
    """A commune: INSEE code, name, postal codes, department, decimal degrees, inhabitants. None is not said."""

    insee: str
    name: str | None = None
    postal_codes: tuple[str, ...] | None = None
    department: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A commune as pages and searches need it."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    lat: float | None
    lon: float | None
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Whether a provider may sell a certification on a day; `matched_on` is "siret", "siren" or ""."""

    allowed: bool
    refusal: Refusal | None = None
    matched_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationCard:
    """A certification as pages show it."""

    code: str
    register: Register
    title: str
    short_title: str
    level: int | None
    active: bool
    registered_until: date | None
    effective_on: date | None
    certifiers: tuple[str, ...]
    blocks: tuple[CodeRow, ...]
    rome: tuple[CodeRow, ...]
    nsf: tuple[CodeRow, ...]
    formacode: tuple[CodeRow, ...]
    version: int
