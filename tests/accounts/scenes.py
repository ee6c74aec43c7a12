"""Scenes of accounts, set by acts."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from acquis.accounts.actions import credit_years, open_account
from acquis.accounts.types import YearRow
from acquis.kit.actor import Actor, Role, system
from acquis.rules import Regime, WorkUnit

AT = datetime(2026, 4, 15, 9, tzinfo=UTC)
SYSTEM = system("tests")
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=UUID(int=101))
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=102))
APPROVER = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))


def holder_of(account_id, person_id=None):
    return Actor(roles=frozenset({Role.HOLDER}), id=person_id or uuid4(), account_id=account_id)


def an_account(person_id=None, *, at=AT):
    return open_account(person_id=person_id or uuid4(), by=SYSTEM, at=at)


def a_year(account_id, year=2025, **facts):
    values = {"regime": Regime.EMPLOYEE, "unit": WorkUnit.HOURS, "worked": "1607", "reference": None} | facts
    return YearRow(account_id=account_id, year=year, **values)


def credited(*rows, by=SYSTEM, at=AT):
    return credit_years(rows=rows, by=by, at=at)
