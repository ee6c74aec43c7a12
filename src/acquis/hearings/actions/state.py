"""A side says what it has to say, with its files, as often as it needs to before the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile

from .. import events, lifecycle, opening, permissions, words
from ..models import Hearing
from ..types import Act, Refusal, State


@act
def state(*, hearing_id: UUID, said: str, exhibits: Sequence[ProofFile] = (), by: Actor, at: datetime) -> None:
    """Add a statement; after its day it is still read, as long as nothing is decided."""
    hearing = Hearing.objects.locked(hearing_id)

    permissions.STATE.require(by, hearing)
    if State(hearing.state) not in lifecycle.GOING_ON:
        raise Refused(Refusal.NOT_NOW)
    words.require(said)
    files = words.inspected(exhibits)

    # After this point the statement must be kept.
    party = opening.party_of(by)
    entry_id = words.write(hearing, Act.STATE, said, party=party, exhibits=files, by=by, at=at)

    record(events.Stated(**hearing.told(), party=party, exhibits=len(files), entry_id=entry_id), by=by, at=at)
