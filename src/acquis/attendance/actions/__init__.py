"""What may be done about attendance: one act, one file."""

from .cancel import cancel
from .change import change
from .compare import compare
from .confirm import confirm
from .confirm_by_link import confirm_by_link
from .correct import correct
from .name_trainer import name_trainer
from .note_connections import note_connections
from .note_paper import note_paper
from .open_half_day import open_half_day
from .plan import plan
from .remind import remind
from .sign import sign

__all__ = [
    "cancel",
    "change",
    "compare",
    "confirm",
    "confirm_by_link",
    "correct",
    "name_trainer",
    "note_connections",
    "note_paper",
    "open_half_day",
    "plan",
    "remind",
    "sign",
]
