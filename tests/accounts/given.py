"""What the tests of rights that are given share."""

from datetime import date, timedelta
from uuid import uuid4

from tests.accounts.scenes import AGENT, AT, FINANCE, holder_of, refused

from acquis.accounts.actions import (
    credit_engagement,
)
from acquis.accounts.queries import counters
from acquis.accounts.types import EngagementRow, Refusal
from acquis.rules import Engagement

TODAY = date(2026, 4, 15)
TOMORROW = TODAY + timedelta(days=1)


def counter(account, kind):
    return next((each for each in counters(account, on=TODAY) if each.kind is kind), None)


def everybody_else(call, account):
    """Refusals that every grant begins with: the account, who asks, its state."""
    assert refused(call, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    for by in (AGENT, holder_of(account)):
        assert refused(call, by=by) == Refusal.NOT_ALLOWED


def engaged(account, activity=Engagement.CIVIC_SERVICE, year=2025, amount="8", by=FINANCE, **facts):
    row = EngagementRow(account_id=account, year=year, activity=activity, amount=amount, **facts)
    return credit_engagement(row=row, by=by, at=AT)
