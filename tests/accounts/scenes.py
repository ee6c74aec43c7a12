"""Scenes of accounts, set by acts."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

import acquis.accounts.checks
import acquis.ledger.checks  # noqa: F401, the register is filled by reading them
from acquis.accounts.actions import credit_years, open_account
from acquis.accounts.types import YearRow
from acquis.journal.checks import CHECKS
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people.actions import register_people
from acquis.people.types import CivilIdentity, NewPerson, Sex
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


#: The smallest file that is a whole PDF in shape.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_person(born_on=date(1985, 5, 17)):
    """Somebody registered, whose documents can be kept."""
    civil = CivilIdentity(birth_name="Martel", first_names="Ada", born_on=born_on, sex=Sex.FEMALE)
    return register_people(people=[NewPerson(civil=civil)], by=SYSTEM, at=AT)[0]


def refused(call, *args, **kwargs):
    """The reason for which a call is refused."""
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return found.value.reason


def broken():
    """What the invariants of accounts and ledger find wrong."""
    return [
        f"{name}: {fault}"
        for name, check in CHECKS.items()
        if name.startswith(("accounts", "ledger"))
        for fault in check()
    ]
