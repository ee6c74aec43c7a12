"""Who may see companies and act for them: rows, role by role.

Whoever acts for another company holds `EMPLOYER_AGENT` there, and the flows that it entrusted; managing a company is
for its own managers alone.
"""

from django.db.models import Exists, Q

from acquis.kit.actor import EMPLOYER, STAFF, Actor, Flow, Role
from acquis.kit.permission import Permission, every_row

from .models import Establishment, Scope
from .types import Refusal


def _own(by: Actor) -> Q:
    return Q(pk=by.employer_id) if by.employer_id else Q(pk__in=[])


def _places(by: Actor) -> Q:
    """The establishments of the company, or those of them to which the agent is limited."""
    if by.employer_id is None or by.id is None:
        return Q(pk__in=[])
    limits = Scope.objects.filter(agent_id=by.id, establishment__company_id=by.employer_id)
    return Q(company_id=by.employer_id) & (~Exists(limits) | Q(pk__in=limits.values("establishment_id")))


def _does_corrective(by: Actor) -> Q:
    return _own(by) if Flow.CORRECTIVE in by.flows else Q(pk__in=[])


def _statements(by: Actor) -> Q:
    if by.employer_id is None or Flow.CORRECTIVE not in by.flows:
        return Q(pk__in=[])
    return Q(company_id=by.employer_id, establishment__in=Establishment.objects.filter(_places(by)))


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
#: The interviews of employees and what they make due, for who does this flow.
STATE = Permission(
    "employers.state_interviews",
    rows={**dict.fromkeys(EMPLOYER, _does_corrective), **_system},
    refusal=Refusal.NOT_ENTRUSTED,
)
READ_STATEMENTS = Permission(
    "employers.read_statements",
    rows={**dict.fromkeys(EMPLOYER, _statements), **_staff, **_system},
    refusal=Refusal.STATEMENT_UNKNOWN,
)
NOTE_PAID = Permission(
    "employers.note_corrective_paid",
    rows={Role.STAFF_FINANCE: every_row, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
