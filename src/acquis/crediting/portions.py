"""Where a run finds its next slice: the facts declared, the facts kept, or the years a former run wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.accounts.actions import credit_columns, undo_years
from acquis.accounts.types import Outcome, YearColumns, YearRow
from acquis.kit.actor import Actor

from . import declared
from .models import Run
from .types import RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """The next accounts of a run: the last of them (None when the walk is over), and what is to be done with them."""

    last: UUID | None
    accounts: int = 0
    facts: YearColumns | None = None
    ids: tuple[UUID, ...] = ()


def next_portion(run: Run, rows: Sequence[YearRow] | None, limit: int) -> Portion:
    """What comes after `run.after`; `rows` are facts given by the caller in place of the declared ones."""
    if run.kind == RunKind.UNDO:
        assert run.undoes is not None  # a constraint of the table
        ids = accounts.accounts_of_run(run.undoes.number, after=run.after, limit=limit)
        return Portion(last=ids[-1] if ids else None, accounts=len(ids), ids=tuple(ids))
    if run.kind == RunKind.LAW:
        last, seen, facts = accounts.facts_that_differ(run.year, after=run.after, limit=limit)
        return Portion(last=last, accounts=seen, facts=facts)
    if rows is None:
        rows = declared.rows(run.year, after=run.after, limit=limit)
    if not rows:
        return Portion(last=None)
    ids_seen = {row.account_id for row in rows}
    return Portion(last=max(ids_seen), accounts=len(ids_seen), facts=YearColumns.of(run.year, rows))


def length_of(kind: RunKind, year: int, undoes: Run | None) -> int:
    """About how many accounts a run walks through, for those who watch it."""
    if undoes is not None:
        return undoes.done
    return declared.count(year) if kind is RunKind.YEARLY else accounts.count_accounts()


def foresee(run: Run, portion: Portion, *, at: datetime) -> Outcome | None:
    """What doing this portion now would give; None when there is nothing to do in it."""
    if portion.ids:
        assert run.undoes is not None  # a constraint of the table
        return accounts.foresee_undoing(portion.ids, undoes=run.undoes.number, run=run.number, at=at)
    if portion.facts is None:
        return None
    return accounts.foresee_columns(portion.facts, run=run.number, again=run.kind == RunKind.LAW, at=at)


def do(run: Run, portion: Portion, *, by: Actor, at: datetime) -> Outcome | None:
    """Do this portion; None when there is nothing to do in it."""
    if portion.ids:
        assert run.undoes is not None  # a constraint of the table
        return undo_years(account_ids=portion.ids, undoes=run.undoes.number, run=run.number, by=by, at=at)
    if portion.facts is None:
        return None
    again = run.kind == RunKind.LAW
    # What was walked through before grows with every slice: it numbers them, and a slice undone by a crash comes back.
    return credit_columns(facts=portion.facts, run=run.number, number=run.done, again=again, by=by, at=at)
