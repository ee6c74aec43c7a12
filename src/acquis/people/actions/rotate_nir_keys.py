"""Put sealed NIRs under the newest keys, a batch at a time, so that old keys can be destroyed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .. import crypto, events, permissions
from ..models import Person


@act
def rotate_nir_keys(*, batch: int = 1000, by: Actor, at: datetime) -> int:
    """How many persons were moved; call again until it answers 0."""
    keys = crypto.keys()
    newest = f"{keys.newest_index}:"
    permissions.ROTATE_KEYS.require_any(by)
    old_seal = RawSQL("substring(nir_encrypted from 1 for 1) <> %s", [bytes([keys.newest_seal])])
    waiting = (
        Person.objects.select_for_update(skip_locked=True)
        .exclude(nir_encrypted=None)
        .annotate(old_seal=ExpressionWrapper(old_seal, output_field=BooleanField()))
        .filter(Q(old_seal=True) | ~Q(nir_index__startswith=newest))
        .order_by("id")[:batch]
    )
    people = list(waiting)

    # After this point the batch must succeed.
    for person in people:
        number = crypto.unseal_nir(person.nir_encrypted, person_id=person.id)
        person.nir_encrypted = crypto.seal_nir(number, person_id=person.id)
        person.nir_index = crypto.nir_index(number)
    Person.objects.bulk_update(people, ["nir_encrypted", "nir_index"])

    if people:
        record(events.NirKeysRotated(about=new_id(), count=len(people)), by=by, at=at)
    return len(people)
