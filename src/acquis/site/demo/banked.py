"""What the bank and the card provider told, week by week, while bodies were paid: nobody pays from an empty account.

On the Friday after a batch, the card provider reports the payments since its last report and pays out what is left of
them; the bank's statement has that money, the batch, and once a month what the State's fund had been asked for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from acquis.accounting import actions as books
from acquis.accounting import queries as told
from acquis.accounting.types import Refusal
from acquis.kit.clock import start_of
from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_movements, house_sums
from acquis.ledger.types import Code, House, house
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.outside.card_reports import LineKind, written
from acquis.outside.payments_standin.reports import FEE
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments

from .stage import Staff

IBAN = "FR7699999000010000000000115"
CARDS = house(House.CARD_CLEARING)
#: How long ago the latest call for funds was made.
LAST_CALL = timedelta(days=6)
#: Before the first report nothing was paid by card.
LONG_AGO = date(2000, 1, 1)


def in_the_bank() -> int:
    """What our books say that the bank holds, in cents."""
    sums = house_sums()
    return -sums[house(House.BANK)].balance_cents if house(House.BANK) in sums else 0


class Banked:
    """The desk that reads the weekly statement; it knows up to which day the card provider has reported.

    It calls for funds in the months before `calls_before`, and leaves the others to whoever keeps the books.
    """

    def __init__(self, staff: Staff, *, calls_before: date) -> None:
        self._staff, self._calls_before = staff, calls_before
        self._reported = LONG_AGO
        self._called: set[date] = set()
        self._carried = 0

    def tell(self, batch_id: UUID, *, on: date) -> None:
        """A batch executed on a Friday: the provider's report, the bank's statement, and the day reconciled."""
        at = start_of(on) + timedelta(hours=18)
        finance = self._staff.finance
        batch = payments.batch(batch_id)
        if batch is None:
            raise LookupError(batch_id)
        call = self._call(on, at - timedelta(hours=30))
        booked = []
        if call is not None:
            booked.append(
                Booked(credit=True, amount_cents=call[1], reference=f"FC-{on:%Y%m%d}", words="FRANCE COMPETENCES")
            )
        if paid_out := self._report(on, at):
            booked.append(Booked(credit=True, amount_cents=paid_out, reference=f"po_{on:%Y%m%d}"))
        debit = Booked(
            credit=False, amount_cents=batch.total_cents, reference=f"{batch.number}-D", order_id=batch.number
        )
        content = bank_standin.statement(
            iban=IBAN,
            number=f"R{on:%Y%m%d}",
            on=on,
            made_at=at,
            opening_cents=in_the_bank(),
            booked=[*booked, debit],
        )
        file = treasury.take_bank_file(content=content, name=f"releve-{on}.xml", by=finance, at=at)
        if call is not None:
            credit = next(each for each in payments.bank_entries(file) if each.reference == booked[0].reference)
            books.receive_call(call_id=call[0], entry_id=credit.id, by=finance, at=at)
        books.reconcile_day(day=on, by=finance, at=at)

    def _call(self, on: date, at: datetime) -> tuple[UUID, int] | None:
        """Once a month, what the fund lacks is called, and its money comes with the same statement."""
        month = on.replace(day=1)
        if month in self._called or month >= self._calls_before:
            return None
        self._called.add(month)
        try:
            call_id = books.prepare_call(month=month, by=self._staff.finance, at=at)
        except Refused as refused:
            if refused.reason is not Refusal.NOTHING_TO_CALL:
                raise
            return None
        books.approve_call(call_id=call_id, by=self._staff.approver, at=at + timedelta(hours=3))
        return call_id, next(each.amount_cents for each in told.calls() if each.id == call_id)

    def _report(self, on: date, at: datetime) -> int:
        """Report the payments and refunds since the last report; what the provider pays out of them, in cents."""
        lines: list[tuple[str, str, str, int, date]] = []
        left = self._carried
        for each in house_movements([CARDS], first=self._reported + timedelta(days=1), last=on):
            reference, cents, day = each.reference.split(" ")[1], each.amount_cents, each.effective_on
            if each.code == Code.HOLDER_PAYMENT:
                fee = cents * FEE // 10_000
                lines.append((LineKind.PAYMENT, f"pay_{reference}", reference, cents, day))
                if fee:
                    lines.append((LineKind.FEE, f"fee_{reference}", "", fee, day))
                left += cents - fee
            elif each.code == Code.HOLDER_REFUND and each.reference.endswith(" done"):
                lines.append((LineKind.REFUND, f"re_{reference}", reference, cents, day))
                left -= cents
        self._reported, self._carried = on, min(left, 0)
        if left > 0:
            lines.append((LineKind.PAYOUT, f"po_{on:%Y%m%d}", "", left, on))
        if lines:
            books.take_card_report(content=written(lines), name=f"{on}.csv", by=self._staff.finance, at=at)
        return max(left, 0)
