"""What may be done to the catalogue; one module per act."""

from .import_certifications import import_certifications, register_certifications
from .import_places import import_places
from .load_own_towns import load_own_towns

__all__ = ["import_certifications", "import_places", "load_own_towns", "register_certifications"]
