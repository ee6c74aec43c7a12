"""Who may do what with a search that is kept: its holder alone; nobody of the staff reads what somebody looks for."""

from django.db.models import Q

from acquis.kit.actor import Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own(by: Actor) -> Q:
    return Q(account_id__in=by.accounts)


KEEP = Permission("watches.keep", rows={Role.HOLDER: _own}, refusal=Refusal.NOT_ALLOWED)
SEE = Permission("watches.see", rows={Role.HOLDER: _own}, refusal=Refusal.NOT_ALLOWED)
CHANGE = Permission("watches.change", rows={Role.HOLDER: _own}, refusal=Refusal.NOT_ALLOWED)
DROP = Permission("watches.drop", rows={Role.HOLDER: _own, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
LOOK = Permission("watches.look", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
