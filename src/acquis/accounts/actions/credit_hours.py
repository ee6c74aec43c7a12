"""Public agents' years are credited in hours, for many accounts at once (décret 2017-928 art. 3).

The counter is the State's memory: an agent uses hours with their employer, and only hours converted after leaving buy
anything here. As in euros, the same facts move nothing, other facts are one more version, up or down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Balance, Code, House, Transfer, house
from acquis.rules import NotCovered, Regime, YearlyHours, YearOfService, law_on, yearly_hours

from .. import events, lifecycle, models, permissions, purses
from ..leading import led_to
from ..models import Account
from ..types import AccountState, CreditedHours, PurseKind, Refusal, RefusedRow, YearRow
from ..yearly import PARTS, parts

#: The ledger counts hundredths.
HOUR = 100
_FACTS = ("worked", "reference", "category_c_low_qualified", "is_part_time_post")


@dataclass(slots=True)
class _Hours:
    """The counter of one account as the batch goes on, in whole hours, and what its years have given."""

    posted: int
    available: int
    latest: dict[int, models.YearlyHours] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    #: How many versions the account itself has of each year; whether its years were ever those of two accounts.
    versions: dict[int, int] = field(default_factory=dict)
    was_two: bool = False


@act
def credit_hours(*, rows: Sequence[YearRow], by: Actor, at: datetime) -> CreditedHours:
    """Credit a slice of rows of public agents, year by year; a row that cannot be is reported, not raised."""
    accounts = Account.objects.locked_together({row.account_id for row in rows})

    permissions.CREDIT.require_any(by)

    counters = _counters(accounts, {row.year for row in rows})
    refused: list[RefusedRow] = []
    new: list[models.YearlyHours] = []
    unchanged = 0
    for row in sorted(rows, key=lambda row: row.year):
        account = accounts.get(row.account_id)
        try:
            if account is None:
                raise Refused(Refusal.ACCOUNT_UNKNOWN)
            credit = _credit(row, account, counters[account.id], at)
        except Refused as refusal:
            refused.append(
                RefusedRow(account_id=row.account_id, year=row.year, regime=row.regime, reason=refusal.reason)
            )
            continue
        if credit is None:
            unchanged += 1
            continue
        new.append(credit)
    result = CreditedHours(
        credited=sum(1 for credit in new if credit.version == 1),
        corrected=sum(1 for credit in new if credit.version > 1),
        unchanged=unchanged,
        granted_hours=sum(credit.moved_hours for credit in new if credit.moved_hours > 0),
        taken_back_hours=-sum(credit.moved_hours for credit in new if credit.moved_hours < 0),
        shortfall_hours=sum(credit.shortfall_hours for credit in new),
        refused=tuple(refused),
    )

    # After this point the credit must succeed.
    if not new:
        return result
    purse_ids = purses.open_single({credit.account_id for credit in new}, PurseKind.HOURS, by=by, at=at)
    post(transfers=[_transfer(each, purse_ids[each.account_id]) for each in new if each.moved_hours], by=by, at=at)
    models.YearlyHours.objects.bulk_create(new, batch_size=2_000)

    record(
        events.HoursCredited(
            about=new_id(),
            credited=result.credited,
            corrected=result.corrected,
            granted_hours=result.granted_hours,
            taken_back_hours=result.taken_back_hours,
        ),
        by=by,
        at=at,
    )
    return result


def _counters(accounts: dict[UUID, Account], years: set[int]) -> dict[UUID, _Hours]:
    opened = models.Purse.objects.filter(account_id__in=accounts, kind=PurseKind.HOURS)
    purse_of = dict(opened.values_list("account_id", "id"))
    held = balances(list(purse_of.values()))
    counters = {}
    for account_id in accounts:
        balance = held.get(purse_of[account_id], Balance()) if account_id in purse_of else Balance()
        counters[account_id] = _Hours(balance.posted_cents // HOUR, balance.available_cents // HOUR)
    led = led_to(accounts)
    for account_id, account in accounts.items():
        counters[account_id].was_two = account_id in led.children or account.partings > 0
    known = models.YearlyHours.objects.filter(account_id__in=led.with_led(accounts), year__in=years)
    for credit in known.order_by("id"):
        counter = counters[led.head(credit.account_id)]
        counter.moved[credit.year] = counter.moved.get(credit.year, 0) + credit.moved_hours
        counter.before.setdefault(credit.year, credit.balance_before_hours)
        if credit.account_id in accounts:
            # What the account itself has tells of those that lead to it as well.
            counter.latest[credit.year], counter.versions[credit.year] = credit, credit.version
        elif credit.year not in counter.versions:
            counter.latest[credit.year] = credit
    return counters


def _credit(row: YearRow, account: Account, counter: _Hours, at: datetime) -> models.YearlyHours | None:
    """What the row adds to the account's history, and to `counter`; None when it is known already."""
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if row.regime is not Regime.PUBLIC_AGENT:
        raise Refused(Refusal.EUROS_KEPT_ELSEWHERE)
    if row.year >= day_of(at).year:
        raise Refused(Refusal.YEAR_NOT_OVER)
    former = counter.latest.get(row.year)
    known = former is not None and all(getattr(former, name) == getattr(row, name) for name in _FACTS)
    if known and not counter.was_two:
        return None
    before = counter.before.setdefault(row.year, counter.posted)
    answer = _ask(row, before)

    delta = answer.granted_hours - counter.moved.get(row.year, 0)
    # A correction comes later: the room is that of today, and what was used is not there to be taken back.
    room = max(0, answer.ceiling_hours - counter.posted)
    moved = min(delta, room) if delta > 0 else max(delta, -counter.available)
    if known and not moved:
        return None
    counter.posted += moved
    counter.available += moved
    counter.moved[row.year] = counter.moved.get(row.year, 0) + moved
    version = counter.versions[row.year] = counter.versions.get(row.year, 0) + 1
    credit = models.YearlyHours(
        account_id=account.id,
        year=row.year,
        version=version,
        worked=row.worked,
        reference=row.reference,
        category_c_low_qualified=row.category_c_low_qualified,
        is_part_time_post=row.is_part_time_post,
        balance_before_hours=before,
        earned_hours=answer.earned_hours,
        ceiling_hours=answer.ceiling_hours,
        moved_hours=moved,
        shortfall_hours=moved - delta if delta < 0 else 0,
        credited_on=day_of(at),
        recorded_at=at,
        transfer_reference=f"hours {row.year} version {version} {account.id}" if moved else "",
    )
    counter.latest[row.year] = credit
    return credit


def _ask(row: YearRow, balance_hours: int) -> YearlyHours:
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
