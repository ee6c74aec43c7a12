"""What may be done with companies, their establishments, their agents and what they entrust."""

from .add_establishment import add_establishment
from .close_establishment import close_establishment
from .delegate import delegate
from .invite_agent import invite_agent
from .name_company import name_company
from .note_corrective_paid import note_corrective_paid
from .register_company import register_company
from .state_interviews import state_interviews
from .withdraw_delegation import withdraw_delegation

__all__ = [
    "add_establishment",
    "close_establishment",
    "delegate",
    "invite_agent",
    "name_company",
    "note_corrective_paid",
    "register_company",
    "state_interviews",
    "withdraw_delegation",
]
