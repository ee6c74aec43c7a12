"""What may be done with funders, their conventions, what these promise, and what is asked of their agents."""

from .amend_convention import amend_convention
from .approve_convention import approve_convention
from .ask_aid import ask_aid
from .change_convention import change_convention
from .close_aids import close_aids
from .discard_convention import discard_convention
from .draft_convention import draft_convention
from .end_convention import end_convention
from .grant_aid import grant_aid
from .lapse_aid import lapse_aid
from .note_spent import note_spent
from .promise import promise
from .provide_advance import provide_advance
from .refuse_aid import refuse_aid
from .register_funder import register_funder
from .resume_convention import resume_convention
from .return_promised import return_promised
from .send_back_convention import send_back_convention
from .submit_convention import submit_convention
from .suspend_convention import suspend_convention
from .take_back_convention import take_back_convention
from .want_document import want_document
from .write_in_aid import write_in_aid

__all__ = [
    "amend_convention",
    "approve_convention",
    "ask_aid",
    "change_convention",
    "close_aids",
    "discard_convention",
    "draft_convention",
    "end_convention",
    "grant_aid",
    "lapse_aid",
    "note_spent",
    "promise",
    "provide_advance",
    "refuse_aid",
    "register_funder",
    "resume_convention",
    "return_promised",
    "send_back_convention",
    "submit_convention",
    "suspend_convention",
    "take_back_convention",
    "want_document",
    "write_in_aid",
]
