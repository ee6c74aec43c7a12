"""What may be done with companies, their establishments, their agents and what they entrust."""

from .add_establishment import add_establishment
from .close_establishment import close_establishment
from .delegate import delegate
from .invite_agent import invite_agent
from .name_company import name_company
from .register_company import register_company
from .withdraw_delegation import withdraw_delegation

__all__ = [
    "add_establishment",
    "close_establishment",
    "delegate",
    "invite_agent",
    "name_company",
    "register_company",
    "withdraw_delegation",
]
