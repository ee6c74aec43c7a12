"""The death that was told is of nobody we know: the case is closed, and nobody is created for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, recognising
from ..models import Doubt
from ..naming import require_nameless
from ..types import Act, DoubtReason, DoubtState, Refusal


@act
def dismiss_doubt(*, doubt_id: UUID, note: str, by: Actor, at: datetime) -> None:
    """Only a death may be dismissed: a declaration of work is always somebody's."""
    doubt = Doubt.objects.locked(doubt_id)

    permissions.SETTLE_DOUBTS.require(by, doubt)
    state = lifecycle.DOUBT.require(Act.DISMISS, DoubtState(doubt.state))
    if not note.strip():
        raise Refused(Refusal.REASON_MISSING)
    candidates = doubt.candidates.values_list("person_id", flat=True)
    require_nameless(note, candidates, declared=recognising.read_again(doubt).identity)
    if doubt.reason != DoubtReason.DEATH:
        raise Refused(Refusal.NOT_A_CANDIDATE)

    # After this point the dismissal must succeed.
    doubt.state, doubt.note, doubt.settled_by = state, note.strip()[:500], by.key
    doubt.save(update_fields=["state", "note", "settled_by"])

    record(events.DoubtDismissed(about=doubt.id), by=by, at=at)
