"""Who may see funders and their conventions, compose, sign, approve and fill them: rows, role by role."""

from django.db.models import Q

from acquis.kit.actor import FUNDER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own_funder(by: Actor) -> Q:
    return Q(pk=by.funder_id) if by.funder_id else Q(pk__in=[])


def _of_own_funder(by: Actor) -> Q:
    return Q(funder_id=by.funder_id) if by.funder_id else Q(pk__in=[])


_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

READ_FUNDER = Permission(
    "funders.read_funder",
    rows={**dict.fromkeys(FUNDER, _own_funder), **_staff, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
REGISTER = Permission("funders.register", rows={Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.NOT_ALLOWED)
READ = Permission(
    "funders.read",
    rows={**dict.fromkeys(FUNDER, _of_own_funder), **_staff, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: Draft, change, discard a draft: whoever works for the funder.
COMPOSE = Permission(
    "funders.compose", rows={**dict.fromkeys(FUNDER, _of_own_funder), **_system}, refusal=Refusal.NOT_ALLOWED
)
DRAFT = Permission("funders.draft", rows={**dict.fromkeys(FUNDER, _own_funder), **_system}, refusal=Refusal.NOT_ALLOWED)
#: Sign: submit, take back what was submitted, suspend, resume, end one's own.
SIGN = Permission("funders.sign", rows={Role.FUNDER_MANAGER: _of_own_funder, **_system}, refusal=Refusal.NOT_ALLOWED)
#: Suspend, resume, end: the funder's manager, or the operator.
HALT = Permission(
    "funders.halt",
    rows={Role.FUNDER_MANAGER: _of_own_funder, Role.STAFF_APPROVER: every_row, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
APPROVE = Permission("funders.approve", rows={Role.STAFF_APPROVER: every_row, **_system}, refusal=Refusal.NOT_ALLOWED)
PROVIDE = Permission("funders.provide", rows={Role.STAFF_FINANCE: every_row, **_system}, refusal=Refusal.NOT_ALLOWED)

#: A consequence of an act on an enrolment, which has judged; no door leads here directly.
PROMISE = Permission(
    "funders.promise",
    rows={
        Role.HOLDER: every_row,
        Role.PROVIDER_AGENT: every_row,
        Role.PROVIDER_MANAGER: every_row,
        **_staff,
        **_system,
    },
    refusal=Refusal.NOT_ALLOWED,
)


def _own_aid(by: Actor) -> Q:
    return Q(account_id__in=by.accounts)


SEE_AID = Permission(
    "funders.see_aid",
    rows={Role.HOLDER: _own_aid, **dict.fromkeys(FUNDER, _of_own_funder), **_staff, **_system},
    refusal=Refusal.AID_UNKNOWN,
)
#: Write in a request: its two sides.
WRITE_AID = Permission(
    "funders.write_aid",
    rows={Role.HOLDER: _own_aid, **dict.fromkeys(FUNDER, _of_own_funder), **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: Ask for a document, grant, refuse: whoever works for the funder.
DECIDE_AID = Permission(
    "funders.decide_aid", rows={**dict.fromkeys(FUNDER, _of_own_funder), **_system}, refusal=Refusal.NOT_ALLOWED
)
#: What the calendar does.
CONDUCT_AID = Permission("funders.conduct_aid", rows=_system, refusal=Refusal.NOT_ALLOWED)
