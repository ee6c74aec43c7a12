"""Who may bring files in, withdraw an offer, and read a report."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import PROVIDER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _of_own(by: Actor) -> Q:
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


IMPORT_REGISTERS = Permission(
    "catalogue.import_registers",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
IMPORT_OFFERS = Permission(
    "catalogue.import_offers",
    rows={
        Role.PROVIDER_AGENT: _of_own,
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
WITHDRAW = Permission(
    "catalogue.withdraw",
    rows={
        Role.PROVIDER_AGENT: _of_own,
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: Whoever moves a purchase moves its place: the purchase has its own permissions.
HOLD_PLACE = Permission(
    "catalogue.hold_place",
    rows=dict.fromkeys((Role.HOLDER, *sorted(PROVIDER), *sorted(STAFF), Role.SYSTEM), every_row),
    refusal=Refusal.NOT_ALLOWED,
)
#: Write an offer by hand, submit it, give it up; and read its history.
WRITE_OFFERS = Permission(
    "catalogue.write_offers",
    rows={Role.PROVIDER_AGENT: _of_own, Role.PROVIDER_MANAGER: _of_own, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: Decide whether what has signals is published.
DECIDE_OFFERS = Permission(
    "catalogue.decide_offers",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
READ_DRAFTS = Permission(
    "catalogue.read_drafts",
    rows={
        Role.PROVIDER_AGENT: _of_own,
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: Tell providers what will leave the shelf.
WARN = Permission("catalogue.warn", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
READ_REPORT = Permission(
    "catalogue.read_report",
    rows={
        Role.PROVIDER_AGENT: _of_own,
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_AGENT: every_row,
        Role.STAFF_FINANCE: every_row,
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
