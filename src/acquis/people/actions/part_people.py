"""Two persons taken for one are two after all: each has again what was theirs."""

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
def part_people(*, kept_id: UUID, merged_id: UUID, by: Actor, at: datetime) -> None:
    people = {p.id: p for p in Person.objects.select_for_update().filter(pk__in=[kept_id, merged_id]).order_by("id")}

    permissions.MERGE.require_any(by)
    if len(people) < 2:
        raise Refused(Refusal.PERSON_UNKNOWN)
    # What was merged further since must be parted first.
    if people[merged_id].merged_into_id != kept_id or people[kept_id].merged_into_id is not None:
        raise Refused(Refusal.NOT_MERGED)

    # After this point the parting must succeed.
    merged = people[merged_id]
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])

    record(events.PeopleParted(about=merged_id, kept_id=kept_id), by=by, at=at)
