"""What may be done with a yearly run."""

from .advance import advance
from .approve import approve
from .discard import discard
from .prepare import prepare

__all__ = ["advance", "approve", "discard", "prepare"]
