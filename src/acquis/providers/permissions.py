"""Who may do and see what on training bodies: a body its own, the staff and the system all of them.

That two persons are needed for a bank account is not a permission: the act itself asks for somebody else.
"""

from django.db.models import Q

from acquis.kit.actor import Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own(by: Actor) -> Q:
    return Q(pk=by.provider_id)


def _of_own(by: Actor) -> Q:
    return Q(provider_id=by.provider_id)


IMPORT = Permission(
    "providers.import", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
REFERENCE = Permission(
    "providers.reference", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
SUSPEND = Permission(
    "providers.suspend", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
PROPOSE_BANK_ACCOUNT = Permission(
    "providers.propose_bank_account",
    rows={Role.PROVIDER_MANAGER: _own, Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
DECLARE_VAT = Permission(
    "providers.declare_vat",
    rows={Role.PROVIDER_MANAGER: _own, Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
CHOOSE_BILLING = Permission("providers.choose_billing", rows={Role.PROVIDER_MANAGER: _own}, refusal=Refusal.NOT_ALLOWED)
APPROVE_BANK_ACCOUNT = Permission(
    "providers.approve_bank_account",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
CONTEST_BANK_ACCOUNT = Permission(
    "providers.contest_bank_account",
    rows={
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_FINANCE: every_row,
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: Telling what a bank answered is for the system, which asked it.
RECORD_PAYEE_CHECK = Permission(
    "providers.record_payee_check", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
READ_BANK_ACCOUNTS = Permission(
    "providers.read_bank_accounts",
    rows={
        Role.PROVIDER_MANAGER: _of_own,
        Role.STAFF_FINANCE: every_row,
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
