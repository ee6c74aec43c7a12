"""What the personas of the other regimes have: hours, engagement, points, an accident, a mandate, an end of rights.

Each by the act of its regime, on the day it would have come.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts.types import AccidentTold, EngagementRow, PointsTold, ProofKind, PurseKind, YearRow
from acquis.kit.clock import day_of, start_of
from acquis.outside.identity_standin.personas import Situation
from acquis.rules import EndGround, Engagement, Regime, WorkUnit

from .lives import PLAYER

#: A whole document in shape, with nothing to read in it.
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def show(account_id: UUID, shows: Situation, *, now: datetime) -> None:
    """Give the account of a persona what its regime gives."""
    lately = now - timedelta(days=120)
    match shows:
        case Situation.PUBLIC_AGENT:
            _serve(account_id, range(2020, 2024))
        case Situation.CIVIL_SERVANT:
            _serve(account_id, range(2020, 2026))
        case Situation.VOLUNTEER:
            _engage(account_id, 2024, Engagement.CIVIC_SERVICE, "8", at=lately)
            _engage(account_id, 2025, Engagement.MILITARY_RESERVE, "104", at=lately)
        case Situation.PREVENTION:
            points = PointsTold(
                account_id=account_id, number="C2P-0048812", points=18, reserved=10, deducted=0, as_of=day_of(lately)
            )
            accounts.note_risk_rights(told=[points], by=PLAYER, at=lately)
            accounts.use_points(account_id=account_id, points=12, turn=0, by=PLAYER, at=lately)
        case Situation.ACCIDENT:
            # The health insurance knows what the adviser said of the accident, and not yet of the disease.
            day = day_of(lately)
            told: dict[str, Any] = {"account_id": account_id, "says_delay": True, "as_of": day}
            accident = AccidentTold(
                number="AT-2025-000417",
                incapacity_percent=15,
                notified_on=day - timedelta(days=200),
                attested_on=day - timedelta(days=20),
                **told,
            )
            disease = AccidentTold(
                number="MP-2026-000052",
                incapacity_percent=12,
                notified_on=day - timedelta(days=30),
                attested_on=None,
                **told,
            )
            accounts.note_risk_rights(told=[accident, disease], by=PLAYER, at=lately)
        case Situation.ELECTED:
            accounts.declare_mandate(account_id=account_id, first_round_on=date(2020, 3, 15), by=PLAYER, at=lately)
            for year in (2025, 2026):
                accounts.credit_elected(account_id=account_id, year=year, by=PLAYER, at=lately)
        case Situation.RETIRED:
            _engage(account_id, 2024, Engagement.HEALTH_RESERVE, "45", at=lately)
            accounts.top_up(
                account_id=account_id,
                kind=PurseKind.EMPLOYER,
                amount_cents=80_000,
                label="Versé par votre employeur",
                reference="demonstration retired",
                by=PLAYER,
                at=lately,
            )
            ended_on = day_of(lately).replace(day=1)
            accounts.end_rights(
                account_id=account_id, ground=EndGround.PENSION, ended_on=ended_on, by=PLAYER, at=lately
            )
        case Situation.SHORT_PART_TIME:
            accounts.submit_disability_proof(
                account_id=account_id,
                kind=ProofKind.RQTH,
                valid_from=date(2025, 3, 1),
                valid_until=date(2030, 2, 28),
                content=PAPER,
                by=PLAYER,
                at=now - timedelta(days=4),
            )


def retire(account_ids: list[UUID], *, now: datetime) -> None:
    """The country's own retired holders, by the same act as the persona's."""
    at = now - timedelta(days=90)
    for account_id in account_ids:
        accounts.end_rights(account_id=account_id, ground=EndGround.PENSION, ended_on=day_of(at), by=PLAYER, at=at)


def _serve(account_id: UUID, years: range) -> None:
    for year in years:
        row = YearRow(account_id=account_id, year=year, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")
        accounts.credit_hours(rows=[row], by=PLAYER, at=start_of(date(year + 1, 4, 14)) + timedelta(hours=4))


def _engage(account_id: UUID, year: int, activity: Engagement, amount: str, *, at: datetime) -> None:
    row = EngagementRow(account_id=account_id, year=year, activity=activity, amount=amount)
    accounts.credit_engagement(row=row, by=PLAYER, at=at)
