"""The words of the training bodies: states, acts, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

ProviderId = NewType("ProviderId", UUID)


class ProviderState(StrEnum):
    """Known from the public list, referenced (L6323-9-1), suspended (R6333-6, R6333-6-1), or removed."""

    LISTED = "listed"
    REFERENCED = "referenced"
    SUSPENDED = "suspended"
    DELISTED = "delisted"


class BankState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    REPLACED = "replaced"
    CONTESTED = "contested"


#: For how long a proposal's bank is asked (`jobs.ask_payee`: eight more tries, each four times later than the last).
ASKED_FOR = timedelta(hours=25)


class PayeeMatch(StrEnum):
    """What the payee's bank says of the name of an account; `UNASKED` until it has said something."""

    UNASKED = "payee_unasked"
    MATCH = "payee_match"
    CLOSE = "payee_close"
    NO_MATCH = "payee_no_match"
    NOT_POSSIBLE = "payee_not_possible"


class Unpayable(StrEnum):
    """Why a body cannot be paid on a day."""

    NO_ACCOUNT = "no_account"
    ACCOUNT_TOO_NEW = "account_too_new"
    NOT_IN_THIS_STATE = "not_in_this_state"


class VatRegime(StrEnum):
    """What a body owes of value added tax on its trainings: none because training is exempt (CGI 261-4-4° a), none
    because its turnover is small (CGI 293 B), or the tax at a rate."""

    EXEMPT = "vat_exempt"
    FRANCHISE = "vat_franchise"
    TAXED = "vat_taxed"


#: The rates of metropolitan France that a training may bear, in thousandths (CGI 278, 278-0 bis, 279).
VAT_RATES_PERMILLE = (55, 100, 200)


class Act(StrEnum):
    REFERENCE = "reference"
    SUSPEND = "suspend"
    RESTORE = "restore"
    DELIST = "delist"


class BankAct(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    REPLACE = "replace"
    CONTEST = "contest"
    PUT_BACK = "put_back"


class Refusal(StrEnum):
    """Why an act on a training body is refused."""

    PROVIDER_UNKNOWN = "providers.provider_unknown"
    BANK_ACCOUNT_UNKNOWN = "providers.bank_account_unknown"
    NOT_ALLOWED = "providers.not_allowed"
    NOT_IN_THIS_STATE = "providers.not_in_this_state"
    NO_ACTIVITY_DECLARATION = "providers.no_activity_declaration"
    NO_QUALITY_LABEL = "providers.no_quality_label"
    REASON_MISSING = "providers.reason_missing"
    SIRET_NOT_VALID = "providers.siret_not_valid"
    IBAN_NOT_VALID = "providers.iban_not_valid"
    BIC_NOT_VALID = "providers.bic_not_valid"
    HOLDER_NAME_MISSING = "providers.holder_name_missing"
    SAME_PERSON = "providers.same_person"
    PAYEE_DIFFERS = "providers.payee_differs"
    PAYEE_STILL_ASKED = "providers.payee_still_asked"
    PAYEE_WORDS_MISSING = "providers.payee_words_missing"
    PAYEE_CHECK_UNAVAILABLE = "providers.payee_check_unavailable"
    ALREADY_IN_USE = "providers.already_in_use"
    VAT_RATE_MISSING = "providers.vat_rate_missing"
    VAT_RATE_NOT_KNOWN = "providers.vat_rate_not_known"
    VAT_DAY_PAST = "providers.vat_day_past"
    VAT_UNCHANGED = "providers.vat_unchanged"
    BILLING_UNCHANGED = "providers.billing_unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """One training body as a list gives it; `siret` (14 digits) is its key. `insee` is the town's code."""

    siret: str
    name: str
    nda: str = ""
    trade_name: str = ""
    address: tuple[str, ...] = ()
    postal_code: str = ""
    town: str = ""
    insee: str = ""
    department: str = ""
    qualiopi_training: bool = False
    qualiopi_assessment: bool = False
    qualiopi_vae: bool = False
    qualiopi_apprenticeship: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Upserted:
    """What a bulk import did. `refused`: (siret, reason) of the rows left out; the others are in."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[tuple[str, StrEnum], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCard:
    """A training body as others may see it."""

    id: UUID
    siret: str
    siren: str
    nda: str
    name: str
    trade_name: str
    address: tuple[str, ...]
    postal_code: str
    town: str
    insee: str
    department: str
    qualiopi_training: bool
    qualiopi_assessment: bool
    qualiopi_vae: bool
    qualiopi_apprenticeship: bool
    state: ProviderState
    #: It makes its own invoices and deposits them; else the operator makes them in its name.
    bills_itself: bool = False

    @property
    def display(self) -> str:
        """The name people know it by."""
        return self.trade_name or self.name

    @property
    def has_quality_label(self) -> bool:
        """Whether it holds Qualiopi for what holders buy (L6316-1)."""
        return self.qualiopi_training or self.qualiopi_assessment or self.qualiopi_vae

    @property
    def sells(self) -> bool:
        """Whether a holder may buy from it today."""
        return self.state == ProviderState.REFERENCED


@dataclass(frozen=True, slots=True, kw_only=True)
class VatCard:
    """The regime of a body from a day on. `rate_permille` is 0 unless it is taxed, and `number` (FR…) is then its own.

    `declared` is False when the body never said anything: trainings are then taken as exempt, and the page says so.
    """

    regime: VatRegime
    rate_permille: int
    number: str
    from_day: date | None
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetails:
    """Where a body is paid: an active bank account whose cooling-off is over."""

    bank_account_id: UUID
    provider_id: UUID
    iban: str
    bic: str
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccountCard:
    """A bank account as its owner and the staff see it; the IBAN is masked.

    `payee` is what its bank says of the name, `payee_name` the account's own name when it is close, `words` what the
    approver saw when the bank had said nothing; `former_masked` the account that it takes the place of.
    """

    id: UUID
    provider_id: UUID
    iban_masked: str
    bic: str
    holder_name: str
    state: BankState
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime | None
    usable_from: date | None
    payee: PayeeMatch
    payee_name: str
    payee_asked_at: datetime | None
    words: str
    former_masked: str
    contested_by: str
    contested_at: datetime | None

    def still_asked(self, at: datetime) -> bool:
        """Whether its bank is still being asked of the name: until it has answered, nobody answers in its stead."""
        return self.payee is PayeeMatch.UNASKED and at < self.proposed_at + ASKED_FOR
