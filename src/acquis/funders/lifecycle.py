"""The life of a convention: drafted by its funder, approved by another, suspended, ended, or replaced by a version."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, ConventionState, Refusal

CONVENTION = Lifecycle(
    {
        Act.CHANGE: Move(frozenset({ConventionState.DRAFT}), ConventionState.DRAFT),
        Act.SUBMIT: Move(frozenset({ConventionState.DRAFT}), ConventionState.SUBMITTED),
        Act.TAKE_BACK: Move(frozenset({ConventionState.SUBMITTED}), ConventionState.DRAFT),
        Act.SEND_BACK: Move(frozenset({ConventionState.SUBMITTED}), ConventionState.DRAFT),
        Act.APPROVE: Move(frozenset({ConventionState.SUBMITTED}), ConventionState.IN_FORCE),
        Act.SUSPEND: Move(frozenset({ConventionState.IN_FORCE}), ConventionState.SUSPENDED),
        Act.RESUME: Move(frozenset({ConventionState.SUSPENDED}), ConventionState.IN_FORCE),
        Act.END: Move(frozenset({ConventionState.IN_FORCE, ConventionState.SUSPENDED}), ConventionState.ENDED),
        Act.REPLACE: Move(frozenset({ConventionState.IN_FORCE, ConventionState.SUSPENDED}), ConventionState.REPLACED),
        Act.DISCARD: Move(frozenset({ConventionState.DRAFT}), ConventionState.DISCARDED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
