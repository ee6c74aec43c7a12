"""What a convention says: who, for what, how much. Data that a funder composes itself; nothing of it is code.

A condition is a fact, a test and values. The common ones must all hold; where publics are named, one of them must too,
with all of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What may be asked about a purchase: its holder, its training, its price."""

    AGE = "age"
    HOME_REGION = "home_region"
    HOME_DEPARTMENT = "home_department"
    JOBSEEKER = "jobseeker"
    LOW_QUALIFIED = "low_qualified"
    DISABLED = "disabled"
    ACTION = "action"
    CERTIFICATION = "certification"
    LEVEL = "level"
    FORMACODE = "formacode"
    ROME = "rome"
    TENSE_JOB = "tense_job"
    PROVIDER = "provider"
    TRAINING_DEPARTMENT = "training_department"
    MODALITY = "modality"
    HOURS = "hours"
    PRICE = "price"
    REMAINING = "remaining"


class FactKind(StrEnum):
    """How a fact is told: a whole number, cents, a yes or a no, one or several codes."""

    NUMBER = "number"
    CENTS = "cents"
    FLAG = "flag"
    CODES = "codes"


class Comparison(StrEnum):
    """How a fact is compared with the values of a condition. Codes are compared by their beginnings."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS_SO = "is_so"
    IS_NOT_SO = "is_not_so"
    AMONG = "among"
    NOT_AMONG = "not_among"


KINDS: dict[Fact, FactKind] = {
    Fact.AGE: FactKind.NUMBER,
    Fact.HOME_REGION: FactKind.CODES,
    Fact.HOME_DEPARTMENT: FactKind.CODES,
    Fact.JOBSEEKER: FactKind.FLAG,
    Fact.LOW_QUALIFIED: FactKind.FLAG,
    Fact.DISABLED: FactKind.FLAG,
    Fact.ACTION: FactKind.CODES,
    Fact.CERTIFICATION: FactKind.CODES,
    Fact.LEVEL: FactKind.NUMBER,
    Fact.FORMACODE: FactKind.CODES,
    Fact.ROME: FactKind.CODES,
    Fact.TENSE_JOB: FactKind.FLAG,
    Fact.PROVIDER: FactKind.CODES,
    Fact.TRAINING_DEPARTMENT: FactKind.CODES,
    Fact.MODALITY: FactKind.CODES,
    Fact.HOURS: FactKind.NUMBER,
    Fact.PRICE: FactKind.CENTS,
    Fact.REMAINING: FactKind.CENTS,
}
#: Codes that are the beginning of others: a domain of training or of jobs takes all that is in it.
BY_BEGINNING = frozenset({Fact.FORMACODE, Fact.ROME, Fact.PROVIDER})
COMPARISONS: dict[FactKind, tuple[Comparison, ...]] = {
    FactKind.NUMBER: (Comparison.AT_LEAST, Comparison.AT_MOST),
    FactKind.CENTS: (Comparison.AT_LEAST, Comparison.AT_MOST),
    FactKind.FLAG: (Comparison.IS_SO, Comparison.IS_NOT_SO),
    FactKind.CODES: (Comparison.AMONG, Comparison.NOT_AMONG),
}
#: Those about the person, by which a public is described.
OF_THE_HOLDER = (
    Fact.AGE,
    Fact.HOME_REGION,
    Fact.HOME_DEPARTMENT,
    Fact.JOBSEEKER,
    Fact.LOW_QUALIFIED,
    Fact.DISABLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One condition. `values` is empty for a flag, one number (or cents) for a bound, codes otherwise."""

    fact: Fact
    how: Comparison
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """A public by its name, and what makes one belong to it."""

    name: str
    criteria: tuple[Criterion, ...]


class AmountKind(StrEnum):
    """How much: all that is left to pay, a share of the price, or a sum."""

    REMAINING = "remaining"
    SHARE = "share"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRule:
    """How much one enrolment is given, never more than what is left to pay. Cents; `percent` is of the price.

    `most_cents` bounds one enrolment, `most_per_person_cents` what one person is given under the convention in all.
    """

    kind: AmountKind
    percent: int | None = None
    sum_cents: int | None = None
    most_cents: int | None = None
    most_per_person_cents: int | None = None


#: The longest of an agent's delays, in working days; the most documents asked for, and the longest name of one.
MOST_DAYS = 120
MOST_DOCUMENTS = 6
LONGEST_NAME = 120


class Silence(StrEnum):
    """What it means that nobody answered in time."""

    ACCEPTS = "silence_accepts"
    REFUSES = "silence_refuses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """How an agent of the funder decides. Days are working days.

    The answer comes within `answer_days` of the request, which comes `ask_days` before the training starts. A missing
    document is sent within `document_days`; where the wait `suspends` the delay, it goes on from there.
    """

    answer_days: int
    silence: Silence
    ask_days: int
    documents: tuple[str, ...] = ()
    motive: bool = False
    suspends: bool = True
    document_days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who, for what, how much. Without an `instruction` the conditions decide at once."""

    purpose: str
    common: tuple[Criterion, ...]
    publics: tuple[Public, ...]
    amount: AmountRule
    instruction: Instruction | None = None
