"""Both sides are heard: which were asked, which have not spoken, until when, and when they are reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from acquis.enrolments.types import Party
from acquis.kit.clock import day_of, start_of

from .models import Hearing
from .types import Act


def silent(hearing: Hearing) -> set[Party]:
    """The sides that did not open the file, and have said nothing; of an agent's control, both at first."""
    spoken = set(hearing.entries.filter(act=Act.STATE).values_list("party", flat=True))
    return {party for party in (Party.HOLDER, Party.PROVIDER) if party not in spoken and party != hearing.opened_by}


def last_day(over_at: datetime) -> date:
    """The last day of a delay that is over at `over_at`."""
    return day_of(over_at - timedelta(seconds=1))


def reminder_at(over_at: datetime) -> datetime:
    """Nine in the morning, the day before the last one: there is still time to find a paper."""
    return start_of(last_day(over_at) - timedelta(days=1)) + timedelta(hours=9)
