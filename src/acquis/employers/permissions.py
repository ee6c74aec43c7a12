"""Who may see companies and act for them: rows, role by role.

Whoever acts for another company holds `EMPLOYER_AGENT` there, and the flows that it entrusted; managing a company is
for its own managers alone.
"""

from django.db.models import Q

from acquis.kit.actor import EMPLOYER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own(by: Actor) -> Q:
    return Q(pk=by.employer_id) if by.employer_id else Q(pk__in=[])


def _of_own(by: Actor) -> Q:
    return Q(company_id=by.employer_id) if by.employer_id else Q(pk__in=[])


_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

#: The company knows itself when its head comes; otherwise the operator registers it.
REGISTER = Permission("employers.register", rows={Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.NOT_ALLOWED)
READ = Permission(
    "employers.read", rows={**dict.fromkeys(EMPLOYER, _of_own), **_staff, **_system}, refusal=Refusal.NOT_ALLOWED
)
MANAGE = Permission(
    "employers.manage",
    rows={Role.EMPLOYER_MANAGER: _own, Role.STAFF_AGENT: every_row, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
