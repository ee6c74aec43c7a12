"""A month is ready to be closed: what it holds is counted and frozen, for another person to approve.

It takes what the ledger's roll-up has passed (ten minutes old at most), so nobody who writes waits for it. What is
written from then on is of the month after, even if it took effect in this one; its own day stays on it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.queries import settled_upto

from .. import closing_sums, events, permissions, reading
from ..models import ClosedFlow, Closing
from ..turns import one_at_a_time
from ..types import ClosingState, Refusal, Span


@act
def prepare_closing(*, span: Span, month: date, by: Actor, at: datetime) -> UUID:
    """Prepare the closing of the month that begins on `month`, or of the year of which it is the last; returns it.

    Months close one after the other; the first that is closed holds everything before it too. Refuses: NOT_ALLOWED,
    CLOSING_UNDER_WAY, MONTH_NOT_OVER, MONTH_CLOSED, MONTH_BEFORE_OPEN (for a year: its December), CUT_TOO_EARLY when
    the ledger has not rolled up yet what was written before the month's end.
    """
    one_at_a_time()
    last = reading.last_closed()

    permissions.PREPARE_CLOSING.require_any(by)
    month = month.replace(day=1) if span is Span.MONTH else date(month.year, 12, 1)
    if Closing.objects.filter(state=ClosingState.PREPARED).exists():
        raise Refused(Refusal.CLOSING_UNDER_WAY)
    if day_of(at) < reading.next_month(month):
        raise Refused(Refusal.MONTH_NOT_OVER)
    if Closing.objects.filter(span=span, month__gte=month, state=ClosingState.CLOSED).exists():
        raise Refused(Refusal.MONTH_CLOSED)
    reached = last is not None and (
        last.month >= month if span is Span.YEAR else reading.next_month(last.month) == month
    )
    if not reached and (last is not None or span is Span.YEAR):
        raise Refused(Refusal.MONTH_BEFORE_OPEN)
    cut = settled_upto()
    if span is Span.MONTH and reading.beyond(cut, month=month):
        raise Refused(Refusal.CUT_TOO_EARLY)

    # After this point the preparation must succeed.
    closing = Closing(span=span, month=month, cut_seq=cut, prepared_by=by.key, prepared_at=at)
    closing.entries = closing.debits_cents = closing.result_cents = 0
    closing.save(force_insert=True)
    if span is Span.MONTH:
        reading.note_slices(closing)
        flows = reading.flows_of(closing)
        ClosedFlow.objects.bulk_create(
            ClosedFlow(
                closing=closing,
                code=flow.code,
                reverses=flow.reverses,
                debit=flow.debit,
                credit=flow.credit,
                entries=flow.entries,
                amount_cents=flow.amount_cents,
            )
            for flow in flows
        )
        closing.entries = sum(flow.entries for flow in flows)
        closing.debits_cents, closing.result_cents = closing_sums.debits_cents(flows), closing_sums.result_cents(flows)
        closing.digest = closing_sums.digest(f"month {month}", flows, previous=last.digest if last else "")
    else:
        months = [each for each in Closing.objects.closed_months() if each.month.year == month.year]
        closing.entries = sum(each.entries for each in months)
        closing.debits_cents = sum(each.debits_cents for each in months)
        closing.result_cents = sum(each.result_cents for each in months)
        closing.digest = closing_sums.digest(f"year {month.year}", [], previous=months[-1].digest)
    closing.save(update_fields=["entries", "debits_cents", "result_cents", "digest"])

    record(events.ClosingPrepared(about=closing.id, span=span, month=month, digest=closing.digest), by=by, at=at)
    return closing.id
