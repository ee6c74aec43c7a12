"""The acts of this context, one module each."""

from .enrol_agent import enrol_agent
from .keep_document import keep_document
from .match_declared import match_declared
from .record_proof import record_proof
from .register_people import register_people
from .register_person import register_person
from .reveal_nir import reveal_nir
from .rotate_nir_keys import rotate_nir_keys
from .sign_in_agent import sign_in_agent
from .sign_in_holder import sign_in_holder
from .start_attempt import start_attempt
from .take_attempt import take_attempt
from .use_proof import use_proof

__all__ = [
    "enrol_agent",
    "keep_document",
    "match_declared",
    "record_proof",
    "register_people",
    "register_person",
    "reveal_nir",
    "rotate_nir_keys",
    "sign_in_agent",
    "sign_in_holder",
    "start_attempt",
    "take_attempt",
    "use_proof",
]
