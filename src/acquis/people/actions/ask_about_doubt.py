"""An agent asks those who declared a doubtful identity for more; it stays in the queue until they answer."""

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
from ..types import Act, DoubtState, Refusal


@act
def ask_about_doubt(*, doubt_id: UUID, note: str, by: Actor, at: datetime) -> None:
    """`note` says what is missing, as colleagues will read it; it names nobody."""
    doubt = Doubt.objects.locked(doubt_id)

    permissions.SETTLE_DOUBTS.require(by, doubt)
    state = lifecycle.DOUBT.require(Act.ASK, DoubtState(doubt.state))
    if not note.strip():
        raise Refused(Refusal.REASON_MISSING)
    candidates = doubt.candidates.values_list("person_id", flat=True)
    require_nameless(note, candidates, declared=recognising.read_again(doubt).identity)

    # After this point the question must succeed.
    doubt.state, doubt.note = state, note.strip()[:500]
    doubt.save(update_fields=["state", "note"])

    references = list(doubt.references.order_by("id").values_list("reference", flat=True))
    record(events.DoubtAsked(about=doubt.id, references=references), by=by, at=at)
