"""Two persons were declared under one number: it is contested from now on, and names and birth tell them apart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import crypto, events, numbers, permissions
from ..models import Number, Person
from ..types import NumberKind, Refusal


@act
def tell_apart(
    *, holder_id: UUID, other_id: UUID, forgetting: UUID | None = None, by: Actor, at: datetime
) -> UUID | None:
    """`holder_id` has the number in force and keeps it. The id of the mark made, None when there was one already.

    `forgetting` undoes it: the mark of this id goes, and no other; the number proves again unless another stands.
    """
    people = {p.id: p for p in Person.objects.select_for_update().filter(pk__in=[holder_id, other_id]).order_by("id")}

    permissions.MERGE.require_any(by)
    if holder_id == other_id:
        raise Refused(Refusal.SAME_PERSON_TWICE)
    if len(people) < 2:
        raise Refused(Refusal.PERSON_UNKNOWN)

    # After this point the telling apart must succeed.
    contested = Number.objects.filter(person_id=other_id, kind=NumberKind.CONTESTED)
    sealed, mark_id = people[holder_id].nir_encrypted, None
    if forgetting is not None:
        contested.filter(pk=forgetting).delete()
    elif sealed is not None:
        number = crypto.unseal_nir(sealed, person_id=holder_id)
        if not contested.filter(number_index__in=crypto.nir_indexes(number)).exists():
            mark = numbers.number_of(other_id, number, NumberKind.CONTESTED, at=at)
            mark.save(force_insert=True)
            mark_id = mark.id

    record(events.ToldApart(about=other_id, holder_id=holder_id, apart=forgetting is None), by=by, at=at)
    return mark_id
