"""The life of a draft of an offer: which act leads from which states to which."""

from __future__ import annotations

from acquis.kit.lifecycle import Lifecycle, Move

from .types import DraftAct, DraftState, Refusal

_OPEN = frozenset({DraftState.DRAFT, DraftState.SUBMITTED, DraftState.CHANGES_ASKED})

DRAFTS = Lifecycle(
    {
        DraftAct.EDIT: Move(_OPEN, DraftState.DRAFT),
        DraftAct.SUBMIT: Move(frozenset({DraftState.DRAFT, DraftState.CHANGES_ASKED}), DraftState.SUBMITTED),
        DraftAct.PUBLISH: Move(frozenset({DraftState.SUBMITTED}), DraftState.PUBLISHED),
        DraftAct.ASK_CHANGES: Move(frozenset({DraftState.SUBMITTED}), DraftState.CHANGES_ASKED),
        DraftAct.REFUSE: Move(frozenset({DraftState.SUBMITTED}), DraftState.REFUSED),
        DraftAct.DISCARD: Move(_OPEN, DraftState.DISCARDED),
    },
    refusal=Refusal.DRAFT_NOT_NOW,
)
