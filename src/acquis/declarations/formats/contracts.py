"""One contract of a DSN as work: which rubric gives the time, what a full year is, which absences there were.

The choice of rubrics is told in the decision of 2026-11-26 on what a declaration counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from acquis.rules import Regime, WorkUnit

from ..types import Absence, Ground, Header, Origin, Work
from . import codes
from .blocks import Block
from .fields import MOST_CENTS, MOST_HOURS_A_MONTH, day, days_in_common, length
from .values import Blocked, Note, Values

#: A yearly number of days cannot be below this, a monthly one not above.
_DAYS_OF_A_MONTH = 3_100
_FOR_EVER = date.max


@dataclass(slots=True)
class Contract:
    """The blocks of one contract: 40, then what is said of it."""

    head: Block
    stops: list[Block] = field(default_factory=list)
    ends: list[Block] = field(default_factory=list)
    suspensions: list[Block] = field(default_factory=list)
    pays: list[tuple[Block, list[Block]]] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.head.get("009")


def works_of(contract: Contract, *, rank: int, header: Header, note: Note) -> list[Work] | None:
    """What the contract gives: the declared month, then corrections of earlier ones; [] when it is no work.

    None when it cannot be taken.
    """
    try:
        return _Reading(contract, rank, header, note).works()
    except Blocked:
        return None


class _Reading(Values):
    def __init__(self, contract: Contract, rank: int, header: Header, note: Note) -> None:
        super().__init__(contract.head, rank, note)
        self.contract, self.header = contract, header
        self.month = (header.period_from, header.period_to)

    def works(self) -> list[Work]:
        head = self.contract.head
        nature = head.get("007")
        if nature not in codes.CONTRACTS:
            self._refuse("unknown_code" if nature else "missing", head, "007", value=nature)
        regime = codes.CONTRACTS[nature]
        if regime is None:
            return []
        status = head.get("002")
        if status and status not in codes.STATUSES:
            self._tell("unknown_code_left", head, "002", value=status)
        if regime is Regime.EMPLOYEE and status in codes.PUBLIC_STATUS:
            regime = Regime.PUBLIC_AGENT
        self.start = self._day(head, "001")
        if self.start > self.month[1]:
            self._refuse("starts_after", head, "001")
        self.end = self._end()
        present = days_in_common((self.start, self.end or _FOR_EVER), self.month)
        self.present = present
        unit = head.get("011") or codes.NO_UNIT
        if unit not in codes.UNITS:
            self._refuse("unknown_code", head, "011", value=unit)
        mode = head.get("014")
        if mode and mode not in codes.MODES:
            self._tell("unknown_code_left", head, "014", value=mode)
        quantity, reference = self._quantity("013", unit), self._quantity("012", unit)
        disability = head.get("072")
        if disability not in codes.OETH | codes.NOT_OETH:
            self._tell("unknown_code_left", head, "072", value=disability)
        self.oeth = disability in codes.OETH
        absences = self._absences()
        main, earlier = self._pays()
        if regime in (Regime.PUBLIC_AGENT, Regime.ESAT):
            incomplete = mode in codes.INCOMPLETE_POSTS and bool(quantity and reference)
            return [
                self._work(
                    regime, WorkUnit.SHARE, Origin.CONTRACT,
                    quantity=quantity if incomplete else 100, reference=reference if incomplete else 100,
                    span_days=12 * length(self.month), absences=(), incomplete_post=incomplete,
                )
            ]  # fmt: skip
        if unit in codes.PIECE_UNITS or (unit == codes.NO_UNIT and not quantity):
            return self._paid_by_piece(main, earlier, absences)
        if unit == codes.DAY_RATE_UNIT:
            return [self._day_rate(quantity, reference, absences)]
        return self._by_time(unit, main, earlier, quantity, reference, absences)

    # ------------------------------------------------------------------ the three ways of counting

    def _by_time(
        self, unit: str, main: list[_Pay], earlier: list[_Pay], quantity: int | None, reference: int | None,
        absences: tuple[Absence, ...],
    ) -> list[Work]:  # fmt: skip
        of_unit = WorkUnit.DAYS if unit == codes.DAYS_UNIT else WorkUnit.HOURS
        paid, origin = self._time(main, unit)
        if paid is None and not quantity:
            self._refuse("no_time", self.contract.head, "013")
        if reference is None:
            self._tell("no_reference", self.contract.head, "012")
        yearly = None if reference is None else 12 * reference
        works = [self._work(
            Regime.EMPLOYEE, of_unit, origin, paid=paid, quantity=quantity, reference=yearly,
            span_days=length(self.month), absences=absences,
        )]  # fmt: skip
        for period in sorted({pay.period for pay in earlier}):
            corrected, told_by = self._time([pay for pay in earlier if pay.period == period], unit)
            if corrected:
                works.append(self._work(
                    Regime.EMPLOYEE, of_unit, told_by, paid=corrected, reference=yearly, period=period, span_days=1
                ))  # fmt: skip
        return works

    def _day_rate(self, quantity: int | None, reference: int | None, absences: tuple[Absence, ...]) -> Work:
        """A yearly number of days; some write a month's, of which only the share of a full one can be told."""
        if not quantity:
            self._refuse("no_time", self.contract.head, "013")
        of_a_month = reference is not None and reference <= _DAYS_OF_A_MONTH
        return self._work(
            Regime.EMPLOYEE, WorkUnit.SHARE if of_a_month else WorkUnit.DAYS, Origin.CONTRACT,
            quantity=quantity, reference=reference, span_days=12 * length(self.month), absences=absences,
        )  # fmt: skip

    def _paid_by_piece(self, main: list[_Pay], earlier: list[_Pay], absences: tuple[Absence, ...]) -> list[Work]:
        cents = self._amount(main)
        if cents is None:
            self._refuse("no_pay", self.contract.head, "009")
        works = [self._work(
            Regime.EMPLOYEE, WorkUnit.PAY, Origin.PAY, paid=cents, span_days=length(self.month), absences=absences
        )]  # fmt: skip
        for period in sorted({pay.period for pay in earlier}):
            corrected = self._amount([pay for pay in earlier if pay.period == period])
            if corrected:
                works.append(self._work(
                    Regime.EMPLOYEE, WorkUnit.PAY, Origin.PAY, paid=corrected, period=period, span_days=1
                ))  # fmt: skip
        return works

    def _work(
        self, regime: Regime, unit: WorkUnit, origin: Origin, *, span_days: int, paid: int | None = None,
        quantity: int | None = None, reference: int | None = None, absences: tuple[Absence, ...] = (),
        incomplete_post: bool = False, period: tuple[date, date] | None = None,
    ) -> Work:  # fmt: skip
        return Work(
            key=f"{self.contract.number[:60]} {self.start} {(period or self.month)[0]}",
            siret=self.header.siret,
            contract=self.contract.number[:60],
            contract_from=self.start,
            contract_to=self.end,
            period_from=(period or self.month)[0],
            period_to=(period or self.month)[1],
            regime=regime,
            unit=unit,
            origin=origin,
            paid=paid,
            quantity=quantity,
            reference=reference,
            present_days=0 if period or self.present is None else length(self.present),
            span_days=span_days,
            absences=absences,
            oeth=self.oeth,
            incomplete_post=incomplete_post,
            line=self.contract.head.line,
        )

    # ------------------------------------------------------------------ pay and activity

    def _pays(self) -> tuple[list[_Pay], list[_Pay]]:
        """The pays of the declared month, and those that correct an earlier one."""
        main: list[_Pay] = []
        earlier: list[_Pay] = []
        for pay, activities in self.contract.pays:
            start, end = self._day(pay, "001"), self._day(pay, "002")
            if end < start:
                self._refuse("dates_cross", pay, "002", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
            if start > self.month[1]:
                self._refuse("period_in_future", pay, "001")
            (earlier if end < self.month[0] else main).append(_Pay(pay, activities, (start, end)))
        return main, earlier

    def _time(self, pays: list[_Pay], unit: str) -> tuple[int | None, Origin]:
        """Hours (or days) paid: the activity of the pay most believed, else that pay's own hours."""
        units = {codes.DAYS_UNIT} if unit == codes.DAYS_UNIT else codes.ACTIVITY_HOURS
        for kind in codes.PAYS:
            told = [
                self._measure(activity, "002", pay)
                for pay in pays
                if pay.block.get("011") == kind
                for activity in pay.activities
                if activity.get("001") == codes.PAID_WORK and activity.get("003") in units
            ]
            if told:
                return self._sane(sum(told), pays), Origin.ACTIVITY
        for kind in codes.PAYS if unit != codes.DAYS_UNIT else ():
            told = [
                self._measure(pay.block, "012", pay)
                for pay in pays
                if pay.block.get("011") == kind and pay.block.get("012")
            ]
            if told:
                return self._sane(sum(told), pays), Origin.HOURS_PAID
        return None, Origin.CONTRACT

    def _measure(self, block: Block, number: str, pay: _Pay) -> int:
        value = self._number(block, number)
        if value < 0 and pay.period[1] >= self.month[0]:
            self._refuse("negative", block, number, value=block.get(number))
        if abs(value) > MOST_HOURS_A_MONTH:
            self._refuse("absurd", block, number, value=block.get(number))
        return value

    def _sane(self, total: int, pays: list[_Pay]) -> int:
        if total > MOST_HOURS_A_MONTH:
            self._refuse("absurd", pays[0].block, "012", value=f"{total / 100:.2f}")
        return total

    def _amount(self, pays: list[_Pay]) -> int | None:
        for kind in codes.GROSS_PAYS:
            told = [pay for pay in pays if pay.block.get("011") == kind and pay.block.get("013")]
            if told:
                cents = sum(self._number(pay.block, "013") for pay in told)
                if cents < 0 and told[0].period[1] >= self.month[0]:
                    self._refuse("negative", told[0].block, "013", value=told[0].block.get("013"))
                if abs(cents) > MOST_CENTS:
                    self._refuse("absurd", told[0].block, "013", value=told[0].block.get("013"))
                return cents
        return None

    # ------------------------------------------------------------------ dates, absences

    def _end(self) -> date | None:
        ends = [self._day(block, "001") for block in self.contract.ends if block.get("001")]
        if ends and ends[-1] < self.start:
            start, end = f"{self.start:%d/%m/%Y}", f"{ends[-1]:%d/%m/%Y}"
            self._refuse("dates_cross", self.contract.ends[-1], "001", start=start, end=end)
        return ends[-1] if ends else None

    def _absences(self) -> tuple[Absence, ...]:
        """Absences within the days present; a day already taken by one is not another's."""
        if self.present is None:
            return ()
        taken: set[date] = set()
        absences = []
        for ground, start, end in self._told_absences():
            common = days_in_common((start, end), self.present)
            if common is None or ground in codes.WORKED_AS_USUAL:
                continue
            days = {common[0] + timedelta(days=n) for n in range(length(common))} - taken
            taken |= days
            if days:
                absences.append(Absence(ground=ground, days=len(days), from_day=min(days), to_day=max(days)))
        return tuple(absences)

    def _told_absences(self) -> list[tuple[Ground, date, date]]:
        told = []
        for stop in self.contract.stops:
            code = stop.get("001")
            ground = codes.STOPS.get(code)
            if code not in codes.STOPS:
                self._tell("unknown_code_left", stop, "001", value=code)
            if ground is None:
                continue
            resumed = stop.get("010")
            dates = self._span(stop, "002", "010" if resumed else "003", after=True, before=bool(resumed))
            if dates:
                told.append((ground, *dates))
        for suspension in self.contract.suspensions:
            code = suspension.get("001")
            if code not in codes.KNOWN_SUSPENSIONS:
                self._tell("unknown_code_left", suspension, "001", value=code)
            elif code != codes.ANNULLED and (dates := self._span(suspension, "002", "003")):
                told.append((codes.SUSPENSIONS.get(code, Ground.OTHER), *dates))
        return told

    def _span(
        self, block: Block, first: str, last: str, *, after: bool = False, before: bool = False
    ) -> tuple[date, date] | None:
        """A period; it begins the day `after` the first date, ends the day `before` the last; no last: it goes on."""
        try:
            start = day(block.get(first)) + timedelta(days=after)
            end = day(block.get(last)) - timedelta(days=before) if block.get(last) else self.month[1]
        except (ValueError, OverflowError):
            self._tell("absence_left", block, first)
            return None
        if end < start - timedelta(days=1):
            self._tell("dates_cross", block, last, start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
            return None
        return (start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class _Pay:
    """One line of pay with its activities and its period."""

    block: Block
    activities: list[Block]
    period: tuple[date, date]
