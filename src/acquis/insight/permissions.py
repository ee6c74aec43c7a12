"""Who may ask what a change of law would do, and read what was found: the State's officers and the system."""

from acquis.kit.actor import Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

SIMULATE = Permission(
    "insight.simulate",
    rows={Role.STATE_OFFICER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
READ = Permission(
    "insight.read",
    rows={Role.STATE_OFFICER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
CONCLUDE = Permission("insight.conclude", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
