"""Show a NIR unmasked to an agent of the operator, who must say why; the person will see that they looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.reads import note_read
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import crypto, events, permissions
from ..models import Person
from ..types import Refusal


@act
def reveal_nir(*, person_id: UUID, reason: str, by: Actor, at: datetime) -> str:
    """The NIR, or an empty string when none is known."""
    person = Person.objects.filter(pk=person_id).first()

    permissions.REVEAL_NIR.require_any(by)
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the number will be seen.
    note_read(by=by, person_id=person_id, what="nir", reason=reason)

    record(events.NirRevealed(about=person.id), by=by, at=at)
    return crypto.unseal_nir(person.nir_encrypted, person_id=person_id) if person.nir_encrypted else ""
