"""The words of endowments: orders, their lines, who pays them, what is refused, and the rows others may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from acquis.accounts.types import GrantGround, PurseKind


class PayerKind(StrEnum):
    """Who orders and pays: an employer, or a funder (L6323-4 II and III)."""

    EMPLOYER = "employer"
    FUNDER = "funder"


class Ground(StrEnum):
    """Why money is given: of the payer's own will (L6323-4 III), or because a text or an agreement makes it due."""

    VOLUNTARY = "voluntary"
    AGREEMENT = "agreement"
    DISMISSAL = "dismissal"
    WHISTLEBLOWER = "whistleblower"
    CORRECTIVE = "corrective"
    PLATFORM = "platform"

    @property
    def grant(self) -> GrantGround | None:
        """What the accounts call it; None for what is given freely."""
        return None if self is Ground.VOLUNTARY else GrantGround(self.value)


class FactKind(StrEnum):
    """How a fact of a ground is written."""

    DAY = "day"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"


#: Of each ground, what its act is told besides the account, the sum and the payer.
FACTS: Mapping[Ground, Mapping[str, FactKind]] = {
    Ground.VOLUNTARY: {},
    Ground.AGREEMENT: {"year": FactKind.NUMBER, "agreement": FactKind.TEXT},
    Ground.DISMISSAL: {"notified_on": FactKind.DAY, "sent_on": FactKind.DAY},
    Ground.WHISTLEBLOWER: {"decided_on": FactKind.DAY},
    Ground.CORRECTIVE: {
        "reviewed_on": FactKind.DAY,
        "company_staff": FactKind.NUMBER,
        "years_present": FactKind.NUMBER,
        "interviews_held": FactKind.NUMBER,
        "training_followed": FactKind.FLAG,
        "hired_in_period": FactKind.FLAG,
        "agreement_on_rhythm": FactKind.FLAG,
    },
    Ground.PLATFORM: {"year": FactKind.NUMBER},
}
#: What a payer may give; the law lays the others on employers alone.
OF_PAYER: Mapping[PayerKind, tuple[Ground, ...]] = {
    PayerKind.FUNDER: (Ground.VOLUNTARY,),
    PayerKind.EMPLOYER: tuple(Ground),
}


class OrderState(StrEnum):
    """Where an order stands: composed, its file being read, sent (its transfer awaited), being credited, credited."""

    DRAFT = "draft"
    READING = "reading"
    AWAITED = "awaited"
    CREDITING = "crediting"
    CREDITED = "credited"
    CANCELLED = "cancelled"


class OrderAct(StrEnum):
    """What is done with an order."""

    DRAFT = "draft"
    READ = "read"
    END_READING = "end_reading"
    TAKE_LINES = "take_lines"
    SUBMIT = "submit"
    SUBMIT_ON_CREDIT = "submit_on_credit"
    RECEIVE = "receive"
    COMPLETE = "complete"
    CANCEL = "cancel"


class LineState(StrEnum):
    """Where a line stands: taken, on the account, or not credited because the account could no longer receive."""

    TAKEN = "taken"
    CREDITED = "credited"
    NOT_CREDITED = "not_credited"


class Fault(StrEnum):
    """What is wrong with a line of a payer's file."""

    COLUMNS_MISSING = "columns_missing"
    NOT_READABLE = "not_readable"
    TOO_MANY_LINES = "too_many_lines"
    CELL_MISSING = "cell_missing"
    CELL_TOO_LONG = "cell_too_long"
    NIR_MALFORMED = "nir_malformed"
    AMOUNT_MALFORMED = "amount_malformed"
    AMOUNT_ABSURD = "amount_absurd"
    TWICE = "twice"
    NOBODY = "nobody"
    ACCOUNT_OVER = "account_over"
    NOT_DUE = "not_due"
    OTHER_AMOUNT_DUE = "other_amount_due"


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_ALLOWED = "endowing.not_allowed"
    ORDER_UNKNOWN = "endowing.order_unknown"
    NOT_IN_THIS_STATE = "endowing.not_in_this_state"
    GROUND_NOT_FOR_PAYER = "endowing.ground_not_for_payer"
    CERTIFICATION_UNKNOWN = "endowing.certification_unknown"
    EXPIRES_TOO_SOON = "endowing.expires_too_soon"
    REFUND_WITHOUT_END = "endowing.refund_without_end"
    NO_LINE = "endowing.no_line"
    FILE_EMPTY = "endowing.file_empty"
    FILE_TOO_LARGE = "endowing.file_too_large"
    FILE_NOT_READABLE = "endowing.file_not_readable"
    FACTS_MISSING = "endowing.facts_missing"
    LINE_REFUSED = "endowing.line_refused"
    CREDIT_MALFORMED = "endowing.credit_malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays: `id` is the employer's or the funder's; `purse_kind` is what its own gifts are called on an account."""

    kind: PayerKind
    id: UUID
    name: str
    siren: str
    purse_kind: PurseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One line as the payer wrote it. `mark` is the payer's own word for the person, shown back instead of a name.

    `nir` has fifteen characters. Neither it nor `name` is kept; `place` is the line's place in the order.
    """

    place: int
    nir: str
    name: str
    amount_cents: int
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A line that was not taken: its place, the column and what is wrong."""

    place: int
    fault: Fault
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order as its payer and the operator see it. Cents.

    `lines` were taken, `refused` not; `credited` are on accounts. `label` is what the transfer must bear, empty before
    the order is sent. `read_upto` of `rows` tells how far the reading of a file is.
    """

    id: UUID
    payer_kind: PayerKind
    payer_id: UUID
    payer_name: str
    ground: Ground
    purpose: str
    certifications: tuple[str, ...]
    expires_on: date | None
    refunded: bool
    state: OrderState
    lines: int
    total_cents: int
    refused: int
    credited: int
    credited_cents: int
    not_credited: int
    not_credited_cents: int
    file_name: str
    read_upto: int
    rows: int
    label: str
    received_on: date | None
    on_credit: bool
    drafted_at: datetime
    submitted_at: datetime | None
    credited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """A line that was taken, without a name: its place, the payer's own mark, the sum and where it stands."""

    place: int
    mark: str
    amount_cents: int
    state: LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of all that a payer gave, when enough people received it for nobody to be recognised. Cents.

    ``credited = used + lapsed + left``; `persons_using` have spent some of it.
    """

    persons: int
    persons_using: int
    credited_cents: int
    used_cents: int
    lapsed_cents: int
    left_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLineCard:
    """How much a payer may have credited before its transfers arrive, and how much of it is in use; cents."""

    most_cents: int
    used_cents: int
    until: date | None = None
