"""How what is another person's leaves an account: declared work first, then the years it had given, then other rights.

The years are credited again from the work that each person has now, by the rule and under the ceiling of each: what the
first loses is a correction, what the other receives a credit of their own. Nothing moves when something was spent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.db import transaction

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.accounts.types import Credited, CreditedHours, RefusedRow, YearRow
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.crediting import queries as runs
from acquis.declarations import actions as declarations
from acquis.declarations import queries as declared
from acquis.kit.actor import system
from acquis.kit.money import euros
from acquis.kit.refusal import Refused
from acquis.rules import Regime

from .types import Effect, Refusal

#: What two agents decided is carried out by the system: neither of them could do the parts of it.
BY = system("joining.split")


class _TakenBack(Exception):
    """Ends a trial: everything written since its beginning is undone."""

    def __init__(self, effect: Effect) -> None:
        super().__init__()
        self.effect = effect


def tried(
    *, from_id: UUID, other_person_id: UUID, keys: Sequence[str], references: Sequence[str], at: datetime
) -> Effect:
    """What carrying it out would do now: done and taken back, so that the answer is exact. Refused as it would be."""
    try:
        with transaction.atomic():
            to_id = accounts.open_account(person_id=other_person_id, by=BY, at=at)
            raise _TakenBack(
                carry_out(from_id=from_id, to_id=to_id, keys=keys, references=references, under="trial", at=at)
            )
    except _TakenBack as trial:
        return trial.effect


def carry_out(
    *,
    from_id: UUID,
    to_id: UUID,
    keys: Sequence[str],
    references: Sequence[str],
    under: str,
    back: bool = False,
    at: datetime,
) -> Effect:
    """Move the work and the rights; refused, and nothing is done, when what they gave is no longer there.

    What goes `back` reaches an account whose rights have ended too: its years are then credited nothing more.
    """
    credited = known_accounts.credited_regimes(from_id)
    handed = accounts.hand_over(
        from_id=from_id, to_id=to_id, references=references, under=under, back=back, by=BY, at=at
    )
    moved = declarations.hand_over_lines(from_id=from_id, to_id=to_id, keys=keys, by=BY, at=at) if keys else []
    # A year that no run has begun yet will be credited by it, to each; one that runs may have passed the other's place.
    running = runs.years_running()
    years = [each for each in moved if each in credited or each[0] in running]
    taken, taken_hours = _credit(from_id, years, at)
    given, given_hours = _credit(to_id, years, at, ended=back)
    missing_hours = taken_hours.shortfall_hours + given_hours.shortfall_hours
    effect = Effect(
        taken_cents=handed.moved_cents + taken.taken_back_cents - taken.granted_cents,
        given_cents=handed.moved_cents + given.granted_cents - given.taken_back_cents,
        taken_hundredths=handed.moved_hundredths + 100 * (taken_hours.taken_back_hours - taken_hours.granted_hours),
        given_hundredths=handed.moved_hundredths + 100 * (given_hours.granted_hours - given_hours.taken_back_hours),
        missing_cents=handed.missing_cents + taken.shortfall_cents + given.shortfall_cents,
        missing_hundredths=handed.missing_hundredths + 100 * missing_hours,
        references=handed.references,
    )
    if effect.missing_cents or effect.missing_hundredths:
        raise Refused(Refusal.SPENT_MEANWHILE, missing=_written(effect))
    return effect


def _credit(
    account_id: UUID, years: Sequence[tuple[int, Regime]], at: datetime, *, ended: bool = False
) -> tuple[Credited, CreditedHours]:
    """Credit an account again for these years, from the work that is its now; it may have `ended`."""
    euro_rows: list[YearRow] = []
    hour_rows: list[YearRow] = []
    for year, regimes in groupby(years, key=lambda each: each[0]):
        concerned = {regime for _year, regime in regimes}
        euro_rows += [r for r in declared.year_rows(year, account_ids=[account_id]) if r.regime in concerned]
        if Regime.PUBLIC_AGENT in concerned:
            hour_rows += declared.service_rows(year, account_ids=[account_id])
    in_euros = accounts.credit_years(rows=euro_rows, by=BY, at=at) if euro_rows else Credited()
    in_hours = accounts.credit_hours(rows=hour_rows, by=BY, at=at) if hour_rows else CreditedHours()
    allowed = {AccountRefusal.YEAR_NOT_OVER} | ({AccountRefusal.NOT_IN_THIS_STATE} if ended else set())
    _require_none_refused([*in_euros.refused, *in_hours.refused], but=allowed)
    return in_euros, in_hours


def _require_none_refused(rows: Sequence[RefusedRow], *, but: Collection[StrEnum]) -> None:
    for row in rows:
        if row.reason not in but:
            raise Refused(Refusal.YEAR_NOT_CREDITABLE, year=row.year)


def _written(effect: Effect) -> str:
    """« 312,00 € », « 14 h », or both."""
    hours = f"{effect.missing_hundredths // 100} h" if effect.missing_hundredths else ""
    return " et ".join(filter(None, [euros(effect.missing_cents) if effect.missing_cents else "", hours]))
