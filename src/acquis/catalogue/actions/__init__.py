"""What may be done to the catalogue; one module per act."""

from .import_places import import_places
from .load_own_towns import load_own_towns

__all__ = ["import_places", "load_own_towns"]
