"""Who may register a funder's machines, see them, and let them in: rows, role by role."""

from django.db.models import Q

from acquis.kit.actor import FUNDER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _of_own_funder(by: Actor) -> Q:
    return Q(funder_id=by.funder_id) if by.funder_id else Q(pk__in=[])


_system = {Role.SYSTEM: every_row}

#: A machine acts in the name of the whole funder: its manager alone says which, and what it may.
MANAGE = Permission(
    "partners.manage", rows={Role.FUNDER_MANAGER: _of_own_funder, **_system}, refusal=Refusal.NOT_ALLOWED
)
#: Closing a door is urgent: any agent of the operator may as well.
WITHDRAW = Permission(
    "partners.withdraw",
    rows={Role.FUNDER_MANAGER: _of_own_funder, **dict.fromkeys(STAFF, every_row), **_system},
    refusal=Refusal.NOT_ALLOWED,
)
READ = Permission(
    "partners.read",
    rows={**dict.fromkeys(FUNDER, _of_own_funder), **dict.fromkeys(STAFF, every_row), **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: The door of the machines, which judges by keys and tokens before it acts for anybody.
ADMIT = Permission("partners.admit", rows=_system, refusal=Refusal.NOT_ALLOWED)
