"""What may be done with funders, their conventions and what these promise."""

from .amend_convention import amend_convention
from .approve_convention import approve_convention
from .change_convention import change_convention
from .discard_convention import discard_convention
from .draft_convention import draft_convention
from .end_convention import end_convention
from .note_spent import note_spent
from .promise import promise
from .provide_advance import provide_advance
from .register_funder import register_funder
from .resume_convention import resume_convention
from .return_promised import return_promised
from .send_back_convention import send_back_convention
from .submit_convention import submit_convention
from .suspend_convention import suspend_convention
from .take_back_convention import take_back_convention

__all__ = [
    "amend_convention",
    "approve_convention",
    "change_convention",
    "discard_convention",
    "draft_convention",
    "end_convention",
    "note_spent",
    "promise",
    "provide_advance",
    "register_funder",
    "resume_convention",
    "return_promised",
    "send_back_convention",
    "submit_convention",
    "suspend_convention",
    "take_back_convention",
]
