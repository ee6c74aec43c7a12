"""Nothing is left to decide: the enrolment ended otherwise, everything given back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments.types import Party
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import closing, events, lifecycle, permissions, words
from ..models import Hearing
from ..types import Act, State


@act
def close(*, hearing_id: UUID, by: Actor, at: datetime) -> None:
    """Close a file that has become pointless; closed or decided before, it changes nothing."""
    closing.hold_of(hearing_id)
    hearing = Hearing.objects.locked(hearing_id)

    permissions.CLOSE.require(by, hearing)
    if not lifecycle.HEARING.allows(Act.CLOSE, State(hearing.state)):
        return

    # After this point the file must be closed.
    words.write(hearing, Act.CLOSE, "", party=Party.OPERATOR, by=by, at=at)
    closing.close(hearing, Act.CLOSE, at=at)

    record(events.HearingClosed(**hearing.told(), how=hearing.state), by=by, at=at)
