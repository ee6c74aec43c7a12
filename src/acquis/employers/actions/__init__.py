"""What may be done with companies and their establishments."""

from .add_establishment import add_establishment
from .close_establishment import close_establishment
from .name_company import name_company
from .register_company import register_company

__all__ = ["add_establishment", "close_establishment", "name_company", "register_company"]
