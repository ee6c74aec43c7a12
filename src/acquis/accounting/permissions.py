"""Who may read the books, and who closes them: preparing and approving are different roles, and different persons."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

_MONEY = {Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row}

READ_BOOKS = Permission("accounting.read_books", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
PREPARE_CLOSING = Permission(
    "accounting.prepare_closing",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
APPROVE_CLOSING = Permission(
    "accounting.approve_closing",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
DISCARD_CLOSING = Permission("accounting.discard_closing", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
PREPARE_CALL = Permission(
    "accounting.prepare_call",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
APPROVE_CALL = Permission(
    "accounting.approve_call",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
DISCARD_CALL = Permission("accounting.discard_call", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
RECEIVE_CALL = Permission("accounting.receive_call", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
RECONCILE_DAY = Permission("accounting.reconcile_day", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
END_DIFFERENCE = Permission("accounting.end_difference", rows=_MONEY, refusal=Refusal.NOT_ALLOWED)
APPROVE_WRITE_OFF = Permission(
    "accounting.approve_write_off",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
