"""The acts of this context, one module each."""

from .ask_about_doubt import ask_about_doubt
from .dismiss_doubt import dismiss_doubt
from .doubt_deaths import doubt_deaths
from .enrol_agent import enrol_agent
from .keep_document import keep_document
from .match_declared import match_declared
from .merge_people import merge_people
from .note_register_answer import note_register_answer
from .part_people import part_people
from .record_proof import record_proof
from .register_people import register_people
from .register_person import register_person
from .regularise_nir import regularise_nir
from .reveal_nir import reveal_nir
from .rotate_keys import rotate_keys
from .set_contact import set_contact
from .settle_doubt import settle_doubt
from .sign_in_agent import sign_in_agent
from .sign_in_holder import sign_in_holder
from .start_attempt import start_attempt
from .take_attempt import take_attempt
from .tell_apart import tell_apart
from .use_proof import use_proof
from .withdraw_agent import withdraw_agent

__all__ = [
    "ask_about_doubt",
    "dismiss_doubt",
    "doubt_deaths",
    "enrol_agent",
    "keep_document",
    "match_declared",
    "merge_people",
    "note_register_answer",
    "part_people",
    "record_proof",
    "register_people",
    "register_person",
    "regularise_nir",
    "reveal_nir",
    "rotate_keys",
    "set_contact",
    "settle_doubt",
    "sign_in_agent",
    "sign_in_holder",
    "start_attempt",
    "take_attempt",
    "tell_apart",
    "use_proof",
    "withdraw_agent",
]
