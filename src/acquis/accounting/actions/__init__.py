"""What can be done with the books: prepare the closing of a month or a year, approve it, give it up."""

from .approve_closing import approve_closing
from .discard_closing import discard_closing
from .prepare_closing import prepare_closing

__all__ = ["approve_closing", "discard_closing", "prepare_closing"]
