"""The words of the books: what closings and calls for funds are and may become, and why an act is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType
from uuid import UUID

ClosingId = NewType("ClosingId", UUID)


class Span(StrEnum):
    """What a closing ends: a month, or a year whose twelve months are closed."""

    MONTH = "month"
    YEAR = "year"


class ClosingState(StrEnum):
    """A closing: prepared by one person, closed by another, or given up before."""

    PREPARED = "prepared"
    CLOSED = "closed"
    DISCARDED = "discarded"


class ClosingAct(StrEnum):
    APPROVE = "approve"
    DISCARD = "discard"


class CallState(StrEnum):
    """A call for funds: prepared, approved by another and sent, received whole; or given up before approval."""

    PREPARED = "prepared"
    APPROVED = "approved"
    RECEIVED = "received"
    DISCARDED = "discarded"


class CallAct(StrEnum):
    APPROVE = "approve"
    RECEIVE = "receive"
    DISCARD = "discard"


class Need(StrEnum):
    """What a call for funds is made of: what the fund has to pay, less what it has or expects."""

    OWED = "owed"
    IN_TRANSIT = "in_transit"
    REFUNDS = "refunds"
    SOON_DUE = "soon_due"
    BANK = "bank"
    CARDS = "cards"
    CALLED = "called"


class Refusal(StrEnum):
    """Why an act of the books is refused."""

    NOT_ALLOWED = "accounting.not_allowed"
    CLOSING_UNKNOWN = "accounting.closing_unknown"
    NOT_IN_THIS_STATE = "accounting.not_in_this_state"
    SAME_PERSON = "accounting.same_person"
    MONTH_NOT_OVER = "accounting.month_not_over"
    MONTH_CLOSED = "accounting.month_closed"
    MONTH_BEFORE_OPEN = "accounting.month_before_open"
    CLOSING_UNDER_WAY = "accounting.closing_under_way"
    MOVEMENT_UNKNOWN = "accounting.movement_unknown"
    CUT_TOO_EARLY = "accounting.cut_too_early"
    CALL_UNKNOWN = "accounting.call_unknown"
    CALL_UNDER_WAY = "accounting.call_under_way"
    NOTHING_TO_CALL = "accounting.nothing_to_call"
    NOT_A_RECEIPT = "accounting.not_a_receipt"
    MORE_THAN_CALLED = "accounting.more_than_called"
    MORE_THAN_PROVIDED = "accounting.more_than_provided"
    REPORT_NOT_READABLE = "accounting.report_not_readable"
    REPORT_TOO_LARGE = "accounting.report_too_large"
    DIFFERENCE_UNKNOWN = "accounting.difference_unknown"
    WORDS_MISSING = "accounting.words_missing"
    MONEY_DIFFERS = "accounting.money_differs"
    NO_MONEY = "accounting.no_money"
    ENTRY_EXPLAINED = "accounting.entry_explained"
    DAY_NOT_BEGUN = "accounting.day_not_begun"
