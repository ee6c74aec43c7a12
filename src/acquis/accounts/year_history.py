"""What accounts have received year by year, each with those that lead to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from acquis.ledger.queries import balances
from acquis.ledger.types import Balance

from . import kept
from .joined_years import standing
from .leading import led_to
from .models import Purse, YearlyCredit
from .types import PurseKind


@dataclass(slots=True)
class Year:
    """What one account has received for one year so far."""

    #: The yearly counter before anything was credited for the year; of accounts that are one, the fullest.
    balance_before_cents: int
    #: What all of them have received.
    moved_cents: int = 0
    #: What stands, regime by regime.
    latest: dict[str, YearlyCredit] = field(default_factory=dict)
    #: How many versions the account itself has, regime by regime.
    versions: dict[str, int] = field(default_factory=dict)

    def add(self, credit: YearlyCredit) -> None:
        self.moved_cents += credit.moved_cents
        self.latest[credit.regime] = credit
        self.versions[credit.regime] = credit.version


@dataclass(slots=True)
class Counter:
    """The yearly purse of one account as the slice goes on."""

    purse_id: UUID
    posted_cents: int
    available_cents: int

    def move(self, cents: int) -> None:
        self.posted_cents += cents
        self.available_cents += cents


def counters_of(accounts: Collection[UUID]) -> dict[UUID, Counter]:
    """The yearly purse of each account, as it stands."""
    purses = dict(Purse.objects.filter(account_id__in=accounts, kind=PurseKind.YEARLY).values_list("account_id", "id"))
    held = balances(list(purses.values()))
    return {
        account: Counter(purse, (of := held.get(purse, Balance())).posted_cents, of.available_cents)
        for account, purse in purses.items()
    }


def credited_since(credits: Collection[YearlyCredit], run: int) -> dict[UUID, int]:
    """What each account of these versions, which a run wrote, was credited for other reasons from its day on."""
    if not credits:
        return {}
    days: dict[UUID, date] = {}
    for credit in credits:
        days[credit.account_id] = min(credit.credited_on, days.get(credit.account_id, credit.credited_on))
    since: dict[UUID, int] = {}
    for each in kept.of_accounts(days):
        if each.run != run and each.moved_cents > 0 and each.credited_on >= days[each.account_id]:
            since[each.account_id] = since.get(each.account_id, 0) + each.moved_cents
    return since


class History:
    """The versions kept of the years of some accounts and of those that lead there; `years` None stands for all."""

    def __init__(self, accounts: Collection[UUID], years: Iterable[int] | None) -> None:
        self.led = led_to(accounts)
        self.years: dict[tuple[UUID, int], Year] = {}
        self.versions: dict[tuple[UUID, int, str, int], YearlyCredit] = {}
        self._latest: dict[tuple[int, str], dict[UUID, YearlyCredit]] = {}
        ours = set(accounts)
        written: dict[tuple[UUID, int], list[YearlyCredit]] = {}
        for credit in kept.of_accounts(self.led.with_led(accounts), years=years):
            account_id, year = credit.account_id, credit.year
            self.versions[account_id, year, credit.regime, credit.version] = credit
            self._latest.setdefault((year, credit.regime), {})[account_id] = credit
            written.setdefault((account_id, year), []).append(credit)
            head = self.led.head(account_id)
            for owner in {head, account_id} & ours:
                of = self.years.setdefault((owner, year), Year(0))
                of.moved_cents += credit.moved_cents
                if owner == account_id:
                    of.versions[credit.regime] = credit.version
        for (account_id, year), credits in written.items():
            # A year of which nothing stood any more may have begun again: its last version knows from where.
            before = max(credits, key=lambda each: (each.credited_on, each.version)).balance_before_cents
            for owner in {self.led.head(account_id), account_id} & ours:
                of = self.years[owner, year]
                of.balance_before_cents = max(of.balance_before_cents, before)
        for (account_id, number), of in self.years.items():
            for regime, latest in self.latest_of(number).items():
                if (stands := standing(account_id, latest, self.led.children)) is not None:
                    of.latest[regime] = stands

    def latest_of(self, year: int) -> dict[str, dict[UUID, YearlyCredit]]:
        """The last version of each account of the slice, and of those that lead there, by regime."""
        return {regime: latest for (of, regime), latest in self._latest.items() if of == year}

    def years_of(self, account_id: UUID) -> list[int]:
        """The years for which an account, or one that leads to it, has received something or nothing."""
        return sorted(year for account, year in self.years if account == account_id)

    def own_versions(self, account_id: UUID, year: int) -> dict[str, list[YearlyCredit]]:
        """The versions that an account itself has of a year, regime by regime, in order."""
        found: dict[str, list[YearlyCredit]] = {}
        for (account, of, regime, _), credit in sorted(self.versions.items(), key=lambda each: each[0][3]):
            if (account, of) == (account_id, year):
                found.setdefault(regime, []).append(credit)
        return found
