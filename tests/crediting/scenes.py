"""Scenes of yearly runs, set by acts."""

from uuid import UUID, uuid4

from tests.accounts.scenes import AGENT, APPROVER, AT, FINANCE, SYSTEM, a_year, an_account, credited

from acquis.crediting.actions import advance, approve, prepare
from acquis.crediting.types import RunKind

__all__ = [
    "AGENT",
    "APPROVER",
    "AT",
    "FINANCE",
    "SYSTEM",
    "a_foreseen_run",
    "a_year",
    "accounts",
    "an_account",
    "carried_out",
    "credited",
    "done_run",
    "walk",
]


def accounts(count):
    """Some accounts in the order of their keys."""
    return sorted(an_account(uuid4()) for _ in range(count))


def walk(run_id, rows=None, *, limit=3, at=AT):
    """Walk through one phase to its end, `limit` accounts at a time; returns how many slices were done."""
    slices = 0
    for start in range(0, len(rows or []), limit):
        assert advance(run_id=run_id, rows=rows[start : start + limit], by=SYSTEM, at=at)
        slices += 1
    while advance(run_id=run_id, rows=None if rows is None else [], limit=limit, by=SYSTEM, at=at):
        slices += 1
    return slices


def a_foreseen_run(rows=None, *, kind=RunKind.YEARLY, year=2025, undoes=None, by=FINANCE) -> UUID:
    run_id = prepare(kind=kind, year=year, undoes=undoes, by=by, at=AT)
    walk(run_id, rows)
    return run_id


def carried_out(run_id, rows=None):
    approve(run_id=run_id, by=APPROVER, at=AT)
    walk(run_id, rows)
    return run_id


def done_run(rows=None, **words) -> UUID:
    return carried_out(a_foreseen_run(rows, **words), rows)
