"""What a body of occupational risks tells: points, accidents, diseases; see `docs/formats/risk-rights.md`."""

from __future__ import annotations

from typing import Any

from ..list_types import RiskLine
from .rows import PERSON, Row

ALWAYS = (*PERSON, "droit", "numero", "etat_au")
_POINTS = ("points", "points_reserves", "points_deduits")
_ACCIDENT = ("taux", "jour_notification", "delai_mentionne")
COLUMNS = (*ALWAYS, *_POINTS, *_ACCIDENT, "jour_attestation")
#: Beyond, a file is wrong: a career of fifty years under six factors is 1,200 points.
_MOST_POINTS = 9_999


def read(row: Row) -> RiskLine:
    """The state that a line tells."""
    row.need(*ALWAYS)
    if row.get("droit") not in ("points", "accident"):
        row.refuse("unknown_code", "droit", value=row.get("droit"))
    is_points = row.get("droit") == "points"
    facts: dict[str, Any] = {"number": " ".join(row.text("numero").upper().split()), "as_of": row.day("etat_au")}
    if is_points:
        row.need(*_POINTS)
        facts |= {
            "points": row.whole("points", most=_MOST_POINTS),
            "reserved": row.whole("points_reserves", most=_MOST_POINTS),
            "deducted": row.whole("points_deduits", most=_MOST_POINTS),
        }
        if facts["reserved"] > facts["points"]:
            row.refuse("risk_reserved", "points_reserves")
    else:
        row.need(*_ACCIDENT)
        facts |= {
            "incapacity_percent": row.whole("taux", most=100),
            "notified_on": row.day("jour_notification"),
            "says_delay": row.flag("delai_mentionne"),
            "attested_on": row.day_or_none("jour_attestation"),
        }
        if facts["notified_on"] > facts["as_of"]:
            row.refuse("risk_days", "jour_notification")
        if facts["attested_on"] and not facts["notified_on"] <= facts["attested_on"] <= facts["as_of"]:
            row.refuse("risk_days", "jour_attestation")
    return RiskLine(line=row.line, rank=row.rank, person=row.person(), is_points=is_points, facts=facts)
