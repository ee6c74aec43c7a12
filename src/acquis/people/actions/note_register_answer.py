"""What the State's register of persons answered about a doubtful identity is kept, as a word; an agent decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.outside.identity_register import Answer

from .. import events, lifecycle, permissions
from ..models import Doubt
from ..types import DECEASED, Act, DoubtState


@act
def note_register_answer(*, doubt_id: UUID, answer: Answer, by: Actor, at: datetime) -> None:
    """What the register holds of the person is not ours to keep: only the kind of its answer, or that they are dead."""
    doubt = Doubt.objects.locked(doubt_id)

    permissions.SETTLE_DOUBTS.require(by, doubt)
    lifecycle.DOUBT.require(Act.ASK, DoubtState(doubt.state))

    # After this point the note must succeed.
    doubt.register_answer = DECEASED if answer.dead else answer.kind.value
    doubt.register_asked_at = at
    doubt.save(update_fields=["register_answer", "register_asked_at"])

    record(events.RegisterAsked(about=doubt.id), by=by, at=at)
