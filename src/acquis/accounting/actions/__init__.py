"""What can be done with the books: close them, call for funds, reconcile a day and end what does not agree."""

from .approve_call import approve_call
from .approve_closing import approve_closing
from .approve_write_off import approve_write_off
from .decline_write_off import decline_write_off
from .discard_call import discard_call
from .discard_closing import discard_closing
from .explain_difference import explain_difference
from .prepare_call import prepare_call
from .prepare_closing import prepare_closing
from .propose_write_off import propose_write_off
from .receive_call import receive_call
from .receive_funding import receive_funding
from .reconcile_day import reconcile_day
from .take_card_report import take_card_report
from .take_difference import take_difference
from .take_entries import take_entries

__all__ = [
    "approve_call",
    "approve_closing",
    "approve_write_off",
    "decline_write_off",
    "discard_call",
    "discard_closing",
    "explain_difference",
    "prepare_call",
    "prepare_closing",
    "propose_write_off",
    "receive_call",
    "receive_funding",
    "reconcile_day",
    "take_card_report",
    "take_difference",
    "take_entries",
]
