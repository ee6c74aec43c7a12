"""What may be done with a yearly run."""

from .advance import advance
from .approve import approve
from .ask_reconciliation import ask_reconciliation
from .discard import discard
from .keep_reconciliation import keep_reconciliation
from .prepare import prepare

__all__ = ["advance", "approve", "ask_reconciliation", "discard", "keep_reconciliation", "prepare"]
