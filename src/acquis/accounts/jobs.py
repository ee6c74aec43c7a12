"""What is done on accounts when the day comes.

Funders' purses whose last day is over are emptied; elected officials receive their right on the anniversary of their
mandate, and lose it some months after the last one; those who reach the age of the law see their rights end.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.clock import day_of
from acquis.ledger.queries import balances
from acquis.people.queries import born_between
from acquis.rules import EndGround, Life, anniversary_in, elected_use_until, end_of_account

from . import register_jobs as register_jobs
from .actions import credit_elected, end_rights, lapse_elected, lapse_purse
from .law import law_of
from .models import Account, Mandate, Purse
from .types import AccountState, PurseKind

#: How many persons one look at the registry of births takes.
SLICE = 2_000
#: The nightly look goes back this far, so that no night is missed; a whole pass asks for an earlier day.
LOOK_BACK = timedelta(days=60)


@app.periodic(cron="20 1 * * *")
@app.task(name="accounts.lapse_expired", queueing_lock="accounts.lapse_expired")
def lapse_expired(timestamp: int | None = None, due: str | None = None) -> int:
    """Empty every expired purse, one transaction each; returns how many were. Run again, it finds nothing."""
    at = datetime.fromisoformat(due) if due else clock.now()
    expired = list(Purse.objects.filter(expires_on__lt=day_of(at)).order_by("id").values_list("id", flat=True))
    by = system("accounts.lapse_expired")
    return sum(1 for purse_id in expired if lapse_purse(purse_id=purse_id, by=by, at=at))


@app.periodic(cron="40 1 * * *")
@app.task(name="accounts.end_by_age", queueing_lock="accounts.end_by_age")
def end_by_age(timestamp: int | None = None, due: str | None = None, since: str | None = None) -> int:
    """End the rights of those who have reached the age, slice by slice, one transaction each; returns how many.

    `since` is the first birthday looked at (ISO): the first run on accounts that came from elsewhere asks for all.
    """
    at = datetime.fromisoformat(due) if due else clock.now()
    today = day_of(at)
    law = law_of(today)
    age = law.account.closing_age
    # The 29th of February counts as the 28th in other years: the rule itself says who has reached the age.
    youngest = date(today.year - age, today.month, min(today.day, 28)) + timedelta(days=3)
    oldest = date.fromisoformat(since) if since else youngest - LOOK_BACK
    by = system("accounts.end_by_age")
    ended, after = 0, None
    while born := born_between(oldest, youngest, after=after, limit=SLICE):
        after = born[-1][0]
        of_age = {
            person_id: ending.of_age_on
            for person_id, born_on in born
            if (ending := end_of_account(law, Life(born_on=born_on))).is_ended
        }
        alive = Account.objects.filter(person_id__in=of_age, state__in=(AccountState.OPEN, AccountState.FROZEN))
        for account_id, person_id in list(alive.order_by("id").values_list("id", "person_id")):
            end_rights(account_id=account_id, ground=EndGround.AGE, ended_on=of_age[person_id], by=by, at=at)
            ended += 1
    return ended


@app.periodic(cron="50 1 * * *")
@app.task(name="accounts.credit_elected_due", queueing_lock="accounts.credit_elected_due")
def credit_elected_due(timestamp: int | None = None, due: str | None = None) -> int:
    """Give the right of every anniversary of the year that has come; returns how many were given anew."""
    at = datetime.fromisoformat(due) if due else clock.now()
    today = day_of(at)
    by = system("accounts.credit_elected_due")
    known = set(Account.objects.filter(grants__reference__startswith=f"elected {today.year} ").values_list("id"))
    mandates = Mandate.objects.exclude(account__state=AccountState.CLOSED).order_by("account_id", "first_round_on")
    come = {
        mandate.account_id
        for mandate in mandates
        if (day := anniversary_in(mandate.first_round_on, today.year)) is not None
        and day <= today
        and (mandate.ended_on is None or day <= mandate.ended_on)
        and (mandate.account_id,) not in known
    }
    for account_id in sorted(come):
        credit_elected(account_id=account_id, year=today.year, by=by, at=at)
    return len(come)


@app.periodic(cron="55 1 * * *")
@app.task(name="accounts.lapse_elected_due", queueing_lock="accounts.lapse_elected_due")
def lapse_elected_due(timestamp: int | None = None, due: str | None = None) -> int:
    """Take what is left to those whose last mandate ended long enough ago; returns how many lost something."""
    at = datetime.fromisoformat(due) if due else clock.now()
    by = system("accounts.lapse_elected_due")
    ended: dict[UUID, list[date | None]] = {}
    for account_id, ended_on in Mandate.objects.values_list("account_id", "ended_on"):
        ended.setdefault(account_id, []).append(ended_on)
    over = [
        account_id
        for account_id, days in ended.items()
        if (last := _last(days)) is not None and elected_use_until(law_of(last), last) < day_of(at)
    ]
    purses = dict(Purse.objects.filter(account_id__in=over, kind=PurseKind.ELECTED).values_list("id", "account_id"))
    left = sorted(purses[purse] for purse, held in balances(list(purses)).items() if held.available_cents)
    return sum(1 for account_id in left if lapse_elected(account_id=account_id, by=by, at=at))


def _last(days: list[date | None]) -> date | None:
    """The day of the last end; None while one mandate runs."""
    return None if None in days else max(day for day in days if day is not None)
