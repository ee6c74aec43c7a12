"""A provider plans half-days of a session that somebody is to follow: one, those of a rule, or those of a file.

Each is judged by itself: the good ones are kept, the others told. One that stands already, the same, is left as it is,
so that a file may be sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import codes, events, permissions, plans
from ..locks import one_session_at_a_time
from ..models import HalfDay
from ..types import MOST_AT_ONCE, Planned, Planning, Refusal


@act
def plan(*, session_id: UUID, half_days: Sequence[Planned], by: Actor, at: datetime) -> Planning:
    """What became of each. Refused as a whole when nobody whom `by` may see is to follow the session."""
    one_session_at_a_time(session_id)
    people = enrolments.attending(by=by, session_ids=[session_id])
    standing = list(HalfDay.objects.standing().filter(session_id=session_id))

    permissions.CONDUCT.require_any(by)
    if not people:
        raise Refused(Refusal.NOBODY_ENROLLED)
    if len(half_days) > MOST_AT_ONCE:
        raise Refused(Refusal.TOO_MANY_AT_ONCE, most=MOST_AT_ONCE)

    made: list[HalfDay] = []
    refused: list[tuple[int, Refusal]] = []
    known = 0
    for place, wanted in enumerate(half_days):
        asked = plans.tidy(wanted)
        other = plans.beside(asked, [*standing, *made], session_id=session_id)
        if (reason := plans.judged(asked, people)) is not None:
            refused.append((place, reason))
        elif other is None:
            fresh = HalfDay(id=new_id(), provider_id=people[0].provider_id, session_id=session_id, planned_at=at)
            fresh.write_plan(asked)
            made.append(fresh)
        elif other.plan == asked:
            known += 1
        else:
            refused.append((place, Refusal.ALREADY_PLANNED))

    # After this point the half-days must be planned.
    for fresh in made:
        fresh.secret_sealed = codes.new_secret(fresh.id)
    HalfDay.objects.bulk_create(made)

    if made:
        planned = events.HalfDaysPlanned(about=session_id, provider_id=people[0].provider_id, number=len(made))
        record(planned, by=by, at=at)
    return Planning(made=tuple(each.id for each in made), known=known, refused=tuple(refused))
