"""The words of companies that others may hold: cards and refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from acquis.kit.actor import Flow
from acquis.rules.types import Refusal as Unowed

#: A delegation is given for a few years at most, so that it is thought of again.
MOST_YEARS_DELEGATED = 3


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "employers.not_allowed"
    COMPANY_UNKNOWN = "employers.company_unknown"
    ESTABLISHMENT_UNKNOWN = "employers.establishment_unknown"
    SIREN_MALFORMED = "employers.siren_malformed"
    SIRET_MALFORMED = "employers.siret_malformed"
    SIRET_OF_ANOTHER = "employers.siret_of_another"
    NAME_MISSING = "employers.name_missing"
    NAME_TOO_LONG = "employers.name_too_long"
    POSTAL_CODE_MALFORMED = "employers.postal_code_malformed"
    ESTABLISHMENT_KNOWN = "employers.establishment_known"
    CLOSED_ALREADY = "employers.closed_already"
    CLOSED_IN_FUTURE = "employers.closed_in_future"
    DELEGATE_UNKNOWN = "employers.delegate_unknown"
    DELEGATE_ITSELF = "employers.delegate_itself"
    FLOWS_MISSING = "employers.flows_missing"
    END_PASSED = "employers.end_passed"
    END_TOO_FAR = "employers.end_too_far"
    DELEGATED_ALREADY = "employers.delegated_already"
    DELEGATION_UNKNOWN = "employers.delegation_unknown"
    DELEGATION_OVER = "employers.delegation_over"
    MANAGER_LIMITED = "employers.manager_limited"
    EMAIL_MALFORMED = "employers.email_malformed"
    NOT_ENTRUSTED = "employers.not_entrusted"
    EMPLOYEE_UNKNOWN = "employers.employee_unknown"
    REVIEW_TO_COME = "employers.review_to_come"
    NUMBER_NEGATIVE = "employers.number_negative"
    STATEMENT_UNKNOWN = "employers.statement_unknown"
    PAID_ALREADY = "employers.paid_already"
    NOTHING_DUE = "employers.nothing_due"
    OTHER_COMPANY_NOW = "employers.other_company_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """A company. Its name is what its own manager wrote; empty until then."""

    id: UUID
    siren: str
    name: str
    registered_at: datetime

    @property
    def called(self) -> str:
        """Its name, else its number: a company is never nameless on a page."""
        return self.name or f"SIREN {self.siren[:3]} {self.siren[3:6]} {self.siren[6:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentCard:
    """A place of a company, under its SIRET; `closed_on` is None while it is open."""

    id: UUID
    company_id: UUID
    siret: str
    name: str
    postal_code: str
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationCard:
    """What a company entrusted `delegate` with, until the end of `ends_on`; `in_force` on the day that was asked."""

    id: UUID
    company: CompanyCard
    delegate: CompanyCard
    flows: tuple[Flow, ...]
    given_at: datetime
    ends_on: date
    withdrawn_at: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviews:
    """What a company says of an employee's review: the words of `rules.Review`.

    `agreement_on_rhythm`: a company or branch agreement sets the rhythm of the interviews.
    """

    reviewed_on: date
    company_staff: int
    years_present: int
    interviews_held: int
    training_followed: bool
    hired_in_period: bool
    agreement_on_rhythm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCard:
    """A statement of interviews, what is due in cents and by which day; `refusal` says why nothing is."""

    id: UUID
    company_id: UUID
    siret: str
    person_id: UUID
    told: Interviews
    interviews_due: int
    due_cents: int
    due_by: date
    unpaid_cents: int
    refusal: Unowed | None
    stated_at: datetime
    paid_at: datetime | None
