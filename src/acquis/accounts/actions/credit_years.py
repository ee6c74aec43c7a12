"""Rights earned by years of activity are credited, for many accounts at once (L6323-11, R6323-1).

The rule says what the facts give; here is what then moves. The facts and the rule's working are kept, so that "why
this amount" has an answer. Run again, the same facts move nothing; other facts for the same year and regime are a
correction, which is one more movement and one more row, up or down. What should be taken back and is no longer there
is written as a shortfall: recovering it is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
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
from acquis.rules import NotCovered, Regime, YearlyCredit, YearOfWork, law_on, yearly_credit

from .. import events, lifecycle, models, permissions
from ..models import Account
from ..statuses import with_statuses
from ..types import AccountState, Credited, PurseKind, Refusal, RefusedRow, YearRow

_NUMBER = re.compile(r"^(\d{1,12})(?:[.,](\d{1,4}))?$")
_FACTS = ("unit", "worked", "reference", "low_qualified", "oeth", "contribution_paid")


@dataclass(slots=True)
class _Year:
    """What one account has received for one year so far."""

    #: The yearly counter before anything was credited for the year.
    balance_before_cents: int
    moved_cents: int = 0
    latest: dict[str, models.YearlyCredit] = field(default_factory=dict)


@dataclass(slots=True)
class _Purse:
    """The yearly purse of one account as the batch goes on."""

    id: UUID
    posted_cents: int
    available_cents: int

    def move(self, cents: int) -> None:
        self.posted_cents += cents
        self.available_cents += cents


@act
def credit_years(*, rows: Sequence[YearRow], by: Actor, at: datetime) -> Credited:
    """Credit a slice of rows (some thousands at a time), year by year; a row that cannot be is reported, not raised."""
    account_ids = {row.account_id for row in rows}
    accounts = {a.id: a for a in Account.objects.select_for_update().filter(pk__in=account_ids).order_by("pk")}

    permissions.CREDIT.require_any(by)

    rows = with_statuses(rows)
    yearly = models.Purse.objects.filter(account_id__in=accounts, kind=PurseKind.YEARLY)
    purse_ids = dict(yearly.values_list("account_id", "id"))
    held = balances(list(purse_ids.values()))
    state = {
        account_id: _Purse(purse_id, *_cents(held.get(purse_id, Balance())))
        for account_id, purse_id in purse_ids.items()
    }
    years = _years_so_far(accounts, {row.year for row in rows})
    refused: list[RefusedRow] = []
    new: list[models.YearlyCredit] = []
    transfers: list[Transfer] = []
    unchanged = 0
    for row in sorted(rows, key=lambda row: row.year):
        account = accounts.get(row.account_id)
        try:
            if account is None:
                raise Refused(Refusal.ACCOUNT_UNKNOWN)
            credit = _credit(row, account, state[account.id], years, at)
        except Refused as refusal:
            refused.append(
                RefusedRow(account_id=row.account_id, year=row.year, regime=row.regime, reason=refusal.reason)
            )
            continue
        if credit is None:
            unchanged += 1
            continue
        new.append(credit)
        if credit.moved_cents:
            transfers.append(_transfer(credit, state[credit.account_id].id))
    result = Credited(
        credited=sum(1 for credit in new if credit.version == 1),
        corrected=sum(1 for credit in new if credit.version > 1),
        unchanged=unchanged,
        granted_cents=sum(credit.moved_cents for credit in new if credit.moved_cents > 0),
        taken_back_cents=-sum(credit.moved_cents for credit in new if credit.moved_cents < 0),
        refused=tuple(refused),
    )

    # After this point the credit must succeed.
    if not new:
        return result
    post(transfers=transfers, by=by, at=at)
    models.YearlyCredit.objects.bulk_create(new, batch_size=2_000)

    record(
        events.YearsCredited(
            about=new_id(),
            credited=result.credited,
            corrected=result.corrected,
            granted_cents=result.granted_cents,
            taken_back_cents=result.taken_back_cents,
        ),
        by=by,
        at=at,
    )
    return result


def _years_so_far(accounts: dict[UUID, Account], wanted: set[int]) -> dict[tuple[UUID, int], _Year]:
    years: dict[tuple[UUID, int], _Year] = {}
    for credit in models.YearlyCredit.objects.filter(account_id__in=accounts, year__in=wanted).order_by("id"):
        year = years.setdefault((credit.account_id, credit.year), _Year(credit.balance_before_cents))
        year.moved_cents += credit.moved_cents
        year.latest[credit.regime] = credit
    return years


def _credit(
    row: YearRow, account: Account, purse: _Purse, years: dict[tuple[UUID, int], _Year], at: datetime
) -> models.YearlyCredit | None:
    """What the row adds to the account's history, and to `purse` and `years`; None when it is known already."""
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if row.regime is Regime.PUBLIC_AGENT:
        raise Refused(Refusal.HOURS_KEPT_ELSEWHERE)
    if row.year >= day_of(at).year:
        raise Refused(Refusal.YEAR_NOT_OVER)
    known = years.get((account.id, row.year))
    former = known.latest.get(row.regime) if known else None
    if former is not None and all(getattr(former, name) == getattr(row, name) for name in _FACTS):
        return None
    year = known or _Year(purse.posted_cents)
    answer, law = _ask(row, year.balance_before_cents)

    # One yearly amount in all, the most favourable, whatever the number of regimes (R6323-27); the law may add them.
    granted = [answer.granted_cents]
    ceilings = [answer.ceiling_cents]
    for regime, other in year.latest.items():
        if regime != row.regime:
            granted.append(min(other.earned_cents, max(0, other.ceiling_cents - year.balance_before_cents)))
            ceilings.append(other.ceiling_cents)
    together = max(granted) if law.credit.multi_activity_total == "one_yearly_amount" else sum(granted)
    delta = together - year.moved_cents
    # A correction comes later: the room is that of today.
    moved = min(delta, max(0, max(ceilings) - purse.posted_cents)) if delta > 0 else max(delta, -purse.available_cents)

    purse.move(moved)
    year.moved_cents += moved
    version = former.version + 1 if former else 1
    credit = models.YearlyCredit(
        account_id=account.id,
        year=row.year,
        regime=row.regime.value,
        version=version,
        unit=row.unit.value,
        worked=row.worked,
        reference=row.reference,
        low_qualified=row.low_qualified,
        oeth=row.oeth,
        contribution_paid=row.contribution_paid,
        balance_before_cents=year.balance_before_cents,
        earned_cents=answer.earned_cents,
        ceiling_cents=answer.ceiling_cents,
        granted_cents=max(0, year.moved_cents),
        moved_cents=moved,
        shortfall_cents=moved - delta if delta < 0 else 0,
        working=_working(answer),
        credited_on=day_of(at),
        recorded_at=at,
    )
    if moved:
        correction = f" version {version}" if version > 1 else ""
        credit.transfer_reference = f"credit {row.year} {row.regime.value}{correction} {account.id}"
    year.latest[row.regime.value] = credit
    years[(account.id, row.year)] = year
    return credit


def _ask(row: YearRow, balance_cents: int) -> tuple[YearlyCredit, Any]:
    worked, reference, scale = _parts(row.worked, row.reference)
    try:
        law = law_on(date(row.year, 12, 31))
    except (NotCovered, ValueError) as error:
        raise Refused(NotCovered.refusal) from error
    answer = yearly_credit(
        law,
        YearOfWork(
            regime=row.regime,
            unit=row.unit,
            worked=worked,
            reference=reference,
            scale=scale,
            low_qualified=row.low_qualified,
            oeth=row.oeth,
            contribution_paid=row.contribution_paid,
            balance_cents=balance_cents,
        ),
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)
    return answer, law


def _parts(worked: str, reference: str | None) -> tuple[int, int | None, int]:
    """Two written numbers as whole parts of one unit, and how many parts it has: 803.5 of 1607 is (8035, 16070, 10)."""
    written = [_NUMBER.match(text.strip()) for text in (worked, reference) if text is not None]
    if any(match is None for match in written):
        raise Refused(Refusal.NUMBER_NOT_VALID)
    digits = max(len(match[2] or "") for match in written if match)
    numbers = [int(match[1] + (match[2] or "").ljust(digits, "0")) for match in written if match]
    if len(numbers) == 2 and numbers[1] == 0:
        raise Refused(Refusal.NUMBER_NOT_VALID)
    return numbers[0], numbers[1] if len(numbers) == 2 else None, 10**digits


def _working(answer: YearlyCredit) -> dict[str, Any]:
    # The reference is in the same parts as the time worked; both are shown as a share, so the scale is not needed.
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(answer).items()}


def _transfer(credit: models.YearlyCredit, purse_id: UUID) -> Transfer:
    issued = house(House.RIGHTS_ISSUED)
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


def _cents(balance: Balance) -> tuple[int, int]:
    return balance.posted_cents, balance.available_cents
