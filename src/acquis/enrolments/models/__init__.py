"""The tables of enrolments: the purchase itself with its shares and steps, and what may turn it."""

from .enrolment import WAITS_FOR, Enrolment, EnrolmentSet, Share, Step, last_day
from .turning import Control, Personalisation, Rescheduling

__all__ = [
    "WAITS_FOR",
    "Control",
    "Enrolment",
    "EnrolmentSet",
    "Personalisation",
    "Rescheduling",
    "Share",
    "Step",
    "last_day",
]
