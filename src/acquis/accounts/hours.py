"""What some public agents have received in hours year by year, what is added to it, and how that is written.

As in euros (`years.py`), a version is never changed: other facts or the undoing of a run add one more, which moves the
difference. What should be taken back and is no longer there is written as a shortfall.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.columns import Column
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Balance, Code, House, Transfer, house
from acquis.rules import NotCovered, Regime, YearlyHours, YearOfService, law_on, yearly_hours

from . import lifecycle, models, purses
from .leading import led_to
from .models import Account
from .types import CAUSES, REGIMES, AccountState, Cause, CreditedHours, Outcome, PurseKind, Refusal, RefusedRow, YearRow
from .yearly import PARTS, parts

#: The ledger counts hundredths.
HOUR = 100
_FACTS = ("worked", "reference", "category_c_low_qualified", "is_part_time_post")


@dataclass(slots=True)
class _Counter:
    """The counter of one account as the slice goes on, in whole hours, and what its years have given."""

    posted: int
    available: int
    latest: dict[int, models.YearlyHours] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    #: How many versions the account itself has of each year; whether its years were ever those of two accounts.
    versions: dict[int, int] = field(default_factory=dict)
    was_two: bool = False

    def move(self, year: int, hours: int) -> None:
        self.posted += hours
        self.available += hours
        self.moved[year] = self.moved.get(year, 0) + hours


class HoursSlice:
    """Some accounts, locked by the caller; rows are put to it one by one, then it is written whole."""

    def __init__(self, accounts: Iterable[Account], years: Iterable[int], *, run: int | None, at: datetime) -> None:
        self.accounts = {account.id: account for account in accounts}
        self.run, self.at, self.today = run, at, day_of(at)
        opened = models.Purse.objects.filter(account_id__in=self.accounts, kind=PurseKind.HOURS)
        purse_of = dict(opened.values_list("account_id", "id"))
        held = balances(list(purse_of.values()))
        self.counters: dict[UUID, _Counter] = {}
        for account_id in self.accounts:
            balance = held.get(purse_of[account_id], Balance()) if account_id in purse_of else Balance()
            self.counters[account_id] = _Counter(balance.posted_cents // HOUR, balance.available_cents // HOUR)
        self.versions: dict[tuple[UUID, int, int], models.YearlyHours] = {}
        led = led_to(self.accounts)
        for account_id, account in self.accounts.items():
            self.counters[account_id].was_two = account_id in led.children or account.partings > 0
        known = models.YearlyHours.objects.filter(account_id__in=led.with_led(self.accounts), year__in=set(years))
        for credit in known.order_by("id"):
            counter = self.counters[led.head(credit.account_id)]
            counter.moved[credit.year] = counter.moved.get(credit.year, 0) + credit.moved_hours
            counter.before.setdefault(credit.year, credit.balance_before_hours)
            self.versions[credit.account_id, credit.year, credit.version] = credit
            if credit.account_id in self.accounts:
                # What the account itself has tells of those that lead to it as well.
                counter.latest[credit.year], counter.versions[credit.year] = credit, credit.version
            elif credit.year not in counter.versions:
                counter.latest[credit.year] = credit
        self.new: list[models.YearlyHours] = []
        self.refused: list[RefusedRow] = []
        self.unchanged = 0

    @classmethod
    def undoing(cls, accounts: Iterable[Account], undone: int, *, run: int | None, at: datetime) -> HoursSlice:
        """The slice in which what the run numbered `undone` wrote to these accounts is undone."""
        accounts = list(accounts)
        written = list(
            models.YearlyHours.objects.filter(account_id__in=[each.id for each in accounts], run=undone).order_by("id")
        )
        slice_ = cls(accounts if written else (), {credit.year for credit in written}, run=run, at=at)
        for credit in written:
            slice_.undo(credit)
        return slice_

    def credit(self, row: YearRow) -> None:
        """Take the facts of a row; what cannot be is kept as refused."""
        try:
            new = self._credit(row)
        except Refused as refusal:
            self.refused.append(
                RefusedRow(account_id=row.account_id, year=row.year, regime=row.regime, reason=refusal.reason)
            )
            return
        if new is None:
            self.unchanged += 1
        else:
            self.new.append(new)

    def _credit(self, row: YearRow) -> models.YearlyHours | None:
        """What the row adds to the account's history; None when it is known already."""
        account = self.accounts.get(row.account_id)
        if account is None:
            raise Refused(Refusal.ACCOUNT_UNKNOWN)
        if AccountState(account.state) not in lifecycle.RECEIVING:
            raise Refused(Refusal.NOT_IN_THIS_STATE)
        if row.regime is not Regime.PUBLIC_AGENT:
            raise Refused(Refusal.EUROS_KEPT_ELSEWHERE)
        if row.year >= self.today.year:
            raise Refused(Refusal.YEAR_NOT_OVER)
        counter = self.counters[account.id]
        former = counter.latest.get(row.year)
        stands = former is not None and former.cause != Cause.UNDONE
        known = stands and all(getattr(former, name) == getattr(row, name) for name in _FACTS)
        if known and not counter.was_two:
            return None
        if not stands and not counter.moved.get(row.year):
            # Nothing stands for the year: the counter before it is the one of today.
            counter.before[row.year] = counter.posted
        before = counter.before.setdefault(row.year, counter.posted)
        answer = ask(row, before)

        delta = answer.granted_hours - counter.moved.get(row.year, 0)
        # A correction comes later: the room is that of today, and what was used is not there to be taken back.
        room = max(0, answer.ceiling_hours - counter.posted)
        moved = min(delta, room) if delta > 0 else max(delta, -counter.available)
        if known and not moved:
            return None
        return self._version(
            account.id,
            row.year,
            {name: getattr(row, name) for name in _FACTS},
            cause=Cause.FACTS,
            delta=delta,
            moved=moved,
            earned_hours=answer.earned_hours,
            ceiling_hours=answer.ceiling_hours,
        )

    def undo(self, credit: models.YearlyHours) -> None:
        """Take back what one row of a run moved, as far as it is there; what stood before the run stands again."""
        counter = self.counters[credit.account_id]
        reason = None
        if self.accounts[credit.account_id].state == AccountState.JOINED:
            # What it gave is on another account: the next run sees to it with the facts of both.
            reason = Refusal.JOINED_SINCE
        elif counter.latest[credit.year] != credit:
            # Corrected since: what the run gave is no longer what stands.
            reason = Refusal.CORRECTED_SINCE
        if reason is not None:
            self.refused.append(
                RefusedRow(account_id=credit.account_id, year=credit.year, regime=Regime.PUBLIC_AGENT, reason=reason)
            )
            return
        before = self.versions.get((credit.account_id, credit.year, credit.version - 1))
        stood = before if before is not None and before.cause != Cause.UNDONE else None
        delta = -credit.moved_hours
        self.new.append(
            self._version(
                credit.account_id,
                credit.year,
                {name: getattr(stood or credit, name) for name in _FACTS},
                cause=Cause.RESTORED if stood else Cause.UNDONE,
                delta=delta,
                moved=max(delta, -counter.available),
                earned_hours=stood.earned_hours if stood else 0,
                ceiling_hours=stood.ceiling_hours if stood else 0,
            )
        )

    def _version(
        self,
        account_id: UUID,
        year: int,
        facts: dict[str, Any],
        *,
        cause: Cause,
        delta: int,
        moved: int,
        earned_hours: int,
        ceiling_hours: int,
    ) -> models.YearlyHours:
        counter = self.counters[account_id]
        counter.move(year, moved)
        version = counter.versions[year] = counter.versions.get(year, 0) + 1
        credit = models.YearlyHours(
            account_id=account_id,
            year=year,
            version=version,
            **facts,
            cause=cause,
            run=self.run,
            balance_before_hours=counter.before[year],
            earned_hours=earned_hours,
            ceiling_hours=ceiling_hours,
            moved_hours=moved,
            shortfall_hours=moved - delta if delta < 0 else 0,
            credited_on=self.today,
            recorded_at=self.at,
            transfer_reference=f"hours {year} version {version} {account_id}" if moved else "",
        )
        counter.latest[year] = credit
        return credit

    def done(self) -> CreditedHours:
        """What the slice did, or would do."""
        return CreditedHours(
            credited=sum(1 for credit in self.new if credit.version == 1),
            corrected=sum(1 for credit in self.new if credit.version > 1),
            unchanged=self.unchanged,
            granted_hours=sum(credit.moved_hours for credit in self.new if credit.moved_hours > 0),
            taken_back_hours=-sum(credit.moved_hours for credit in self.new if credit.moved_hours < 0),
            shortfall_hours=sum(credit.shortfall_hours for credit in self.new),
            refused=tuple(self.refused),
        )

    def outcome(self) -> Outcome:
        """The same, version by version, in columns; in hundredths of an hour, as the ledger counts."""
        new = self.new
        nothing = np.zeros(len(new), dtype=np.int64)
        return Outcome(
            accounts=kit.uuids([credit.account_id for credit in new]),
            persons=kit.uuids([self.accounts[credit.account_id].person_id for credit in new]),
            regime=nothing + REGIMES.index(Regime.PUBLIC_AGENT),
            cause=np.array([CAUSES.index(Cause(credit.cause)) for credit in new], dtype=np.int64),
            corrects=np.array([credit.version > 1 for credit in new], dtype=bool),
            earned_cents=np.array([credit.earned_hours * HOUR for credit in new], dtype=np.int64),
            moved_cents=np.array([credit.moved_hours * HOUR for credit in new], dtype=np.int64),
            shortfall_cents=np.array([credit.shortfall_hours * HOUR for credit in new], dtype=np.int64),
            unchanged=self.unchanged,
            refused=tuple(self.refused),
        )

    def write(self, *, by: Actor, at: datetime) -> None:
        """Move the hours, then keep the versions: all or nothing, in the caller's transaction."""
        if not self.new:
            return
        wanted = {credit.account_id for credit in self.new}
        purse_ids = purses.open_single(wanted, PurseKind.HOURS, by=by, at=at)
        moving = [credit for credit in self.new if credit.moved_hours]
        post(transfers=[_transfer(each, purse_ids[each.account_id]) for each in moving], by=by, at=at)
        models.YearlyHours.objects.bulk_create(self.new, batch_size=2_000)


def served_by(run: int, accounts: Column) -> list[UUID]:
    """Those of these accounts, in their order, to which a run wrote hours."""
    if not len(accounts):
        return []
    first, last = kit.ends(accounts)
    written = models.YearlyHours.objects.filter(account_id__gte=first, account_id__lte=last, run=run)
    served = kit.uuids(list(written.order_by("account_id").values_list("account_id", flat=True).distinct()))
    return kit.uuid_list(served[kit.places(accounts, served)[1]])


def of_rows(accounts: Iterable[Account], rows: Sequence[YearRow], *, run: int | None, at: datetime) -> HoursSlice:
    """The slice in which these rows of public agents are credited, year by year."""
    slice_ = HoursSlice(accounts, {row.year for row in rows}, run=run, at=at)
    for row in sorted(rows, key=lambda row: row.year):
        slice_.credit(row)
    return slice_


def ask(row: YearRow, balance_hours: int) -> YearlyHours:
    """What the law gives for the facts of a row, `balance_hours` being on the counter before; its refusal is raised."""
    worked = parts(row.worked)
    reference = None if row.reference is None else parts(row.reference)
    if reference == 0:
        raise Refused(Refusal.NUMBER_NOT_VALID)
    try:
        law: Any = law_on(date(row.year, 12, 31))
    except (NotCovered, ValueError) as error:
        raise Refused(NotCovered.refusal) from error
    answer = yearly_hours(
        law,
        YearOfService(
            unit=row.unit,
            worked=worked,
            reference=reference,
            scale=PARTS,
            category_c_low_qualified=row.category_c_low_qualified,
            is_part_time_post=row.is_part_time_post,
            balance_hours=balance_hours,
        ),
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)
    return answer


def _transfer(credit: models.YearlyHours, purse_id: UUID) -> Transfer:
    issued = house(House.HOURS_ISSUED)
    gives = credit.moved_hours > 0
    return Transfer(
        owner=credit.account_id,
        debit=issued if gives else purse_id,
        credit=purse_id if gives else issued,
        amount_cents=abs(credit.moved_hours) * HOUR,
        code=Code.YEARLY_HOURS if credit.version == 1 else Code.HOURS_CORRECTION,
        effective_on=credit.credited_on,
        reference=credit.transfer_reference,
    )
