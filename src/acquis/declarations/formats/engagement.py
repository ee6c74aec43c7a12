"""Years of engagement that a body certifies: civic service, reserves, mentoring, voluntary work.

See `docs/formats/engagement.md`.
"""

from __future__ import annotations

import re

from acquis.rules.engagement import Engagement

from ..list_types import EngagementLine
from .rows import PERSON, Row

ACTIVITIES = {
    "service_civique": Engagement.CIVIC_SERVICE,
    "reserve_militaire": Engagement.MILITARY_RESERVE,
    "reserve_police": Engagement.POLICE_RESERVE,
    "reserve_sanitaire": Engagement.HEALTH_RESERVE,
    "maitre_apprentissage": Engagement.APPRENTICE_MENTOR,
    "benevolat": Engagement.VOLUNTARY_WORK,
}
ALWAYS = (*PERSON, "annee", "activite", "quantite")
_VOLUNTARY = ("heures_une_association", "jour_association", "jour_declaration", "jour_confirmation")
COLUMNS = (*ALWAYS, "annees_engagees", *_VOLUNTARY)
#: The hours of a year: nothing that is counted here can be more.
_MOST = 8_784
_NUMBER = re.compile(r"^(\d{1,5})(?:[.,](\d{1,2}))?$")


def read(row: Row) -> EngagementLine:
    """The year that a line tells."""
    row.need(*ALWAYS)
    activity = ACTIVITIES.get(row.get("activite"))
    if activity is None:
        row.refuse("unknown_code", "activite", value=row.get("activite"))
    facts = {"year": row.year("annee"), "activity": activity, "amount": _number(row, "quantite")}
    if activity is Engagement.POLICE_RESERVE:
        row.need("annees_engagees")
        facts["years_engaged"] = row.whole("annees_engagees", most=60)
    if activity is Engagement.VOLUNTARY_WORK:
        row.need(*_VOLUNTARY)
        facts |= {
            "hours_in_one_association": _number(row, "heures_une_association"),
            "association_declared_on": row.day("jour_association"),
            "declared_on": row.day("jour_declaration"),
            "confirmed_on": row.day("jour_confirmation"),
        }
    return EngagementLine(line=row.line, rank=row.rank, person=row.person(), facts=facts)


def _number(row: Row, name: str) -> str:
    """A number with at most two decimals, written one way however it came: the same year told twice is one."""
    match = _NUMBER.match(row.get(name))
    if match is None:
        row.refuse("bad_number", name, value=row.get(name))
    if int(match[1]) > _MOST:
        row.refuse("absurd", name, value=row.get(name))
    decimals = (match[2] or "").rstrip("0")
    return f"{int(match[1])}{f'.{decimals}' if decimals else ''}"
