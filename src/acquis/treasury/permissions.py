"""Who may do and see what with collected and paid money.

Preparing and approving are different roles, and the act asks besides that they be different persons.
"""

from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal

_STAFF_READS = {
    Role.STAFF_AGENT: every_row,
    Role.STAFF_FINANCE: every_row,
    Role.STAFF_APPROVER: every_row,
    Role.SYSTEM: every_row,
}


def _own_account(by: Actor) -> Q:
    return Q(account_id__in=by.accounts)


def _own_provider(by: Actor) -> Q:
    return Q(provider_id=by.provider_id)


READ_COLLECTIONS = Permission(
    "treasury.read_collections", rows={Role.HOLDER: _own_account, **_STAFF_READS}, refusal=Refusal.NOT_ALLOWED
)
READ_INVOICES = Permission(
    "treasury.read_invoices",
    rows={Role.PROVIDER_AGENT: _own_provider, Role.PROVIDER_MANAGER: _own_provider, **_STAFF_READS},
    refusal=Refusal.NOT_ALLOWED,
)
READ_PAYOUTS = Permission(
    "treasury.read_payouts",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
COLLECT = Permission(
    "treasury.collect", rows={Role.HOLDER: _own_account, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: A consequence of an enrolment's act, which has judged whether its author may: the holder withdraws, the provider
#: cancels. No door leads here directly.
REFUND = Permission(
    "treasury.refund",
    rows={
        Role.HOLDER: _own_account,
        Role.PROVIDER_AGENT: every_row,
        Role.PROVIDER_MANAGER: every_row,
        Role.STAFF_AGENT: every_row,
        Role.STAFF_FINANCE: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: A consequence too: entry declared by the provider, a late cancellation by the holder, a service validated by the day.
INVOICE = Permission(
    "treasury.invoice",
    rows={
        Role.HOLDER: _own_account,
        Role.PROVIDER_AGENT: _own_provider,
        Role.PROVIDER_MANAGER: _own_provider,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: The body deposits what it makes itself, and nobody does it in its stead.
DEPOSIT = Permission(
    "treasury.deposit",
    rows={Role.PROVIDER_AGENT: _own_provider, Role.PROVIDER_MANAGER: _own_provider},
    refusal=Refusal.INVOICE_UNKNOWN,
)
#: A consequence too: what is under control, or disputed, is not paid; whoever disputes or controls has been judged.
WITHHOLD = Permission(
    "treasury.withhold",
    rows={
        Role.HOLDER: _own_account,
        Role.PROVIDER_AGENT: _own_provider,
        Role.PROVIDER_MANAGER: _own_provider,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: Whoever ends a control was judged by the enrolment: what it withheld is let go by the system alone.
RELEASE = Permission("treasury.release", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
#: Telling an outcome is for the system, which heard it from the card provider: by a signed call, or by asking.
RECORD_OUTCOME = Permission("treasury.record_outcome", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
#: What a card refused is tried again, or said to have been given back otherwise.
MEND_REFUND = Permission(
    "treasury.mend_refund",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
PREPARE_PAYOUTS = Permission(
    "treasury.prepare_payouts",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
APPROVE_PAYOUTS = Permission(
    "treasury.approve_payouts",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
DISCARD_PAYOUTS = Permission(
    "treasury.discard_payouts",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
MARK_PAID = Permission(
    "treasury.mark_paid",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: Taking the bank's word, and saying what it did not explain.
RECONCILE = Permission(
    "treasury.reconcile",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: A consequence of what a payer ordered, which the act above has judged; no door leads here directly.
EXPECT = Permission(
    "treasury.expect",
    rows={
        Role.FUNDER_MANAGER: every_row,
        Role.EMPLOYER_MANAGER: every_row,
        Role.STAFF_FINANCE: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)


def of_purchase(by: Actor, *, provider_id: UUID, account_id: UUID) -> bool:
    """Whether a row that does not exist yet, of a purchase of this account with this body, is one `by` may write."""
    if by.has(Role.STAFF_AGENT, Role.SYSTEM):
        return True
    if by.has(Role.PROVIDER_AGENT, Role.PROVIDER_MANAGER) and by.provider_id == provider_id:
        return True
    return by.has(Role.HOLDER) and account_id in by.accounts
