"""The delays of payment as the tables have them: of a body, invoice by invoice; of all, grouped by the database.

The database only puts together the invoices of which every day is the same; `delays` reckons each such group once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from acquis.kit.actor import Actor

from . import permissions
from .delays import classes, grouped, reckon, summed, why_waited
from .due import choose
from .models import Invoice
from .seeing import seen
from .types import DelaysTold, InvoiceKind, InvoiceOrigin, InvoiceState, OwnDelays, Unpaid, Waited

#: How far back the delays of what was paid are told.
MONTHS = 12

_DAYS = """
      WITH returned AS (
           SELECT DISTINCT l.provider_id, n.number
             FROM treasury_payoutline l, jsonb_array_elements_text(l.carried) n(number) WHERE l.state <> 'ordered'),
           held AS (
           SELECT w.account_id, w.about,
                  array_agg((w.since AT TIME ZONE 'Europe/Paris')::date ORDER BY w.since, w.id) AS since,
                  array_agg((w.released_at AT TIME ZONE 'Europe/Paris')::date ORDER BY w.since, w.id) AS released
             FROM treasury_withholding w GROUP BY w.account_id, w.about)
    SELECT {first}, i.issued_on, i.payable_by, (d.deposited_at AT TIME ZONE 'Europe/Paris')::date, i.paid_on,
           h.since, h.released, r.number IS NOT NULL, count(*), sum(i.amount_cents - i.deducted_cents)::bigint
      FROM treasury_invoice i
      LEFT JOIN treasury_invoicedeposit d ON d.invoice_id = i.id
      LEFT JOIN held h ON h.account_id = i.account_id AND h.about = i.about
      LEFT JOIN returned r ON r.provider_id = i.provider_id AND r.number = i.number
     WHERE i.kind <> %(credit_note)s AND i.state <> %(deducted)s
       AND NOT (i.origin = %(own)s AND d.deposited_at IS NULL) AND {which}
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
_VALUES = {
    "credit_note": InvoiceKind.CREDIT_NOTE.value,
    "deducted": InvoiceState.DEDUCTED.value,
    "own": InvoiceOrigin.DEPOSITED.value,
}
_ONE, _ALIKE = "i.id", "NULL"


def delays_of(provider_id: UUID, *, on: date, by: Actor | None = None) -> OwnDelays:
    """The delays of a body's invoices, by id; one that awaits its deposit, or was taken back, has none."""
    if not seen(permissions.READ_INVOICES, by, Invoice.objects.filter(provider_id=provider_id)).exists():
        return OwnDelays(of={}, paid=summed(()))
    found = dict(_waited(_ONE, "i.provider_id = %(provider)s", on=on, provider=provider_id))
    recent = [each for each in found.values() if each.delay.paid and each.delay.until >= _first(on)]
    return OwnDelays(of={key: each.delay for key, each in found.items() if key}, paid=summed(recent))


def delays_until(on: date, *, by: Actor | None = None) -> DelaysTold:
    """The delays of what was paid in the twelve months that end with the one of `on`, and what is late on that day."""
    if by is not None:
        permissions.READ_PAYOUTS.require_any(by)
    first = _first(on)
    which = "i.state = 'paid' AND i.paid_on BETWEEN %(first)s AND %(on)s"
    paid = [each for _key, each in _waited(_ALIKE, which, on=on, first=first)]
    late = list(_late(on))
    months = grouped(paid, lambda each: each.delay.until.replace(day=1))
    return DelaysTold(
        first=first,
        last=on,
        paid=summed(paid),
        classes=classes(paid),
        by_month=tuple(sorted(months.items())),
        by_reason=_most_first(paid),
        late=summed(late),
        late_by_reason=_most_first(late),
    )


def _most_first(waited: list[Waited]) -> tuple[Any, ...]:
    return tuple(sorted(grouped(waited, lambda each: each.why).items(), key=lambda each: -each[1].count))


def _first(on: date) -> date:
    """The first day of the first of the months that are told."""
    return date(on.year - 1 + on.month // 12, on.month % 12 + 1, 1)


def _late(on: date) -> Iterator[Waited]:
    """What should have been paid before `on` and is not, one by one, with why."""
    why = {invoice.id: reasons[0] for invoice, reasons in choose(Invoice.objects.due(on), on=on).waiting}
    for state in (InvoiceState.TO_PAY, InvoiceState.IN_BATCH):
        which = f"i.state = '{state.value}' AND i.payable_by < %(on)s"
        for key, each in _waited(_ONE, which, on=on):
            if not each.delay.in_time:
                told = state if state is InvoiceState.IN_BATCH else why.get(key) if key else None
                yield Waited(delay=each.delay, count=1, cents=each.cents, why=told)


def _waited(key: str, which: str, *, on: date, **values: date | UUID) -> Iterator[tuple[UUID | None, Waited]]:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(first=key, which=which), _VALUES | values | {"on": on})
        for pk, issued_on, payable_by, deposited_on, paid_on, since, released, back, count, cents in cursor.fetchall():
            delay = reckon(
                issued_on=issued_on,
                payable_by=payable_by,
                deposited_on=deposited_on,
                paid_on=paid_on,
                withheld=list(zip(since or (), released or (), strict=True)),
                on=on,
            )
            why: Unpaid | None = why_waited(delay, issued_on=issued_on, returned=back)
            yield pk, Waited(delay=delay, count=count, cents=cents, why=why)
