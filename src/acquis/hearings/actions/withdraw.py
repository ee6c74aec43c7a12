"""Who opened a file gives it up: the enrolment goes on as if it had not been opened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import closing, events, lifecycle, opening, permissions, words
from ..models import Hearing
from ..types import Act, Refusal, State


@act
def withdraw(*, hearing_id: UUID, by: Actor, at: datetime) -> None:
    """Only the side that opened it, before the decision."""
    closing.hold_of(hearing_id)
    hearing = Hearing.objects.locked(hearing_id)

    permissions.WITHDRAW.require(by, hearing)
    party = opening.party_of(by)
    if party != hearing.opened_by:
        raise Refused(Refusal.NOT_ALLOWED)
    lifecycle.HEARING.require(Act.WITHDRAW, State(hearing.state))

    # After this point the file must be given up.
    words.write(hearing, Act.WITHDRAW, "", party=party, by=by, at=at)
    closing.close(hearing, Act.WITHDRAW, at=at)

    record(events.HearingClosed(**hearing.told(), how=hearing.state), by=by, at=at)
