"""Who may see, compose, send and cancel orders of endowments: rows, role by role."""

from django.db.models import Q

from acquis.kit.actor import FUNDER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import PayerKind, Refusal


def _of_own_funder(by: Actor) -> Q:
    return Q(payer_kind=PayerKind.FUNDER, payer_id=by.funder_id) if by.funder_id else Q(pk__in=[])


_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

READ = Permission(
    "endowing.read",
    rows={**dict.fromkeys(FUNDER, _of_own_funder), **_staff, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: Draft, give a file, add a line, discard: whoever works for the payer.
COMPOSE = Permission(
    "endowing.compose", rows={**dict.fromkeys(FUNDER, _of_own_funder), **_system}, refusal=Refusal.NOT_ALLOWED
)
#: Send, which binds the payer to pay; cancel what was sent.
SIGN = Permission("endowing.sign", rows={Role.FUNDER_MANAGER: _of_own_funder, **_system}, refusal=Refusal.NOT_ALLOWED)
#: What the calendar and the bank do.
RUN = Permission("endowing.run", rows=_system, refusal=Refusal.NOT_ALLOWED)
GRANT_CREDIT = Permission(
    "endowing.grant_credit", rows={Role.STAFF_APPROVER: every_row, **_system}, refusal=Refusal.NOT_ALLOWED
)


def is_payer(by: Actor, kind: PayerKind, payer_id: object) -> bool:
    """Whether `by` acts for this payer: for an order that does not exist yet."""
    return by.has(Role.SYSTEM) or (kind is PayerKind.FUNDER and by.has(*FUNDER) and by.funder_id == payer_id)
