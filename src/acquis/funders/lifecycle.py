"""The lives of a convention, approved by another than its funder, and of a request for an aid that an agent decides."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import OPEN, Act, AidAct, AidState, ConventionState, Refusal

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

AID = Lifecycle(
    {
        AidAct.ASK: Move(frozenset(), AidState.ASKED),
        AidAct.WANT: Move(frozenset({AidState.ASKED}), AidState.INCOMPLETE),
        AidAct.COMPLETE: Move(frozenset({AidState.INCOMPLETE}), AidState.ASKED),
        AidAct.GRANT: Move(OPEN, AidState.GRANTED),
        AidAct.REFUSE: Move(OPEN, AidState.REFUSED),
        AidAct.GRANT_BY_SILENCE: Move(OPEN, AidState.GRANTED),
        AidAct.REFUSE_BY_SILENCE: Move(OPEN, AidState.REFUSED),
        AidAct.USE: Move(frozenset({AidState.GRANTED}), AidState.USED),
        AidAct.CLOSE: Move(OPEN | {AidState.GRANTED}, AidState.CLOSED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
