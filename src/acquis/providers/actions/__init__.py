"""What may be done with training bodies."""

from .approve_bank_account import approve_bank_account
from .ask_payee import ask_payee
from .choose_billing import choose_billing
from .contest_bank_account import contest_bank_account
from .declare_vat import declare_vat
from .decline_bank_account import decline_bank_account
from .delist import delist
from .propose_bank_account import propose_bank_account
from .record_payee_check import record_payee_check
from .reference import reference
from .restore import restore
from .suspend import suspend
from .upsert_providers import upsert_providers

__all__ = [
    "approve_bank_account",
    "ask_payee",
    "choose_billing",
    "contest_bank_account",
    "declare_vat",
    "decline_bank_account",
    "delist",
    "propose_bank_account",
    "record_payee_check",
    "reference",
    "restore",
    "suspend",
    "upsert_providers",
]
