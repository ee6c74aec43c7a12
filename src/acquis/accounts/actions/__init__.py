"""What may be done with an account."""

from .close import close
from .credit_columns import credit_columns
from .credit_years import credit_years
from .freeze import freeze
from .lapse_purse import lapse_purse
from .open_account import open_account
from .open_accounts import open_accounts
from .open_purse import open_purse
from .set_situation import set_situation
from .top_up import top_up
from .undo_years import undo_years
from .unfreeze import unfreeze

__all__ = [
    "close",
    "credit_columns",
    "credit_years",
    "freeze",
    "lapse_purse",
    "open_account",
    "open_accounts",
    "open_purse",
    "set_situation",
    "top_up",
    "undo_years",
    "unfreeze",
]
