"""The words of the books: closings, calls for funds, refusals, and the frozen rows that others may hold."""

from .days import OVER as OVER
from .days import BankState as BankState
from .days import DayCard as DayCard
from .days import Difference as Difference
from .days import DifferenceCard as DifferenceCard
from .days import Found as Found
from .days import Teller as Teller
from .days import WorkAct as WorkAct
from .days import WorkState as WorkState
from .rows import BalanceLine as BalanceLine
from .rows import CallCard as CallCard
from .rows import ClosingCard as ClosingCard
from .rows import Entry as Entry
from .rows import Flow as Flow
from .rows import FundAt as FundAt
from .rows import JournalSum as JournalSum
from .rows import Letter as Letter
from .rows import OpenItem as OpenItem
from .states import CallAct as CallAct
from .states import CallState as CallState
from .states import ClosingAct as ClosingAct
from .states import ClosingId as ClosingId
from .states import ClosingState as ClosingState
from .states import Need as Need
from .states import Refusal as Refusal
from .states import Span as Span
