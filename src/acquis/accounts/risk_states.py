"""Many states told by the bodies of occupational risks, put beside those known: read once, written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from . import risks
from .leading import led_to
from .models import Accident, Account, PreventionPoints
from .types import PointsTold, RiskOutcome, RiskTold


class States:
    """The known states of some locked accounts, and those that are to be written."""

    def __init__(self, accounts: Mapping[UUID, Account], told: Sequence[RiskTold]) -> None:
        self.led = led_to(list(accounts))
        of_points = [each for each in told if isinstance(each, PointsTold)]
        everyone = self.led.with_led(accounts)
        self.used: dict[UUID, int] = {}
        for account, points in risks.used(everyone, ever=True).items():
            head = self.led.head(account)
            self.used[head] = self.used.get(head, 0) + points
        self.points = {row.account_id: row for row in PreventionPoints.objects.filter(account_id__in=everyone)}
        numbers = [each.number for each in of_points]
        self.points_of_number = {row.number: row for row in PreventionPoints.objects.filter(number__in=numbers)}
        self.accidents = Accident.objects.in_bulk([each.number for each in told if not isinstance(each, PointsTold)])
        self.written: dict[UUID | str, PreventionPoints | Accident] = {}

    def take(self, told: RiskTold, at: datetime) -> RiskOutcome:
        """What becomes of one state."""
        known: PreventionPoints | Accident | None
        if isinstance(told, PointsTold):
            if told.deducted > self.used.get(told.account_id, 0):
                return RiskOutcome.DEDUCTED_TOO_MUCH
            other = self.points_of_number.get(told.number)
            if other is not None and self.led.head(other.account_id) != told.account_id:
                return RiskOutcome.OTHER_PERSON
            known = other or self.points.get(told.account_id)
        else:
            known = self.accidents.get(told.number)
            if known is not None and self.led.head(known.account_id) != told.account_id:
                return RiskOutcome.OTHER_PERSON
        facts = asdict(told)
        if known is not None:
            if known.as_of > told.as_of:
                return RiskOutcome.OLDER
            same = all(getattr(known, name) == value for name, value in facts.items() if name != "account_id")
            if known.as_of == told.as_of:
                return RiskOutcome.UNCHANGED if same else RiskOutcome.SAME_DAY
            facts["account_id"] = known.account_id
        row = (PreventionPoints if isinstance(told, PointsTold) else Accident)(**facts, received_at=at)
        if isinstance(row, PreventionPoints):
            self.points[row.account_id] = self.points_of_number[row.number] = row
        else:
            self.accidents[row.number] = row
        self.written[row.pk] = row
        return RiskOutcome.NEW if known is None else RiskOutcome.REPLACED

    def write(self) -> None:
        points = [row for row in self.written.values() if isinstance(row, PreventionPoints)]
        accidents = [row for row in self.written.values() if isinstance(row, Accident)]
        PreventionPoints.objects.bulk_create(
            points,
            update_conflicts=True,
            unique_fields=["account"],
            update_fields=["number", "points", "reserved", "deducted", "as_of", "received_at"],
        )
        Accident.objects.bulk_create(
            accidents,
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=["incapacity_percent", "notified_on", "says_delay", "attested_on", "as_of", "received_at"],
        )
