"""What a slice of accounts has received year by year, what is added to it, and how that is written.

A version of a year is never changed: other facts, a corrected law or the undoing of a run add one more, which moves the
difference. What should be taken back and is no longer there is written as a shortfall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, House, Transfer, house
from acquis.ledger.types import Refusal as LedgerRefusal
from acquis.rules import Regime
from acquis.rules import YearlyCredit as LawsAnswer

from . import kept, lifecycle
from .models import Account, YearlyCredit
from .types import (
    CAUSES,
    REGIMES,
    AccountState,
    Cause,
    Credited,
    Outcome,
    Refusal,
    RefusedRow,
    YearRow,
)
from .year_history import History, Year, counters_of, credited_since
from .yearly import Facts, answer, facts_of, kept_facts, law_of

#: What is taken back goes to the ledger in parts of this size: a purchase made meanwhile costs one part a retry.
TAKEN_BACK_AT_ONCE = 500
#: A purse from which holders keep buying while we read it is read again this often before the slice gives up.
ATTEMPTS = 25


class Slice:
    """Some accounts, locked by the caller; rows are put to it one by one, then it is written whole.

    The facts of an account are those of the accounts that lead to it as well, and so is what its years have received.
    `years` None stands for all.
    """

    def __init__(
        self, accounts: Iterable[Account], years: Iterable[int] | None, *, run: int | None, at: datetime
    ) -> None:
        self.accounts = {account.id: account for account in accounts}
        self.run, self.at, self.today = run, at, day_of(at)
        self.counters = counters_of(self.accounts.keys())
        self.history = History(self.accounts.keys(), years)
        self.years = self.history.years
        self.new: list[YearlyCredit] = []
        self.refused: list[RefusedRow] = []
        self.unchanged = 0

    @classmethod
    def undoing(cls, accounts: Iterable[Account], undone: int, *, run: int | None, at: datetime) -> Slice:
        """The slice in which what the run numbered `undone` wrote to these accounts is undone."""
        accounts = list(accounts)
        written = kept.of_accounts([account.id for account in accounts], run=undone)
        slice_ = cls(accounts, {credit.year for credit in written}, run=run, at=at)
        since = credited_since([credit for credit in written if credit.moved_cents < 0], undone)
        for credit in written:
            slice_.undo(credit, credited_since_cents=since.get(credit.account_id, 0))
        return slice_

    def credit(self, row: YearRow, *, again: bool = False) -> None:
        """Take the facts of a row; `again` asks the law anew when they are known. What cannot be is kept as refused."""
        try:
            new = self._credit(row, again=again)
        except Refused as refusal:
            self.refused.append(
                RefusedRow(account_id=row.account_id, year=row.year, regime=row.regime, reason=refusal.reason)
            )
            return
        if new is None:
            self.unchanged += 1
        else:
            self.new.append(new)

    def _credit(self, row: YearRow, *, again: bool) -> YearlyCredit | None:
        account = self.accounts.get(row.account_id)
        if account is None:
            raise Refused(Refusal.ACCOUNT_UNKNOWN)
        if AccountState(account.state) not in lifecycle.RECEIVING:
            raise Refused(Refusal.NOT_IN_THIS_STATE)
        if row.regime is Regime.PUBLIC_AGENT:
            raise Refused(Refusal.HOURS_KEPT_ELSEWHERE)
        if row.year >= self.today.year:
            raise Refused(Refusal.YEAR_NOT_OVER)
        facts = facts_of(row)
        year = self.years.get((account.id, row.year))
        former = year.latest.get(row.regime.value) if year else None
        stands = former is not None and former.cause != Cause.UNDONE
        known = stands and former is not None and facts == kept_facts(former)
        if known and not again:
            return None
        counter = self.counters[account.id]
        if year is None or (year.moved_cents == 0 and not stands):
            # Nothing stands for the year: the counter before it is the one of today.
            latest, versions = (year.latest, year.versions) if year else ({}, {})
            year = Year(counter.posted_cents, 0, latest, versions)
        given = answer(row.year, row.regime, facts, year.balance_before_cents)
        same = former is not None and (given.earned_cents, given.ceiling_cents) == (
            former.earned_cents,
            former.ceiling_cents,
        )
        if known and same:
            return None
        cause = Cause.JOINED if account.id in self.history.led.children else Cause.FACTS
        return self._given(account.id, row.year, row.regime.value, facts, given, Cause.LAW if known else cause, year)

    def settle(self, account_id: UUID, year: int, regime: str, facts: Facts | None, *, cause: Cause) -> None:
        """Bring a year to what these facts give, whatever stood; None: to nothing, what other regimes give apart."""
        of = self.years[account_id, year]
        if facts is not None:
            given = answer(year, Regime(regime), facts, of.balance_before_cents)
        else:
            # Nothing is of this account alone: nothing stands.
            facts, given, cause = kept_facts(of.latest[regime]), None, Cause.UNDONE
        self.new.append(self._given(account_id, year, regime, facts, given, cause, of))

    def _given(
        self,
        account_id: UUID,
        of: int,
        regime: str,
        facts: Facts,
        given: LawsAnswer | None,
        cause: Cause,
        year: Year,
    ) -> YearlyCredit:
        """The version that brings the year to what the law gives for these facts, beside those of other regimes."""
        others = [other for name, other in year.latest.items() if name != regime and other.cause != Cause.UNDONE]
        # One yearly amount in all, the most favourable, however many regimes (R6323-27), or all of them added.
        room = year.balance_before_cents
        granted = [min(o.earned_cents, max(0, o.ceiling_cents - room)) for o in others]
        granted.append(given.granted_cents if given else 0)
        ceiling = max([given.ceiling_cents if given else 0, *(o.ceiling_cents for o in others)])
        added = law_of(of).credit.multi_activity_total != "one_yearly_amount"
        return self._version(
            account_id,
            of,
            regime,
            facts,
            cause=cause,
            year=year,
            version=year.versions.get(regime, 0) + 1,
            total_cents=sum(granted) if added else max(granted),
            earned_cents=given.earned_cents if given else 0,
            ceiling_cents=given.ceiling_cents if given else 0,
            room_cents=ceiling - self.counters[account_id].posted_cents if given else None,
        )

    def undo(self, credit: YearlyCredit, *, credited_since_cents: int) -> None:
        """Take back what one row of a run moved, as far as it is there; what stood before the run stands again.

        What the run had taken comes back under the ceiling, or else less what was credited in its place since.
        """
        regime = Regime(credit.regime)
        year = self.years[credit.account_id, credit.year]
        reason = None
        if self.accounts[credit.account_id].state == AccountState.JOINED:
            # What it gave is on another account: the next run sees to it with the facts of both.
            reason = Refusal.JOINED_SINCE
        elif year.latest[credit.regime] != credit:
            # Corrected since: what the run gave is no longer what stands.
            reason = Refusal.CORRECTED_SINCE
        if reason is not None:
            self.refused.append(
                RefusedRow(account_id=credit.account_id, year=credit.year, regime=regime, reason=reason)
            )
            return
        before = self.history.versions.get((credit.account_id, credit.year, credit.regime, credit.version - 1))
        stood = before if before is not None and before.cause != Cause.UNDONE else None
        ceiling = max(each.ceiling_cents for each in (credit, *year.latest.values(), *([stood] if stood else [])))
        under_it = ceiling - self.counters[credit.account_id].posted_cents
        self.new.append(
            self._version(
                credit.account_id,
                credit.year,
                credit.regime,
                kept_facts(stood or credit),
                cause=Cause.RESTORED if stood else Cause.UNDONE,
                year=year,
                version=credit.version + 1,
                total_cents=year.moved_cents - credit.moved_cents,
                earned_cents=stood.earned_cents if stood else 0,
                ceiling_cents=stood.ceiling_cents if stood else 0,
                room_cents=max(under_it, -credit.moved_cents - credited_since_cents),
            )
        )

    def _version(
        self,
        account_id: UUID,
        of: int,
        regime: str,
        facts: Facts,
        *,
        cause: Cause,
        year: Year,
        version: int,
        total_cents: int,
        earned_cents: int,
        ceiling_cents: int,
        room_cents: int | None,
    ) -> YearlyCredit:
        """One more version, which brings the year to `total_cents` as far as the counter lets it."""
        counter = self.counters[account_id]
        delta = total_cents - year.moved_cents
        if delta < 0:
            moved = max(delta, -counter.available_cents)
        else:
            # A correction comes later: the room is that of today; what had been taken beyond the year comes back.
            moved = min(delta, max(0, delta if room_cents is None else room_cents, -year.moved_cents))
        counter.move(moved)
        credit = YearlyCredit(
            account_id=account_id,
            year=of,
            regime=regime,
            version=version,
            cause=cause.value,
            **asdict(facts),
            balance_before_cents=year.balance_before_cents,
            earned_cents=earned_cents,
            ceiling_cents=ceiling_cents,
            granted_cents=max(0, year.moved_cents + moved),
            moved_cents=moved,
            shortfall_cents=moved - delta if delta < 0 else 0,
            credited_on=self.today,
            run=self.run,
        )
        year.add(credit)
        self.years[account_id, of] = year
        return credit

    def done(self) -> Credited:
        """What the slice did, or would do."""
        return Credited(
            credited=sum(1 for credit in self.new if credit.version == 1),
            corrected=sum(1 for credit in self.new if credit.version > 1),
            unchanged=self.unchanged,
            granted_cents=sum(credit.moved_cents for credit in self.new if credit.moved_cents > 0),
            taken_back_cents=-sum(credit.moved_cents for credit in self.new if credit.moved_cents < 0),
            shortfall_cents=sum(credit.shortfall_cents for credit in self.new),
            refused=tuple(self.refused),
        )

    def outcome(self) -> Outcome:
        """The same, version by version, in columns."""
        new = self.new
        return Outcome(
            accounts=kit.uuids([credit.account_id for credit in new]),
            persons=kit.uuids([self.accounts[credit.account_id].person_id for credit in new]),
            regime=_whole(REGIMES.index(Regime(credit.regime)) for credit in new),
            cause=_whole(CAUSES.index(Cause(credit.cause)) for credit in new),
            corrects=_whole(credit.version > 1 for credit in new).astype(bool),
            earned_cents=_whole(credit.earned_cents for credit in new),
            moved_cents=_whole(credit.moved_cents for credit in new),
            shortfall_cents=_whole(credit.shortfall_cents for credit in new),
            unchanged=self.unchanged,
            refused=tuple(self.refused),
        )

    def write(self, *, by: Actor, at: datetime) -> None:
        """Move the money, then keep the versions: all or nothing, in the caller's transaction."""
        given = [credit for credit in self.new if credit.moved_cents > 0]
        if given:
            post(transfers=[self._transfer(credit) for credit in given], by=by, at=at)
        taken = [credit for credit in self.new if credit.moved_cents < 0]
        for start in range(0, len(taken), TAKEN_BACK_AT_ONCE):
            self._take_back(taken[start : start + TAKEN_BACK_AT_ONCE], by=by, at=at)
        YearlyCredit.objects.bulk_create(self.new, batch_size=2_000)

    def _take_back(self, credits: Sequence[YearlyCredit], *, by: Actor, at: datetime, attempt: int = 1) -> None:
        """A holder who buys while we read has less than we read: halve until that row stands alone, and fit it."""
        transfers = [self._transfer(credit) for credit in credits if credit.moved_cents]
        if not transfers:
            return
        try:
            with transaction.atomic():
                post(transfers=transfers, by=by, at=at)
        except Refused as refused:
            if refused.reason is not LedgerRefusal.BALANCE_TOO_LOW or attempt > ATTEMPTS:
                raise
        else:
            return
        if len(credits) == 1:
            self._fit(credits[0])
            self._take_back(credits, by=by, at=at, attempt=attempt + 1)
            return
        for half in (credits[: len(credits) // 2], credits[len(credits) // 2 :]):
            self._take_back(half, by=by, at=at)

    def _fit(self, credit: YearlyCredit) -> None:
        """Take what is there now; the rest is a shortfall, for this version and the later ones of its year."""
        purse = self.counters[credit.account_id].purse_id
        available = balances([purse])[purse].available_cents
        wanted = credit.moved_cents - credit.shortfall_cents
        moved = max(wanted, -available)
        less = moved - credit.moved_cents
        credit.moved_cents, credit.shortfall_cents = moved, moved - wanted
        place = self.new.index(credit)
        for later in self.new[place:]:
            if (later.account_id, later.year) == (credit.account_id, credit.year):
                later.granted_cents += less

    def _transfer(self, credit: YearlyCredit) -> Transfer:
        issued, purse_id = house(House.RIGHTS_ISSUED), self.counters[credit.account_id].purse_id
        gives = credit.moved_cents > 0
        return Transfer(
            owner=credit.account_id,
            debit=issued if gives else purse_id,
            credit=purse_id if gives else issued,
            amount_cents=abs(credit.moved_cents),
            code=Code.YEARLY_CREDIT if credit.version == 1 else Code.CORRECTION,
            effective_on=credit.credited_on,
            reference=credit.transfer_reference,
        )


def in_order(rows: Iterable[YearRow]) -> Iterator[YearRow]:
    """Years of one account in their order, whatever the order of the file: each fills the counter for the next."""
    return iter(sorted(rows, key=lambda row: row.year))


def _whole(numbers: Iterable[int]) -> kit.Column:
    return np.array(list(numbers), dtype=np.int64)
