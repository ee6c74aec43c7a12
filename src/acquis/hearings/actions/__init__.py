"""What may be done in a hearing: one act, one file."""

from .agree import agree
from .close import close
from .decide import decide
from .open_hearing import open_hearing
from .remind import remind
from .state import state
from .take import take
from .withdraw import withdraw

__all__ = ["agree", "close", "decide", "open_hearing", "remind", "state", "take", "withdraw"]
