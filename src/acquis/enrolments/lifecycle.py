"""The life of an enrolment: which act leads from which states to which.

The table is the whole of it: its diagram in `docs/lifecycles.md` is printed from here and compared by a test.
"""

from __future__ import annotations

from enum import StrEnum

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, State

MOVES: dict[StrEnum, Move] = {
    Act.REQUEST: Move(frozenset(), State.REQUESTED),
    Act.ACKNOWLEDGE: Move(frozenset({State.REQUESTED}), State.UNDER_REVIEW),
    Act.ACCEPT: Move(frozenset({State.REQUESTED, State.UNDER_REVIEW}), State.PROPOSED),
    Act.DECLINE: Move(frozenset({State.REQUESTED, State.UNDER_REVIEW}), State.DECLINED),
    Act.LAPSE_UNANSWERED: Move(frozenset({State.REQUESTED, State.UNDER_REVIEW}), State.UNANSWERED),
    Act.ABANDON: Move(
        frozenset({State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED, State.AWAITING_FUNDER}), State.ABANDONED
    ),
    Act.LAPSE_UNCONFIRMED: Move(frozenset({State.PROPOSED}), State.UNCONFIRMED),
    Act.ASK_FUNDER: Move(frozenset({State.PROPOSED}), State.AWAITING_FUNDER),
    Act.HEAR_FUNDER: Move(frozenset({State.AWAITING_FUNDER}), State.PROPOSED),
    Act.STOP_WAITING: Move(frozenset({State.AWAITING_FUNDER}), State.PROPOSED),
    Act.CONFIRM: Move(frozenset({State.PROPOSED}), State.CONFIRMED),
    Act.CONFIRM_AND_PAY: Move(frozenset({State.PROPOSED}), State.AWAITING_PAYMENT),
    Act.RECORD_PAYMENT: Move(frozenset({State.AWAITING_PAYMENT}), State.CONFIRMED),
    Act.REFUSE_PAYMENT: Move(frozenset({State.AWAITING_PAYMENT}), State.PROPOSED),
    Act.EXPIRE_PAYMENT: Move(frozenset({State.AWAITING_PAYMENT}), State.PROPOSED),
    Act.WITHDRAW: Move(frozenset({State.CONFIRMED}), State.WITHDRAWN),
    Act.CANCEL_AS_HOLDER: Move(frozenset({State.CONFIRMED}), State.CANCELLED_BY_HOLDER),
    Act.CANCEL_AS_PROVIDER: Move(
        frozenset({State.PROPOSED, State.AWAITING_FUNDER, State.CONFIRMED}), State.CANCELLED_BY_PROVIDER
    ),
    Act.DECLARE_NO_SHOW: Move(frozenset({State.CONFIRMED}), State.NO_SHOW),
    Act.DECLARE_ENTRY: Move(frozenset({State.CONFIRMED}), State.IN_TRAINING),
    Act.DECLARE_EXIT: Move(frozenset({State.IN_TRAINING}), State.EXITED),
    Act.DECLARE_SERVICE: Move(frozenset({State.EXITED}), State.SERVICE_DECLARED),
    Act.VALIDATE_SERVICE: Move(frozenset({State.SERVICE_DECLARED}), State.SERVICE_VALIDATED),
    Act.CANCEL_AS_OPERATOR: Move(
        frozenset({State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED, State.AWAITING_FUNDER, State.CONFIRMED}),
        State.CANCELLED_BY_OPERATOR,
    ),
    Act.RESCHEDULE: Move(frozenset({State.CONFIRMED}), State.CONFIRMED),
    Act.EXTEND: Move(frozenset({State.IN_TRAINING}), State.IN_TRAINING),
    Act.CONFIRM_SERVICE: Move(frozenset({State.SERVICE_DECLARED}), State.SERVICE_DECLARED),
    Act.DECLARE_FAILURE: Move(frozenset({State.IN_TRAINING, State.EXITED}), State.SERVICE_DECLARED),
    Act.DECIDE_SERVICE: Move(
        frozenset({State.IN_TRAINING, State.EXITED, State.SERVICE_DECLARED}), State.SERVICE_VALIDATED
    ),
}

LIFE = Lifecycle(MOVES, refusal=Refusal.NOT_NOW)
require = LIFE.require
allows = LIFE.allows
