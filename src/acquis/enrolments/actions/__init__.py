"""What may be done to an enrolment: one act, one file."""

from .abandon import abandon
from .accept import accept
from .acknowledge import acknowledge
from .cancel import cancel
from .confirm import confirm
from .declare_entry import declare_entry
from .declare_exit import declare_exit
from .declare_no_show import declare_no_show
from .declare_service import declare_service
from .decline import decline
from .expire_payment import expire_payment
from .give_review import give_review
from .lapse_unanswered import lapse_unanswered
from .lapse_unconfirmed import lapse_unconfirmed
from .note_paid import note_paid
from .note_returned import note_returned
from .record_payment import record_payment
from .remind_to_confirm import remind_to_confirm
from .request import request
from .validate_service import validate_service
from .withdraw import withdraw
from .withdraw_review import withdraw_review

__all__ = [
    "abandon",
    "accept",
    "acknowledge",
    "cancel",
    "confirm",
    "declare_entry",
    "declare_exit",
    "declare_no_show",
    "declare_service",
    "decline",
    "expire_payment",
    "give_review",
    "lapse_unanswered",
    "lapse_unconfirmed",
    "note_paid",
    "note_returned",
    "record_payment",
    "remind_to_confirm",
    "request",
    "validate_service",
    "withdraw",
    "withdraw_review",
]
