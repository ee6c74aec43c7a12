"""What holders have declared or proved of themselves, beside what employers declare, for the credit of a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from acquis.kit import columns as kit
from acquis.rules import Regime, WorkUnit, disability_years, holds_in, low_qualified_years

from .leading import led_in, led_to, now_of
from .models import DisabilityProof, LowQualification, YearlyCredit
from .types import REGIMES, Cause, ProofState, Statuses, YearColumns, YearRow
from .year_history import History
from .yearly import written


def statuses(account_ids: Collection[UUID], year: int) -> dict[UUID, Statuses]:
    """{account: what they declared or proved for this year of activity}; those with nothing to say are left out."""
    return statuses_of_years(account_ids, {year}).get(year, {})


def statuses_of_years(account_ids: Collection[UUID], years: Collection[int]) -> dict[int, dict[UUID, Statuses]]:
    """`statuses` for several years at once: three questions to the database, however many they are.

    What was declared or proved on an account that leads to one of these counts for it.
    """
    led = led_to(list(account_ids))
    ids = led.with_led(account_ids)
    low = [
        (led.head(account_id), *low_qualified_years(declared_on, end_declared_on))
        for account_id, declared_on, end_declared_on in LowQualification.objects.filter(
            account_id__in=ids, annulled_at__isnull=True
        ).values_list("account_id", "declared_on", "end_declared_on")
    ]
    disabled = [
        (led.head(account_id), *disability_years(valid_from, valid_until))
        for account_id, valid_from, valid_until in DisabilityProof.objects.filter(
            account_id__in=ids, state=ProofState.ACCEPTED
        ).values_list("account_id", "valid_from", "valid_until")
    ]
    found: dict[int, dict[UUID, Statuses]] = {}
    for year in years:
        lows, proved = _holding(low, year), _holding(disabled, year)
        found[year] = {each: Statuses(low_qualified=each in lows, oeth=each in proved) for each in lows | proved}
    return found


def with_statuses(rows: Sequence[YearRow]) -> list[YearRow]:
    """The rows of a credit, their flags raised by what the holders have declared or proved; employees only."""
    asked = [row for row in rows if row.regime is Regime.EMPLOYEE]
    if not asked:
        return list(rows)
    known = statuses_of_years({row.account_id for row in asked}, {row.year for row in asked})
    raised = []
    for row in rows:
        status = known.get(row.year, {}).get(row.account_id) if row.regime is Regime.EMPLOYEE else None
        if status is None:
            raised.append(row)
            continue
        raised.append(
            replace(row, low_qualified=row.low_qualified or status.low_qualified, oeth=row.oeth or status.oeth)
        )
    return raised


def raised(facts: YearColumns) -> YearColumns:
    """The same for a large slice in columns: few accounts of it have declared or proved anything."""
    first, last = facts.span
    having = {
        account_id
        for model in (LowQualification, DisabilityProof)
        for account_id in model.objects.filter(account_id__gte=first, account_id__lte=last).values_list(
            "account_id", flat=True
        )
    }
    known = statuses(having | led_in(first, last).heads, facts.year)
    employees = facts.regime == REGIMES.index(Regime.EMPLOYEE)
    flags = {}
    for name in ("low_qualified", "oeth"):
        theirs = kit.uuids([account for account, status in sorted(known.items()) if getattr(status, name)])
        flags[name] = getattr(facts, name) | (kit.places(theirs, facts.accounts)[1] & employees)
    return replace(facts, **flags, odd=tuple(with_statuses(facts.odd)))


def rows_again(account_id: UUID, *, first_year: int, last_year: int, without_low_qualification: bool) -> list[YearRow]:
    """The rows of the employee's years already credited, to be credited anew under what is now declared; those of the
    account it leads to, when it was joined to another.

    Low qualification comes from the holder's word alone (R6323-3-1 II): taken back, it leaves no other source.
    """
    head = now_of([account_id]).get(account_id, account_id)
    history = History([head], None)
    standing = [
        credit
        for year in history.years_of(head)
        if first_year <= year <= last_year
        and (credit := history.years[head, year].latest.get(Regime.EMPLOYEE.value)) is not None
        and credit.cause != Cause.UNDONE
    ]
    rows = [row_of(head, credit) for credit in standing]
    return [replace(row, low_qualified=False) for row in rows] if without_low_qualification else rows


def row_of(account_id: UUID, credit: YearlyCredit) -> YearRow:
    """The facts of a version as a row of this account."""
    return YearRow(
        account_id=account_id,
        year=credit.year,
        regime=Regime(credit.regime),
        unit=WorkUnit(credit.unit),
        worked=written(credit.worked),
        reference=None if credit.reference is None else written(credit.reference),
        low_qualified=credit.low_qualified,
        oeth=credit.oeth,
        contribution_paid=credit.contribution_paid,
    )


def _holding(periods: Iterable[tuple[UUID, int, int]], year: int) -> set[UUID]:
    return {account_id for account_id, first, last in periods if holds_in(year, first_year=first, last_year=last)}
