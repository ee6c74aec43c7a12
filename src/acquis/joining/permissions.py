"""Who may propose that two persons are one, who may agree, and who may see it."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

READ = Permission(
    "joining.read",
    rows={Role.STAFF_AGENT: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
PROPOSE = Permission("joining.propose", rows={Role.STAFF_AGENT: every_row}, refusal=Refusal.NOT_ALLOWED)
#: Never on one's own proposal: the act sees to it, and the table refuses it.
DECIDE = Permission("joining.decide", rows={Role.STAFF_APPROVER: every_row}, refusal=Refusal.NOT_ALLOWED)
GATHER = Permission("joining.gather", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
