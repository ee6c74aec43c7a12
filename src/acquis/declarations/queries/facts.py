"""The facts of a year: for the yearly credit by slices of accounts, and for one account line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from acquis.accounts import queries as accounts
from acquis.accounts.types import YearRow
from acquis.kit.actor import Actor
from acquis.rules import Law, Regime, WorkUnit

from .. import permissions
from ..counting import counted, law_of, share_of, written, year_of
from ..models import WorkedLine
from ..types import Absence, DeclaredLine, DeclaredYear, Ground, Kind, Origin, Work

_ORDER = list(Regime)


def accounts_with_facts(year: int) -> int:
    """How many accounts have facts for a year: the length of the yearly run's way."""
    return WorkedLine.objects.filter(year=year, current=True).values("account_id").distinct().count()


def year_rows(
    year: int, *, after: UUID | None = None, limit: int = 2_000, account_ids: Iterable[UUID] | None = None
) -> list[YearRow]:
    """The facts in euros of the next `limit` accounts after `after`, in the order of their keys; or of `account_ids`.

    What was declared of an account that leads to another is a fact of the one it leads to. An account whose every line
    was withdrawn is there too, with nothing worked: what it had been given is corrected.
    """
    return _rows(WorkedLine.objects.exclude(regime=Regime.PUBLIC_AGENT), year, after, limit, account_ids)


def service_rows(
    year: int, *, after: UUID | None = None, limit: int = 2_000, account_ids: Iterable[UUID] | None = None
) -> list[YearRow]:
    """The years of service of public agents, for `credit_hours`, as `year_rows` gives the others for `credit_years`."""
    return _rows(WorkedLine.objects.filter(regime=Regime.PUBLIC_AGENT), year, after, limit, account_ids)


def run_rows(year: int, *, account_ids: Iterable[UUID]) -> list[YearRow]:
    """Both, of some accounts: what a yearly run does not take in columns."""
    return _rows(WorkedLine.objects.all(), year, None, 0, account_ids)


def _rows(
    lines: QuerySet[WorkedLine], year: int, after: UUID | None, limit: int, account_ids: Iterable[UUID] | None
) -> list[YearRow]:
    law = law_of(year)
    return [
        (_service if regime is Regime.PUBLIC_AGENT else _year)(account_id, year, regime, works, law)
        for account_id, regime, works in _by_account(*_slice(lines, year, after, limit, account_ids))
    ]


def _year(account_id: UUID, year: int, regime: Regime, works: Sequence[Work], law: Law) -> YearRow:
    told = year_of(works, law)
    return YearRow(
        account_id=account_id,
        year=year,
        regime=regime,
        unit=told.unit,
        worked=told.worked,
        reference=told.reference,
        oeth=regime is Regime.EMPLOYEE and any(work.oeth for work in works),
        contribution_paid=_paid(works) if regime is Regime.SELF_EMPLOYED else None,
    )


def _service(account_id: UUID, year: int, regime: Regime, works: Sequence[Work], law: Law) -> YearRow:
    part, whole = share_of(works, law)
    return YearRow(
        account_id=account_id,
        year=year,
        regime=regime,
        unit=WorkUnit.SHARE,
        worked=str(part),
        reference=str(whole),
        category_c_low_qualified=any(work.category_c for work in works),
        is_part_time_post=all(work.incomplete_post for work in works),
    )


def declared_years(account_id: UUID, year: int, *, by: Actor) -> list[DeclaredYear]:
    """What was declared of an account's year, regime by regime and line by line; lines withdrawn are told as such."""
    law = law_of(year)
    own = accounts.joined_to(account_id) | {account_id}
    chosen = WorkedLine.objects.filter(account_id__in=own, year=year, current=True)
    lines = list(
        permissions.READ_LINES.rows(by, chosen).select_related("declaration").order_by("period_from", "contract", "id")
    )
    years, former = [], _former(lines)
    for regime in _ORDER:
        of_regime = [line for line in lines if line.regime == regime]
        if not of_regime:
            continue
        works = [_work(line) for line in of_regime]
        if regime is Regime.PUBLIC_AGENT:
            part, whole = share_of(works, law)
            unit, worked, reference = WorkUnit.SHARE, str(part), str(whole)
        else:
            told = year_of(works, law)
            unit, worked, reference = told.unit, told.worked, told.reference or ""
        years.append(
            DeclaredYear(
                regime=regime,
                unit=unit,
                worked=worked,
                reference=reference or None,
                lines=tuple(
                    _declared(line, work, law, former.get(line.id)) for line, work in zip(of_regime, works, strict=True)
                ),
            )
        )
    return years


def _former(lines: Sequence[WorkedLine]) -> dict[int, WorkedLine]:
    """The version before each line that was corrected or withdrawn."""
    again = {(line.account_id, line.key, line.version - 1): line.id for line in lines if line.version > 1}
    if not again:
        return {}
    before = WorkedLine.objects.filter(account_id__in={of[0] for of in again}, key__in={of[1] for of in again})
    found = {(line.account_id, line.key, line.version): line for line in before.filter(current=False)}
    return {line_id: found[of] for of, line_id in again.items() if of in found}


def _slice(
    lines: QuerySet[WorkedLine], year: int, after: UUID | None, limit: int, account_ids: Iterable[UUID] | None
) -> tuple[QuerySet[WorkedLine], accounts.Led]:
    """The lines of the accounts asked for, and which account each of those that lead there leads to."""
    of_year = lines.filter(year=year, current=True)
    if account_ids is not None:
        ids = set(account_ids)
        led = accounts.led_to(ids)
        return of_year.filter(account_id__in=led.with_led(ids)), led
    while True:
        next_ids = of_year if after is None else of_year.filter(account_id__gt=after)
        found = list(next_ids.values_list("account_id", flat=True).distinct().order_by("account_id")[:limit])
        last = found[-1] if len(found) == limit else None
        led = accounts.led_between(after, last)
        # Those that lead elsewhere have their turn with the account they lead to.
        ids = (set(found) - accounts.led_away(after, last)) | led.heads
        if ids or len(found) < limit:
            return of_year.filter(account_id__in=led.with_led(ids)), led
        after = found[-1]


def _by_account(lines: QuerySet[WorkedLine], led: accounts.Led) -> Iterable[tuple[UUID, Regime, list[Work]]]:
    in_turn = sorted(lines.order_by("account_id", "id"), key=lambda line: led.head(line.account_id))
    for account_id, own in groupby(in_turn, key=lambda line: led.head(line.account_id)):
        by_regime: dict[str, list[Work]] = {}
        for line in own:
            by_regime.setdefault(line.regime, []).append(_work(line))
        for regime in _ORDER:
            if regime in by_regime:
                yield account_id, regime, by_regime[regime]


def _paid(works: Sequence[Work]) -> bool | None:
    """Whether the training contribution was paid (L6323-27): for one activity is enough; nobody said: not known."""
    said = {work.contribution_paid for work in works if not work.cancelled}
    return True if True in said else False if False in said or not said else None


def _work(line: WorkedLine) -> Work:
    """The line as work; one withdrawn has nothing paid."""
    gone = line.withdrawn
    return Work(
        key=line.key,
        contract=line.contract,
        contract_from=line.contract_from,
        contract_to=line.contract_to,
        period_from=line.period_from,
        period_to=line.period_to,
        regime=Regime(line.regime),
        unit=WorkUnit(line.unit),
        origin=Origin(line.origin),
        paid=0 if gone else line.paid,
        quantity=None if gone else line.quantity,
        reference=line.reference,
        present_days=line.present_days,
        span_days=line.span_days,
        absences=() if gone else tuple(_absence(each) for each in line.absences),
        oeth=line.oeth and not gone,
        contribution_paid=line.contribution_paid,
        category_c=line.category_c and not gone,
        incomplete_post=line.incomplete_post,
        siret=line.siret,
        kind=line.kind,
        cancelled=gone,
    )


def _absence(told: dict[str, Any]) -> Absence:
    return Absence(ground=Ground(told["ground"]), days=told["days"], time=told["time"])


def _declared(line: WorkedLine, work: Work, law: Law, former: WorkedLine | None) -> DeclaredLine:
    told = counted(work, law)
    share = Fraction(min(Fraction(1), max(Fraction(0), told.time / told.full)))
    return DeclaredLine(
        employer=line.declaration.employer,
        siret=line.siret,
        kind=Kind(line.kind) if line.kind else None,
        contract=line.contract,
        contract_from=line.contract_from,
        contract_to=line.contract_to,
        period_from=line.period_from,
        period_to=line.period_to,
        regime=work.regime,
        unit=work.unit,
        origin=work.origin,
        counted=written(told.time),
        reference=written(told.full),
        reference_given=line.reference is not None,
        share=(share.numerator, share.denominator),
        absences=tuple((ground, days, written(time), counts) for ground, days, time, counts in told.absences),
        oeth=work.oeth,
        contribution_paid=work.contribution_paid,
        withdrawn=line.withdrawn,
        version=line.version,
        reference_number=line.key,
        received_at=line.received_at,
        former=None if former is None else written(counted(_work(former), law).time),
    )
