"""Who may move the demonstration's clock."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

MOVE_CLOCK = Permission(
    "journal.move_clock",
    rows={
        Role.STAFF_AGENT: every_row,
        Role.STAFF_FINANCE: every_row,
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
