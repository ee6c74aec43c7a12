"""Who may see companies and act for them: rows, role by role.

Whoever acts for another company holds `EMPLOYER_AGENT` there, and the flows that it entrusted; managing a company is
for its own managers alone.
"""

from django.db.models import Exists, Q

from acquis.kit.actor import EMPLOYER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .models import Scope
from .types import Refusal


def _own(by: Actor) -> Q:
    return Q(pk=by.employer_id) if by.employer_id else Q(pk__in=[])


def _places(by: Actor) -> Q:
    """The establishments of the company, or those of them to which the agent is limited."""
    if not by.employer_id:
        return Q(pk__in=[])
    limits = Scope.objects.filter(agent_id=by.id, establishment__company_id=by.employer_id)
    return Q(company_id=by.employer_id) & (~Exists(limits) | Q(pk__in=limits.values("establishment_id")))


def _either_side(by: Actor) -> Q:
    if not by.employer_id:
        return Q(pk__in=[])
    return Q(company_id=by.employer_id) | Q(delegate_id=by.employer_id)


_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

#: The company knows itself when its head comes; otherwise the operator registers it.
REGISTER = Permission("employers.register", rows={Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.NOT_ALLOWED)
READ = Permission(
    "employers.read", rows={**dict.fromkeys(EMPLOYER, _places), **_staff, **_system}, refusal=Refusal.NOT_ALLOWED
)
MANAGE = Permission(
    "employers.manage",
    rows={Role.EMPLOYER_MANAGER: _own, Role.STAFF_AGENT: every_row, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: What was entrusted, seen and withdrawn from both sides.
DELEGATIONS = Permission(
    "employers.delegations",
    rows={Role.EMPLOYER_MANAGER: _either_side, Role.STAFF_AGENT: every_row, **_system},
    refusal=Refusal.DELEGATION_UNKNOWN,
)
