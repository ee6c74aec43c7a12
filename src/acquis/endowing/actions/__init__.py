"""What may be done with orders of endowments."""

from .add_line import add_line
from .cancel_order import cancel_order
from .complete_order import complete_order
from .credit_lines import AT_ONCE, credit_lines
from .draft_order import draft_order
from .end_reading import end_reading
from .give_file import MOST_BYTES, give_file
from .grant_credit import grant_credit
from .receive_order import receive_order
from .submit_order import submit_order
from .take_lines import take_lines

__all__ = [
    "AT_ONCE",
    "MOST_BYTES",
    "add_line",
    "cancel_order",
    "complete_order",
    "credit_lines",
    "draft_order",
    "end_reading",
    "give_file",
    "grant_credit",
    "receive_order",
    "submit_order",
    "take_lines",
]
