"""Two persons turn out to be one: the names, numbers and identities of the second lead to the first from now on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Person
from ..types import Refusal


@act
def merge_people(*, kept_id: UUID, merged_id: UUID, by: Actor, at: datetime) -> None:
    """Nothing of either is erased, so that it can be undone (`part_people`). What they own follows in acts above."""
    people = {p.id: p for p in Person.objects.select_for_update().filter(pk__in=[kept_id, merged_id]).order_by("id")}

    permissions.MERGE.require_any(by)
    if kept_id == merged_id:
        raise Refused(Refusal.SAME_PERSON_TWICE)
    if len(people) < 2:
        raise Refused(Refusal.PERSON_UNKNOWN)
    if any(person.merged_into_id is not None for person in people.values()):
        raise Refused(Refusal.ALREADY_MERGED)

    # After this point the merging must succeed.
    merged = people[merged_id]
    merged.merged_into = people[kept_id]
    merged.save(update_fields=["merged_into"])

    record(events.PeopleMerged(about=merged_id, kept_id=kept_id), by=by, at=at)
