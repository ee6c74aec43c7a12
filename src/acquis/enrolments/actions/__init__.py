"""What may be done to an enrolment: one act, one file."""

from .abandon import abandon
from .accept import accept
from .acknowledge import acknowledge
from .answer_rescheduling import accept_rescheduling, decline_rescheduling, lapse_rescheduling
from .ask_funder import ask_funder
from .cancel import cancel
from .cancel_as_operator import cancel_as_operator
from .confirm import confirm
from .confirm_service import confirm_service
from .control import put_under_control, release_control
from .decide_service import decide_service
from .declare_entry import declare_entry
from .declare_exit import declare_exit
from .declare_failure import declare_failure
from .declare_no_show import declare_no_show
from .declare_service import declare_service
from .decline import decline
from .excuse import excuse
from .expire_payment import expire_payment
from .give_review import give_review
from .hear_funder import hear_funder
from .lapse_unanswered import lapse_unanswered
from .lapse_unconfirmed import lapse_unconfirmed
from .note_paid import note_paid
from .note_returned import note_returned
from .propose_rescheduling import propose_rescheduling
from .record_payment import record_payment
from .remind_to_answer import remind_to_answer
from .remind_to_confirm import remind_to_confirm
from .request import request
from .stop_waiting import stop_waiting
from .validate_service import validate_service
from .withdraw import withdraw
from .withdraw_review import withdraw_review

__all__ = [
    "abandon",
    "accept",
    "accept_rescheduling",
    "acknowledge",
    "ask_funder",
    "cancel",
    "cancel_as_operator",
    "confirm",
    "confirm_service",
    "decide_service",
    "declare_entry",
    "declare_exit",
    "declare_failure",
    "declare_no_show",
    "declare_service",
    "decline",
    "decline_rescheduling",
    "excuse",
    "expire_payment",
    "give_review",
    "hear_funder",
    "lapse_rescheduling",
    "lapse_unanswered",
    "lapse_unconfirmed",
    "note_paid",
    "note_returned",
    "propose_rescheduling",
    "put_under_control",
    "record_payment",
    "release_control",
    "remind_to_answer",
    "remind_to_confirm",
    "request",
    "stop_waiting",
    "validate_service",
    "withdraw",
    "withdraw_review",
]
