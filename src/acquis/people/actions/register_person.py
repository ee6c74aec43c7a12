"""Register a person: civil identity, NIR when one is given, and how to reach them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import crypto, events, locks, permissions
from .. import nir as nirs
from ..models import Person
from ..types import CivilIdentity, NewPerson, Refusal
from .match_declared import of_age


def normalised(nir: str | None) -> str | None:
    """The NIR as it is sealed, or a refusal that does not repeat it."""
    if not nir:
        return None
    try:
        return nirs.normalise(nir)
    except ValueError:
        raise Refused(Refusal.NIR_MALFORMED) from None


def row_of(new: NewPerson, *, at: datetime) -> Person:
    """The row of a new person, not yet written."""
    number = normalised(new.nir)
    person = Person(
        id=new.id or new_id(),
        email=new.email,
        phone=new.phone,
        address=new.address,
        postal_code=new.postal_code,
        town=new.town,
        registered_at=at,
    )
    person.write_civil(new.civil)
    if number is not None:
        person.nir_encrypted = crypto.seal_nir(number, person_id=person.id)
        person.nir_index = crypto.nir_index(number)
    return person


@act
def register_person(*, civil: CivilIdentity, nir: str | None = None, email: str = "", by: Actor, at: datetime) -> UUID:
    """The id of the new person. Refused below the least age of an account, or when the NIR is malformed or known."""
    permissions.REGISTER.require_any(by)
    locks.one_at_a_time([civil.born_on])
    today = day_of(at)
    if not of_age(civil.born_on, law_on(today).account.opening_age_apprentices, today):
        raise Refused(Refusal.TOO_YOUNG)
    number = normalised(nir)
    if number is not None and Person.objects.filter(nir_index__in=crypto.nir_indexes(number)).exists():
        raise Refused(Refusal.NIR_ALREADY_KNOWN)
    person = row_of(NewPerson(civil=civil, nir=number, email=email), at=at)

    # After this point the registration must succeed.
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # Somebody registered the same NIR between the question above and this line.
        raise Refused(Refusal.NIR_ALREADY_KNOWN) from None

    record(events.PersonRegistered(about=person.id), by=by, at=at)
    return person.id
