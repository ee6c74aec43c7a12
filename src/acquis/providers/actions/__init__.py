"""What may be done with training bodies."""

from .approve_bank_account import approve_bank_account
from .choose_billing import choose_billing
from .declare_vat import declare_vat
from .decline_bank_account import decline_bank_account
from .delist import delist
from .propose_bank_account import propose_bank_account
from .reference import reference
from .restore import restore
from .suspend import suspend
from .upsert_providers import upsert_providers

__all__ = [
    "approve_bank_account",
    "choose_billing",
    "declare_vat",
    "decline_bank_account",
    "delist",
    "propose_bank_account",
    "reference",
    "restore",
    "suspend",
    "upsert_providers",
]
