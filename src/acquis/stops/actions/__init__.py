"""The acts of this context, one module each."""

from .approve import approve
from .discard import discard
from .end_line import end_line
from .finish import finish
from .gather import gather
from .prepare import prepare
from .remind_left import remind_left
from .resume import resume

__all__ = ["approve", "discard", "end_line", "finish", "gather", "prepare", "remind_left", "resume"]
