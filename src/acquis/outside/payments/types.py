"""What a card provider tells, whoever it is: payments, refunds, and the ways in which it can fail us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    REFUSED = "refused"


class RefundState(StrEnum):
    """`PENDING`: on its way; `FAILED`: the money is back at the provider, perhaps after it had said it arrived."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment as the provider tells it. `reference` is ours: the collection's id."""

    id: str
    reference: str
    amount_cents: int
    state: State
    hosted_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundMade:
    """A refund as the provider tells it. `reference` is the key it was asked under; `reason`: why it failed."""

    id: str
    reference: str
    amount_cents: int
    state: RefundState
    reason: str = ""


class Unavailable(Exception):
    """The provider did not answer, or not with something we can use; nothing is known of what it did."""


class Declined(Unavailable):
    """The provider answered that it will not do what was asked: it did nothing, and asking again will not help."""


class Forged(Exception):
    """A call that says it comes from the provider and whose signature does not."""
