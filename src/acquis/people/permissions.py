"""Who may read or write which persons and professionals; what is not written here is denied.

A training body's agents may be given the names of any person *by id*: which persons are theirs is known
by the enrolments above, which hand over only the ids their own permissions let through.
"""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import EMPLOYER, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _oneself(by: Actor) -> Q:
    return Q(pk=by.id)


def _of_oneself(by: Actor) -> Q:
    return Q(person_id=by.id)


def _ones_organisation(by: Actor) -> Q:
    return Q(organisation_id=by.provider_id) if by.provider_id else Q(pk__in=[])


def _ones_company(by: Actor) -> Q:
    return Q(organisation_id=by.employer_id) if by.employer_id else Q(pk__in=[])


_STAFF = {Role.STAFF_AGENT: every_row, Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row}

READ_NAMES = Permission(
    "people.read_names",
    rows={
        Role.HOLDER: _oneself,
        Role.PROVIDER_AGENT: every_row,
        Role.PROVIDER_MANAGER: every_row,
        # Of whom asks them something: requests and statements hand over only the ids of their own.
        **dict.fromkeys(EMPLOYER, every_row),
        **_STAFF,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
READ_CARDS = Permission(
    "people.read_cards",
    rows={
        Role.HOLDER: _oneself,
        Role.PROVIDER_AGENT: every_row,
        Role.PROVIDER_MANAGER: every_row,
        Role.STAFF_AGENT: every_row,
        # Who approves that two persons are one looks at both.
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
FIND = Permission("people.find", rows=_STAFF, refusal=Refusal.NOT_ALLOWED)
REVEAL_NIR = Permission("people.reveal_nir", rows={Role.STAFF_AGENT: every_row}, refusal=Refusal.NOT_ALLOWED)
REGISTER = Permission(
    "people.register", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: An employer names its own employee, by number and name: it learns whether both are right, and nothing else.
NAME_EMPLOYEES = Permission(
    "people.name_employees",
    rows={**dict.fromkeys(EMPLOYER, every_row), Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
MATCH = Permission("people.match", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
SIGN_IN = Permission("people.sign_in", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
ENROL_AGENTS = Permission(
    "people.enrol_agents",
    rows={
        Role.PROVIDER_MANAGER: _ones_organisation,
        Role.EMPLOYER_MANAGER: _ones_company,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
READ_AGENTS = Permission(
    "people.read_agents",
    rows={
        Role.PROVIDER_AGENT: _ones_organisation,
        Role.PROVIDER_MANAGER: _ones_organisation,
        # Only at home: who acts for another company is no manager there.
        Role.EMPLOYER_MANAGER: _ones_company,
        **_STAFF,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: To send somebody a message meant for them alone: no reading by anybody, so nothing is noted.
REACH = Permission("people.reach", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
SET_CONTACT = Permission(
    "people.set_contact", rows={Role.HOLDER: _oneself, Role.STAFF_AGENT: every_row}, refusal=Refusal.NOT_ALLOWED
)
ROTATE_KEYS = Permission("people.rotate_keys", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
#: The queue of identities that nobody could place by rule.
SETTLE_DOUBTS = Permission(
    "people.settle_doubts", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
REGULARISE = Permission(
    "people.regularise", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: A consequence of what two agents decided above, where accounts and enrolments follow.
MERGE = Permission(
    "people.merge", rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
KEEP_DOCUMENTS = Permission(
    "people.keep_documents",
    rows={Role.HOLDER: _oneself, Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
READ_DOCUMENTS = Permission(
    "people.read_documents",
    rows={Role.HOLDER: _of_oneself, Role.STAFF_AGENT: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
