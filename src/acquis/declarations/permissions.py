"""Who may bring declarations in, and who may read them: a holder their own, the operator's staff all of them."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own_account(by: Actor) -> Q:
    return Q(account_id__in=by.accounts)


_STAFF = {Role.STAFF_AGENT: every_row, Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row}

IMPORT = Permission(
    "declarations.import",
    rows={Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: A consequence of what two agents decided above (`acquis.joining`).
HAND_OVER = Permission("declarations.hand_over", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
READ_REPORT = Permission(
    "declarations.read_report", rows={**_STAFF, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
READ_LINES = Permission(
    "declarations.read_lines",
    rows={Role.HOLDER: _own_account, **_STAFF, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
