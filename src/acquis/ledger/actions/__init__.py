"""What can be done with the ledger: open, post, reserve, draw, post what is reserved, release, reverse, seal."""

from .anchor import anchor
from .draw import draw
from .fold import fold
from .open_accounts import open_accounts
from .open_book import open_book
from .open_payable import open_payable
from .post import post
from .post_columns import post_columns
from .post_reserved import post_reserved
from .release import release
from .reserve import reserve
from .reverse import reverse
from .roll_up import roll_up
from .seal import seal
from .take_columns import take_columns

__all__ = [
    "anchor",
    "draw",
    "fold",
    "open_accounts",
    "open_book",
    "open_payable",
    "post",
    "post_columns",
    "post_reserved",
    "release",
    "reserve",
    "reverse",
    "roll_up",
    "seal",
    "take_columns",
]
