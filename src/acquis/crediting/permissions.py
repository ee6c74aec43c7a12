"""Who may do and see what with a run: preparing and approving are different roles, and different persons besides."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

READ = Permission(
    "crediting.read",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
PREPARE = Permission(
    "crediting.prepare",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
APPROVE = Permission("crediting.approve", rows={Role.STAFF_APPROVER: every_row}, refusal=Refusal.NOT_ALLOWED)
DISCARD = Permission(
    "crediting.discard",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: Walking on is for the system: the worker, or the command.
ADVANCE = Permission("crediting.advance", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
