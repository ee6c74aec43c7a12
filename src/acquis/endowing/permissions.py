"""Who may see, compose, send and cancel orders of endowments: rows, role by role."""

from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import EMPLOYER, FUNDER, STAFF, Actor, Flow, Role
from acquis.kit.permission import Permission, every_row

from .types import Ground, PayerKind, Refusal


def _of_own_funder(by: Actor) -> Q:
    return Q(payer_kind=PayerKind.FUNDER, payer_id=by.funder_id) if by.funder_id else Q(pk__in=[])


def _of_own_company(by: Actor) -> Q:
    """What is entrusted to whoever acts for a company: all that is given, or what a missed duty makes due."""
    own = Q(payer_kind=PayerKind.EMPLOYER, payer_id=by.employer_id)
    if by.employer_id and Flow.ENDOWMENTS in by.flows:
        return own
    return own & Q(ground=Ground.CORRECTIVE) if by.employer_id and Flow.CORRECTIVE in by.flows else Q(pk__in=[])


_payers = {**dict.fromkeys(FUNDER, _of_own_funder), **dict.fromkeys(EMPLOYER, _of_own_company)}
_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

READ = Permission(
    "endowing.read",
    rows={**_payers, **_staff, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: Draft, give a file, add a line, discard: whoever works for the payer.
COMPOSE = Permission("endowing.compose", rows={**_payers, **_system}, refusal=Refusal.NOT_ALLOWED)
#: Send, which binds the payer to pay; cancel what was sent.
SIGN = Permission(
    "endowing.sign",
    rows={Role.FUNDER_MANAGER: _of_own_funder, Role.EMPLOYER_MANAGER: _of_own_company, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
#: What the calendar and the bank do.
RUN = Permission("endowing.run", rows=_system, refusal=Refusal.NOT_ALLOWED)
GRANT_CREDIT = Permission(
    "endowing.grant_credit", rows={Role.STAFF_APPROVER: every_row, **_system}, refusal=Refusal.NOT_ALLOWED
)


def is_payer(by: Actor, kind: PayerKind, payer_id: UUID, ground: Ground) -> bool:
    """Whether `by` acts for this payer: for an order that does not exist yet."""
    if by.has(Role.SYSTEM):
        return True
    if kind is PayerKind.FUNDER:
        return by.has(*FUNDER) and by.funder_id == payer_id
    flow = Flow.CORRECTIVE if ground is Ground.CORRECTIVE else Flow.ENDOWMENTS
    return by.has(*EMPLOYER) and by.employer_id == payer_id and (flow in by.flows or Flow.ENDOWMENTS in by.flows)
