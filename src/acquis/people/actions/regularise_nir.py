"""A person's number is replaced: provisional by definitive, or wrong by right. The old one goes on leading to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import crypto, events, locks, numbers, permissions
from ..models import Number, Person
from ..naming import require_nameless
from ..types import Refusal
from .register_person import normalised


@act
def regularise_nir(*, person_id: UUID, nir: str, reason: str, by: Actor, at: datetime) -> None:
    """Make `nir` the number in force. Refused when it is another person's: those two are to be looked at together."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()

    permissions.REGULARISE.require_any(by)
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    require_nameless(reason, [person_id])
    number = normalised(nir)
    if number is None:
        raise Refused(Refusal.NIR_MALFORMED)
    locks.one_at_a_time([person.born_on])
    keys = crypto.nir_indexes(number)
    if person.nir_index in keys:
        raise Refused(Refusal.NIR_UNCHANGED)
    others = Person.objects.filter(nir_index__in=keys).exists()
    if others or Number.objects.filter(number_index__in=keys).exclude(person=person).exists():
        raise Refused(Refusal.NIR_ALREADY_KNOWN)

    # After this point the replacement must succeed.
    replaced = numbers.replace_nir(person, number, at=at)

    record(events.NirAttached(about=person.id, replaced=replaced), by=by, at=at)
