"""What can be done with the journal: record a fact and, in the demonstration, move its clock."""

from .move_clock import move_clock
from .record import record, record_all

__all__ = ["move_clock", "record", "record_all"]
