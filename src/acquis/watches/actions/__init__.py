"""The acts on searches that are kept."""

from .change import change
from .drop import drop
from .keep import keep
from .look import look
from .pause import pause
from .resume import resume

__all__ = ["change", "drop", "keep", "look", "pause", "resume"]
