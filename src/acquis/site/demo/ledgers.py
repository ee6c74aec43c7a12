"""What keeps the accountants busy: months closed, a call for funds received, a day with differences left to look at."""

from __future__ import annotations

from datetime import timedelta

from acquis.accounting import actions as books
from acquis.accounting import queries as told
from acquis.accounting.types import CallState, Refusal, Span
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import roll_up
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments

from .banked import IBAN, LAST_CALL, in_the_bank
from .stage import Staff, Stage

#: A line of the statement that nothing explains: somebody has to say what it was.
ACCOUNT_FEES_CENTS = 1_250


def keep_books(stage: Stage, staff: Staff) -> None:
    """Every month but the last two is closed; the fund has received what it had called for a few days ago."""
    at = stage.now - timedelta(hours=2)
    for _ in range(2):
        roll_up(by=staff.finance, at=at)
    last = (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    months = [month for month in told.months(told.every_flow()) if month < last][-18:]
    for done, month in enumerate(months):
        stage.progress("books", done, len(months))
        closing = books.prepare_closing(span=Span.MONTH, month=month, by=staff.finance, at=at)
        books.approve_closing(closing_id=closing, by=staff.approver, at=at)
    _call(stage, staff)
    _receive(stage, staff)
    stage.progress("books", len(months), len(months))


def _call(stage: Stage, staff: Staff) -> None:
    """Call for what the fund lacks; a small country may lack nothing."""
    at = stage.now - LAST_CALL
    try:
        call = books.prepare_call(month=day_of(at).replace(day=1), by=staff.finance, at=at)
    except Refused as refused:
        if refused.reason is not Refusal.NOTHING_TO_CALL:
            raise
        return
    books.approve_call(call_id=call, by=staff.approver, at=at + timedelta(hours=3))


def _receive(stage: Stage, staff: Staff) -> None:
    """The bank's statement of yesterday: the call's money, and the fees of the account."""
    call = next((each for each in told.calls() if each.state is CallState.APPROVED), None)
    at, on = stage.now - timedelta(hours=1), stage.today - timedelta(days=1)
    booked = [
        Booked(credit=False, amount_cents=ACCOUNT_FEES_CENTS, reference="FRAIS", words="FRAIS DE TENUE DE COMPTE"),
    ]
    if call is not None:
        cents, words = call.amount_cents, "FRANCE COMPETENCES"
        booked.insert(0, Booked(credit=True, amount_cents=cents, reference=f"FC{call.number}", words=words))
    content = bank_standin.statement(
        iban=IBAN,
        number=f"R{on:%Y%m%d}",
        on=on,
        made_at=at,
        opening_cents=in_the_bank(),
        booked=booked,
    )
    file = treasury.take_bank_file(content=content, name=f"releve-{on}.xml", by=staff.finance, at=at)
    if call is None:
        return
    credit = next(entry for entry in payments.bank_entries(file) if entry.reference == booked[0].reference)
    books.receive_call(call_id=call.id, entry_id=credit.id, by=staff.finance, at=at)
    books.reconcile_day(day=on, by=staff.finance, at=at)
