"""Where a run finds its next slice: the facts declared, the facts kept, or the years a former run wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.accounts.actions import credit_columns, credit_service, undo_service, undo_years
from acquis.accounts.types import Outcome, YearColumns, YearRow, together
from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.columns import Column
from acquis.rules import Regime

from . import declared, tracks
from .models import Run, Track
from .types import RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """The next accounts of a run: the last of them (None when the walk is over), and what is to be done with them.

    `facts` count in euros; `service` are the years of public agents, which count in hours; `written` are the accounts
    to which the undone run wrote; `unchanged` years were looked at beside, and need nothing.
    """

    last: UUID | None
    accounts: int = 0
    facts: YearColumns | None = None
    service: tuple[YearRow, ...] = ()
    written: Column | None = None
    unchanged: int = 0


def next_portion(run: Run, track: Track, rows: Sequence[YearRow] | None, limit: int) -> Portion:
    """What comes next on a track; `rows` are facts given by the caller in place of the declared ones."""
    if run.kind == RunKind.UNDO:
        assert run.undoes is not None  # a constraint of the table
        ids = accounts.accounts_of_run(run.undoes.number, after=track.after, upto=track.upto, limit=limit)
        return Portion(last=kit.uuid_of(ids[-1]), accounts=len(ids), written=ids) if len(ids) else Portion(last=None)
    if run.kind == RunKind.LAW:
        of = accounts.facts_that_differ(run.year, after=track.after, upto=track.upto, limit=limit)
        return Portion(last=of.last, accounts=of.accounts, facts=of.facts, unchanged=of.unchanged)
    if rows is None:
        next_ = declared.facts(run.year, after=track.after, upto=track.upto, limit=limit)
        return Portion(last=next_.last, accounts=next_.accounts, facts=next_.facts, service=next_.service)
    if not rows:
        return Portion(last=None)
    ids_seen = {row.account_id for row in rows}
    service = tuple(row for row in rows if row.regime is Regime.PUBLIC_AGENT)
    in_euros = [row for row in rows if row.regime is not Regime.PUBLIC_AGENT]
    return Portion(
        last=max(ids_seen),
        accounts=len(ids_seen),
        facts=YearColumns.of(run.year, in_euros) if in_euros else None,
        service=service,
    )


def of_columns(facts: YearColumns) -> Portion:
    """The portion of facts in euros that the caller has in columns; there are some."""
    seen = len({row.account_id for row in facts.odd}) + kit.distinct(facts.accounts)
    return Portion(last=facts.span[1], accounts=seen, facts=facts)


def length_of(kind: RunKind, year: int, undoes: Run | None) -> int:
    """About how many accounts a run walks through, for those who watch it."""
    if undoes is not None:
        return tracks.walked(undoes)
    return declared.count(year) if kind is RunKind.YEARLY else accounts.count_accounts()


def foresee(run: Run, portion: Portion, *, at: datetime) -> Outcome | None:
    """What doing this portion now would give; None when there is nothing to do in it."""
    if portion.written is not None:
        assert run.undoes is not None  # a constraint of the table
        ids, undoes = portion.written, run.undoes.number
        return _together(
            accounts.foresee_undoing(ids, undoes=undoes, run=run.number, at=at),
            accounts.foresee_undoing_service(ids, undoes=undoes, run=run.number, at=at),
        )
    again = run.kind == RunKind.LAW
    return _together(
        Outcome.unmoved(portion.unchanged) if portion.unchanged else None,
        accounts.foresee_columns(portion.facts, run=run.number, again=again, at=at) if portion.facts else None,
        accounts.foresee_service(portion.service, run=run.number, at=at) if portion.service else None,
    )


def do(run: Run, portion: Portion, *, number: int, lane: int | None, by: Actor, at: datetime) -> Outcome | None:
    """Do this portion, the slice of this number, on its lane; None when there is nothing to do in it."""
    of: Any = {"run": run.number, "lane": lane, "by": by, "at": at}
    if portion.written is not None:
        assert run.undoes is not None  # a constraint of the table
        ids, undoes = portion.written, run.undoes.number
        return _together(
            undo_years(accounts=ids, undoes=undoes, number=number, **of),
            undo_service(accounts=ids, undoes=undoes, **of),
        )
    again, facts, service = run.kind == RunKind.LAW, portion.facts, portion.service
    return _together(
        Outcome.unmoved(portion.unchanged) if portion.unchanged else None,
        credit_columns(facts=facts, number=number, again=again, **of) if facts else None,
        credit_service(rows=service, **of) if service else None,
    )


def _together(*outcomes: Outcome | None) -> Outcome | None:
    found = [each for each in outcomes if each is not None]
    return together(*found) if found else None
