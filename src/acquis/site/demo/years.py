"""The years as they were credited: what holders said of themselves, what was declared of them, then each year's run."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.crediting import actions as crediting
from acquis.crediting.types import RunKind
from acquis.declarations import actions as declarations
from acquis.kit.clock import start_of
from acquis.ledger.actions import fold
from acquis.people.types import NewPerson

from .declared import Declared, in_files
from .lives import PLAYER
from .people import FIRST_YEAR, LAST_YEAR, WorkedYear
from .stage import OPENED_AT, Staff, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Somebody, their account, and the years they worked."""

    told: NewPerson
    account_id: UUID
    years: tuple[WorkedYear, ...]


def credit(stage: Stage, staff: Staff, working: Sequence[Working]) -> None:
    """Every year from the first on, then the question that waits for whoever plays the approver."""
    _say(working)
    whole = LAST_YEAR - FIRST_YEAR + 1
    for done, year in enumerate(range(FIRST_YEAR, LAST_YEAR + 1)):
        stage.progress("yearly rights", done, whole)
        _declare(stage, working, year)
        _run(staff, year)
    # What the rule of today would change in the last year waits for whoever plays the approver.
    at = stage.now - timedelta(days=1)
    _walk(crediting.prepare(kind=RunKind.LAW, year=LAST_YEAR, by=staff.finance, at=at), at)
    stage.progress("yearly rights", whole, whole)


def _say(working: Sequence[Working]) -> None:
    """Who has no diploma of level 3 says so themselves, in the first year worked: no employer declares it."""
    for each in working:
        first = min((of.year for of in each.years if of.low_qualified), default=None)
        if first is not None:
            at = max(OPENED_AT, start_of(date(first, 3, 2)) + timedelta(hours=20))
            accounts.declare_low_qualification(account_id=each.account_id, by=PLAYER, at=at)


def _declare(stage: Stage, working: Sequence[Working], year: int) -> None:
    """A year comes from files, as anybody's would: yearly summaries, and for the last year monthly declarations too."""
    told = [Declared(each.told, of) for each in working for of in each.years if of.year == year]
    at = start_of(date(year + 1, 2, 3)) + timedelta(hours=9)
    with tempfile.TemporaryDirectory() as folder:
        monthly, summary = in_files(told, Path(folder), monthly=year == LAST_YEAR)
        for done, path in enumerate(monthly):
            stage.progress("declarations", done, len(monthly) + 1)
            declarations.import_dsn(file=path, by=PLAYER, at=at)
        declarations.import_summary(file=summary, by=PLAYER, at=at)
    if monthly:
        stage.progress("declarations", len(monthly) + 1, len(monthly) + 1)


def _run(staff: Staff, year: int) -> None:
    """The run of a year as it was: prepared by one agent, approved by another, carried out at night."""
    at = start_of(date(year + 1, 4, 13)) + timedelta(hours=9)
    run_id = crediting.prepare(kind=RunKind.YEARLY, year=year, by=staff.finance, at=at)
    _walk(run_id, at)
    crediting.approve(run_id=run_id, by=staff.approver, at=at + timedelta(hours=5))
    _walk(run_id, at + timedelta(hours=19))
    # As the worker would have done by the morning.
    while fold(by=PLAYER, at=at + timedelta(hours=20)):
        pass


def _walk(run_id: UUID, at: datetime) -> None:
    while crediting.advance(run_id=run_id, by=PLAYER, at=at):
        pass
