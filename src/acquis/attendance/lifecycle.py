"""The life of a half-day: which act leads from which states to which."""

from __future__ import annotations

from enum import StrEnum

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, State

MOVES: dict[StrEnum, Move] = {
    # Who opens the wrong one changes or cancels it, as long as nobody signed.
    Act.CHANGE: Move(frozenset({State.PLANNED, State.OPEN}), State.PLANNED),
    Act.CANCEL: Move(frozenset({State.PLANNED, State.OPEN}), State.CANCELLED),
    Act.OPEN: Move(frozenset({State.PLANNED}), State.OPEN),
    Act.CONFIRM: Move(frozenset({State.PLANNED, State.OPEN}), State.SIGNED),
    Act.NOTE_PAPER: Move(frozenset({State.PLANNED, State.OPEN}), State.SIGNED),
    # A platform tells more as the exercises are done.
    Act.NOTE_CONNECTIONS: Move(frozenset({State.PLANNED, State.OPEN, State.SIGNED}), State.SIGNED),
    Act.CORRECT: Move(frozenset({State.SIGNED}), State.SIGNED),
}

HALF_DAY = Lifecycle(MOVES, refusal=Refusal.NOT_NOW)
