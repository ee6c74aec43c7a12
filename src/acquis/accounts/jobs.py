"""What is done on accounts when the day comes.

Funders' purses whose last day is over are emptied; elected officials receive their right on the anniversary of their
mandate, and lose it some months after the last one; those who reach the age of the law see their rights end; once a
decree says so, what third parties had paid to those whose rights have ended is owed to France compétences. An account
for which it fails never costs the others their turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import Q
from procrastinate.contrib.django import app

from acquis.journal.jobs import one_by_one
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.clock import day_of
from acquis.ledger.queries import balances
from acquis.people.queries import births_of, born_between
from acquis.rules import EndGround, Law, Life, anniversary_in, elected_use_until, end_of_account, escheat_is_open

from . import register_jobs as register_jobs
from .actions import credit_elected, end_rights, escheat, lapse_elected, lapse_purse
from .law import law_of
from .leading import now_of
from .lifecycle import RECEIVING_VOLUNTEERS_RIGHTS
from .models import Account, Grant, Mandate, Purse
from .types import COMPLEMENTS, FUNDED_KINDS, AccountState, GrantGround, PurseKind

#: How many persons one look at the registry of births takes.
SLICE = 2_000
#: The nightly look goes back this far, so that no night is missed; a whole pass asks for an earlier day.
LOOK_BACK = timedelta(days=60)
_ALIVE = (AccountState.OPEN, AccountState.FROZEN)


@app.periodic(cron="20 1 * * *")
@app.task(name="accounts.lapse_expired", queueing_lock="accounts.lapse_expired")
def lapse_expired(timestamp: int | None = None, due: str | None = None) -> int:
    """Empty every expired purse, one transaction each; returns how many were. Run again, it finds nothing."""
    at = datetime.fromisoformat(due) if due else clock.now()
    expired = list(Purse.objects.filter(expires_on__lt=day_of(at)).order_by("id").values_list("id", flat=True))
    purses = ({"purse_id": purse_id} for purse_id in expired)
    return sum(1 for taken in one_by_one(lapse_purse, purses, by=system("accounts.lapse_expired"), at=at) if taken)


@app.periodic(cron="40 1 * * *")
@app.task(name="accounts.end_by_age", queueing_lock="accounts.end_by_age")
def end_by_age(timestamp: int | None = None, due: str | None = None, since: str | None = None) -> int:
    """End the rights of those who have reached the age, slice by slice, one transaction each; returns how many.

    Those whose birthday was lately, and those whose account was opened, reopened or parted lately, whatever their age.
    `since` is the first birthday looked at (ISO): the first run on accounts that came from elsewhere asks for all.
    """
    at = datetime.fromisoformat(due) if due else clock.now()
    today = day_of(at)
    law = law_of(today)
    age = law.account.closing_age
    # The 29th of February counts as the 28th in other years: the rule itself says who has reached the age.
    youngest = date(today.year - age, today.month, min(today.day, 28)) + timedelta(days=3)
    oldest = date.fromisoformat(since) if since else youngest - LOOK_BACK
    found = chain(_born_between(oldest, youngest), _come_lately(at - LOOK_BACK, born_before=oldest))
    ending = (end for born in found for end in _ended(born, law))
    return len(one_by_one(end_rights, ending, by=system("accounts.end_by_age"), at=at))


def _born_between(oldest: date, youngest: date) -> Iterable[list[tuple[UUID, date]]]:
    after = None
    while born := born_between(oldest, youngest, after=after, limit=SLICE):
        after = born[-1][0]
        yield born


def _come_lately(since: datetime, *, born_before: date) -> Iterable[list[tuple[UUID, date]]]:
    lately = Account.objects.filter(Q(opened_at__gte=since) | Q(open_again_at__gte=since), state__in=_ALIVE)
    after = UUID(int=0)
    while rows := list(lately.filter(pk__gt=after).order_by("pk").values_list("pk", "person_id")[:SLICE]):
        after = rows[-1][0]
        births = births_of(person_id for _, person_id in rows)
        yield [(person_id, born_on) for person_id, born_on in births if born_on < born_before]


def _ended(born: list[tuple[UUID, date]], law: Law) -> Iterable[dict[str, object]]:
    of_age = {
        person_id: ending.of_age_on
        for person_id, born_on in born
        if (ending := end_of_account(law, Life(born_on=born_on))).is_ended
    }
    alive = Account.objects.filter(person_id__in=of_age, state__in=_ALIVE).order_by("id")
    for account_id, person_id in list(alive.values_list("id", "person_id")):
        yield {"account_id": account_id, "ground": EndGround.AGE, "ended_on": of_age[person_id]}


@app.periodic(cron="50 1 * * *")
@app.task(name="accounts.credit_elected_due", queueing_lock="accounts.credit_elected_due")
def credit_elected_due(timestamp: int | None = None, due: str | None = None) -> int:
    """Give the right of every anniversary of the year that has come; returns how many were given anew.

    A right that somebody took back is not given again at night.
    """
    at = datetime.fromisoformat(due) if due else clock.now()
    today = day_of(at)
    of_year = Grant.objects.filter(ground=GrantGround.ELECTED, facts__year=today.year)
    here = of_year.filter(handed_over_at=None).values_list("account_id", flat=True)
    # The year of a mandate that went to another person, whose it was, was given there.
    gone = set(of_year.exclude(handed_over_at=None).values_list("account_id", "facts__first_round_on"))
    come = {
        mandate.account_id
        for mandate in Mandate.objects.order_by("account_id", "first_round_on")
        if (day := anniversary_in(mandate.first_round_on, today.year)) is not None
        and day <= today
        and (mandate.ended_on is None or day <= mandate.ended_on)
        and (mandate.account_id, mandate.first_round_on.isoformat()) not in gone
    }
    known = _with_heads(here)
    receiving = Account.objects.filter(pk__in=_with_heads(come) - known, state__in=RECEIVING_VOLUNTEERS_RIGHTS)
    ids = sorted(receiving.values_list("id", flat=True))
    elected = ({"account_id": account_id, "year": today.year} for account_id in ids)
    return len(one_by_one(credit_elected, elected, by=system("accounts.credit_elected_due"), at=at))


@app.periodic(cron="55 1 * * *")
@app.task(name="accounts.lapse_elected_due", queueing_lock="accounts.lapse_elected_due")
def lapse_elected_due(timestamp: int | None = None, due: str | None = None) -> int:
    """Take what is left to those whose last mandate ended long enough ago; returns how many lost something."""
    at = datetime.fromisoformat(due) if due else clock.now()
    mandates = list(Mandate.objects.values_list("account_id", "ended_on"))
    now = now_of({account_id for account_id, _ in mandates})
    ended: dict[UUID, list[date | None]] = {}
    for account_id, ended_on in mandates:
        ended.setdefault(now.get(account_id, account_id), []).append(ended_on)
    over = [
        account_id
        for account_id, days in ended.items()
        if (last := _last(days)) is not None and elected_use_until(law_of(last), last) < day_of(at)
    ]
    purses = dict(Purse.objects.filter(account_id__in=over, kind=PurseKind.ELECTED).values_list("id", "account_id"))
    left = sorted(purses[purse] for purse, held in balances(list(purses)).items() if held.available_cents)
    records = ({"account_id": account_id} for account_id in left)
    by = system("accounts.lapse_elected_due")
    return sum(1 for lost in one_by_one(lapse_elected, records, by=by, at=at) if lost)


@app.periodic(cron="5 2 * * *")
@app.task(name="accounts.escheat_due", queueing_lock="accounts.escheat_due")
def escheat_due(timestamp: int | None = None, due: str | None = None) -> int:
    """Owe to France compétences what third parties had paid to those whose rights have ended; returns how many gave.

    Nothing before the day of the decree, which the law's switch `third_party_escheat_from` tells.
    """
    at = datetime.fromisoformat(due) if due else clock.now()
    if not escheat_is_open(law_of(day_of(at))):
        return 0
    purses = Purse.objects.filter(kind__in=FUNDED_KINDS | COMPLEMENTS).exclude(account__end_ground="")
    ended, after = purses.order_by("account_id"), UUID(int=0)
    by = system("accounts.escheat_due")

    def left() -> Iterable[dict[str, UUID]]:
        nonlocal after
        while rows := list(ended.filter(account_id__gt=after).values_list("account_id", flat=True).distinct()[:SLICE]):
            after = rows[-1]
            yield from ({"account_id": account_id} for account_id in rows)

    return sum(1 for cents in one_by_one(escheat, left(), by=by, at=at) if cents)


def _with_heads(account_ids: Iterable[UUID]) -> set[UUID]:
    """These accounts and those they lead to: an elected official's two accounts are one."""
    ids = set(account_ids)
    return ids | set(now_of(ids).values())


def _last(days: list[date | None]) -> date | None:
    """The day of the last end; None while one mandate runs."""
    return None if None in days else max(day for day in days if day is not None)
