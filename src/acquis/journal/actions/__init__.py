"""The one act of the journal: to record a fact."""

from .record import record

__all__ = ["record"]
