"""Who may see a body's stop, prepare it, decide on it and carry it out."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

READ = Permission(
    "stops.read",
    rows={Role.STAFF_AGENT: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
PREPARE = Permission("stops.prepare", rows={Role.STAFF_AGENT: every_row}, refusal=Refusal.NOT_ALLOWED)
#: Never on what one prepared: the act sees to it, and the table refuses it.
DECIDE = Permission("stops.decide", rows={Role.STAFF_APPROVER: every_row}, refusal=Refusal.NOT_ALLOWED)
#: To give up: the approver, or whoever prepared it.
DISCARD = Permission(
    "stops.discard", rows={Role.STAFF_AGENT: every_row, Role.STAFF_APPROVER: every_row}, refusal=Refusal.NOT_ALLOWED
)
CARRY_OUT = Permission("stops.carry_out", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
