"""The words of what the bodies of occupational risks tell of somebody: points of prevention, accidents, diseases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from acquis.rules import Refusal as LawRefusal


class RiskOutcome(StrEnum):
    """What became of what a body tells: kept, or known already (also in a later state), or why it is not taken."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    OLDER = "older"
    SAME_DAY = "same_day"
    OTHER_PERSON = "other_person"
    DEDUCTED_TOO_MUCH = "deducted_too_much"
    ACCOUNT_OVER = "account_over"
    DAY_TO_COME = "day_to_come"


#: What leaves something written.
RISK_WRITTEN = frozenset({RiskOutcome.NEW, RiskOutcome.REPLACED})
#: What costs its line, because it can only be a mistake.
RISK_REFUSED = frozenset(RiskOutcome) - RISK_WRITTEN - {RiskOutcome.UNCHANGED, RiskOutcome.OLDER}


class Adviser(StrEnum):
    """The bodies whose advisers attest a project: those of the free advice on one's career (L6111-6)."""

    FRANCE_TRAVAIL = "france_travail"
    CAP_EMPLOI = "cap_emploi"
    APEC = "apec"
    MISSION_LOCALE = "mission_locale"
    REGIONAL = "regional"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTold:
    """The points of prevention of an account, as of a day. `number` is that of the prevention account.

    `points` may be used for training, `reserved` of them for nothing else. `deducted`: of the points used here, how
    many the body has taken off these already.
    """

    account_id: UUID
    number: str
    points: int
    reserved: int
    deducted: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccidentTold:
    """A work accident or an occupational disease, as of a day; `number` is its own with the body.

    `says_delay`: the notice of the rate told of the delay for asking. `attested_on`: the day on which an adviser
    attested the project of a new job, when the body knows it.
    """

    account_id: UUID
    number: str
    incapacity_percent: int
    notified_on: date
    says_delay: bool
    attested_on: date | None
    as_of: date


RiskTold = PointsTold | AccidentTold


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsCard:
    """The points that a holder may use today: what is `left`, `reserved` of them to training, a point's worth.

    `turn` tells this use from the next one: what is confirmed is what was shown.
    """

    number: str
    as_of: date
    left: int
    reserved: int
    used: int
    turn: int
    cents_each: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccidentCard:
    """An accident or a disease, and what it gives or gave: `given_on` is None while nothing was.

    `refusal` says why nothing can be given today, were the project attested; `last_day` is that of the request, None
    where the notice did not tell of it.
    """

    number: str
    incapacity_percent: int
    notified_on: date
    last_day: date | None
    attested_on: date | None
    endowment_cents: int
    refusal: LawRefusal | None
    given_on: date | None
    given_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRights:
    """What the bodies of occupational risks have told of a holder."""

    points: PointsCard | None
    accidents: tuple[AccidentCard, ...]

    @property
    def can_be_used(self) -> bool:
        """Whether something waits to be used today."""
        waits = any(each.refusal is None and each.given_on is None for each in self.accidents)
        return waits or (self.points is not None and self.points.left > 0)


class RiskUseKind(StrEnum):
    """What a body is told: a right of its own was used, or the use was taken back."""

    USED = "used"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskUse:
    """One line for a body: `reference` and `kind` together come once. `number` is the body's own, empty when it gave
    none; `points` is None for an accident."""

    reference: str
    kind: RiskUseKind
    number: str
    points: int | None
    amount_cents: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPaperCard:
    """The paper by which a holder showed that an adviser attested their project. `sound` is None until an agent looked.

    `document_id` is the sealed document, kept by `people`.
    """

    id: UUID
    account_id: UUID
    person_id: UUID
    accident: str
    adviser: Adviser
    attested_on: date
    amount_cents: int
    document_id: UUID
    filed_at: datetime
    sound: bool | None
    looked_at: datetime | None
