"""The law of the individual learning accounts, as dated parameters and pure functions.

No database, no clock, no web framework: `law_on(day)` gives the law in force, and each rule is a function
`(law, facts) -> result` whose facts are values, or NumPy columns of them.
"""

from acquis.rules.accrual import YearlyCredit, YearlyHours, YearOfService, YearOfWork, yearly_credit, yearly_hours
from acquis.rules.attendance import Attendance, Settlement, deposit_share, is_long_session, settle_attendance
from acquis.rules.calendar import add_days, add_months, add_working_days, is_working_day, public_holidays
from acquis.rules.cancellation import Cancellation, CancellationOutcome, cancel_before_entry
from acquis.rules.changes import Change, WrongChange, change, may_be_nothing, parse_change
from acquis.rules.conversion import Conversion, Converted, convert
from acquis.rules.delays import (
    ENROLMENT_STEPS,
    PARAMETER_OF,
    Delay,
    deadline,
    delay,
    withdrawal_last_day,
    withdrawal_refund_by,
)
from acquis.rules.in_force import Provenance, law_on, provenance
from acquis.rules.parameters import LawFileError, parameters
from acquis.rules.purchase import (
    Complement,
    Purchase,
    PurchaseSplit,
    PurseMoney,
    cap_on_rights,
    exempting_purse_kinds,
    split_price,
    usable_purses,
)
from acquis.rules.record import Law
from acquis.rules.recovery import Allocation, Claim, Recovery, allocate_recovery
from acquis.rules.types import (
    FIRST_DAY,
    Action,
    CancelledBy,
    ComplementKind,
    Counter,
    ExitReason,
    NotCovered,
    PurseKind,
    Refusal,
    Regime,
    Step,
    WorkUnit,
)

__all__ = [
    "ENROLMENT_STEPS",
    "FIRST_DAY",
    "PARAMETER_OF",
    "Action",
    "Allocation",
    "Attendance",
    "Cancellation",
    "CancellationOutcome",
    "CancelledBy",
    "Change",
    "Claim",
    "Complement",
    "ComplementKind",
    "Conversion",
    "Converted",
    "Counter",
    "Delay",
    "ExitReason",
    "Law",
    "LawFileError",
    "NotCovered",
    "Provenance",
    "Purchase",
    "PurchaseSplit",
    "PurseKind",
    "PurseMoney",
    "Recovery",
    "Refusal",
    "Regime",
    "Settlement",
    "Step",
    "WorkUnit",
    "WrongChange",
    "YearOfService",
    "YearOfWork",
    "YearlyCredit",
    "YearlyHours",
    "add_days",
    "add_months",
    "add_working_days",
    "allocate_recovery",
    "cancel_before_entry",
    "cap_on_rights",
    "change",
    "convert",
    "deadline",
    "delay",
    "deposit_share",
    "exempting_purse_kinds",
    "is_long_session",
    "is_working_day",
    "law_on",
    "may_be_nothing",
    "parameters",
    "parse_change",
    "provenance",
    "public_holidays",
    "settle_attendance",
    "split_price",
    "usable_purses",
    "withdrawal_last_day",
    "withdrawal_refund_by",
    "yearly_credit",
    "yearly_hours",
]
