"""A life as a table: which act leads from which states to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .refusal import Refused


@dataclass(frozen=True, slots=True)
class Move:
    """An act may start from any of `sources` and always ends in `target`."""

    sources: frozenset[StrEnum]
    target: StrEnum


class Lifecycle:
    """The moves of one noun, and the refusal given when an act comes at the wrong time."""

    def __init__(self, moves: Mapping[StrEnum, Move], *, refusal: StrEnum) -> None:
        self.moves, self.refusal = dict(moves), refusal

    def allows(self, act: StrEnum, state: StrEnum) -> bool:
        return state in self.moves[act].sources

    def require(self, act: StrEnum, state: StrEnum) -> StrEnum:
        """The state after `act`; refused when `state` is not one it starts from."""
        if not self.allows(act, state):
            raise Refused(self.refusal, act=str(act), state=str(state))
        return self.moves[act].target
