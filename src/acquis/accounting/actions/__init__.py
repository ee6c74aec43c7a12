"""What can be done with the books: close months and years, call for funds and receive them."""

from .approve_call import approve_call
from .approve_closing import approve_closing
from .discard_call import discard_call
from .discard_closing import discard_closing
from .prepare_call import prepare_call
from .prepare_closing import prepare_closing
from .receive_call import receive_call

__all__ = [
    "approve_call",
    "approve_closing",
    "discard_call",
    "discard_closing",
    "prepare_call",
    "prepare_closing",
    "receive_call",
]
