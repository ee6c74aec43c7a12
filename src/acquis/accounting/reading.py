"""The ledger read as books: which accounting month each movement is of, and what went from which side to which.

A pure function of the movement and of the closings. A movement's month is that of the day on which it took effect,
unless that month was closed before the movement was written: then it is of the first month that was open. Written
before: its number is at most the cut of the closing, up to which every row was committed. So what is under way while
a month closes has a number above the cut, and goes to the next month, whole.

Hours are no money and have no place here. The credits of a yearly run count slice by slice, as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from acquis.accounts.types import OWN_RIGHTS, PurseKind
from acquis.kit.clock import start_of
from acquis.ledger.types import IN_HOURS, Code, House, Kind, house

from .models import Closing
from .types import Flow

_RIGHTS = ", ".join(f"'{kind.value}'" for kind in (*OWN_RIGHTS, PurseKind.ELECTED))
_HOUSE = ", ".join(f"('{house(each)}'::uuid, '{each.value}')" for each in House)
#: Only by these does money go into an envelope or out of it: no other movement need be looked up as one.
_ENVELOPES = (Code.ENVELOPE, Code.PROMISED, Code.PROMISE_RETURNED, Code.SET_ASIDE)
_OF_ENVELOPES = ", ".join(f"'{each.value}'" for each in _ENVELOPES)
_HOURS = ", ".join(f"'{each.value}'" for each in IN_HOURS)


def _side(column: str, letter: str) -> tuple[str, str]:
    """The joins and the expression that say what an account of the ledger is for the books."""
    joins = f"""
      LEFT JOIN (VALUES {_HOUSE}) h{letter}(id, name) ON h{letter}.id = t.{column}
      LEFT JOIN ledger_openaccount o{letter} ON o{letter}.id = t.{column}
      LEFT JOIN accounts_purse p{letter} ON p{letter}.id = t.{column}
      LEFT JOIN ledger_guardedaccount g{letter}
        ON t.code IN ({_OF_ENVELOPES}) AND g{letter}.owner = t.owner AND g{letter}.id = t.{column}
    """
    said = f"""
      CASE WHEN h{letter}.name IS NOT NULL THEN h{letter}.name
           WHEN o{letter}.id IS NOT NULL THEN 'payable'
           WHEN p{letter}.kind = '{PurseKind.CREDIT_NOTE.value}' THEN 'purse_note'
           WHEN p{letter}.kind IN ({_RIGHTS}) THEN 'purse_rights'
           WHEN p{letter}.kind IS NOT NULL THEN 'purse_funded'
           WHEN g{letter}.id IS NOT NULL THEN 'envelope' ELSE 'nobody' END
    """
    return joins, said


_DEBIT_JOIN, _DEBIT = _side("debit", "d")
_CREDIT_JOIN, _CREDIT = _side("credit", "c")

#: Every posted movement of euros, one row each. `seq` orders them; a slice has none, and its number stands for it.
MOVEMENTS = f"""
    SELECT t.seq, 0 AS book, t.code,
           CASE WHEN t.code = '{Code.REVERSAL.value}' THEN coalesce(f.code, '{Code.YEARLY_CREDIT.value}') ELSE '' END
             AS reverses,
           {_DEBIT} AS debit, {_CREDIT} AS credit, t.amount_cents, t.effective_on, t.recorded_at, t.reference,
           CASE WHEN od.id IS NOT NULL AND hd.name IS NULL THEN t.debit
                WHEN oc.id IS NOT NULL AND hc.name IS NULL THEN t.credit END AS party,
           date_trunc('month', t.effective_on)::date AS natural_month
      FROM ledger_transfer t {_DEBIT_JOIN} {_CREDIT_JOIN}
      LEFT JOIN ledger_transfer f
        ON t.code = '{Code.REVERSAL.value}' AND f.owner = t.owner AND f.id = t.follows
     WHERE t.kind IN ('{Kind.POSTED.value}', '{Kind.POST_RESERVED.value}') AND {{transfers}}
       AND coalesce(hd.name, '') NOT IN ({_HOURS}) AND coalesce(hc.name, '') NOT IN ({_HOURS})
    UNION ALL
    SELECT s.number, s.book, b.code, '', hd.name, 'purse_rights', s.amount_cents, b.effective_on, s.recorded_at,
           b.reference || ' ' || s.number, NULL, date_trunc('month', b.effective_on)::date
      FROM ledger_slice s JOIN ledger_book b ON b.id = s.book
      JOIN (VALUES {_HOUSE}) hd(id, name) ON hd.id = b.debit
      LEFT JOIN accounting_closedslice k ON k.book = s.book AND k.number = s.number
     WHERE hd.name NOT IN ({_HOURS}) AND {{slices}}
"""  # noqa: S608

_FLOWS = """
    SELECT {month}, m.code, m.reverses, m.debit, m.credit, count(*)::bigint, sum(m.amount_cents)::bigint
      FROM ({movements}) m GROUP BY 1, 2, 3, 4, 5
"""


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_closed() -> Closing | None:
    """The last month that is closed."""
    return Closing.objects.closed_months().last()


def open_flows() -> list[Flow]:
    """What went where in the months that are not closed, month by month."""
    last = last_closed()
    movements, values = _open(last)
    month = "m.natural_month"
    if last is not None:
        month, values["first_open"] = "greatest(m.natural_month, %(first_open)s)", next_month(last.month)
    return _flows(month, movements, values)


def flows_of(closing: Closing) -> list[Flow]:
    """What a month holds that is closed, or that this closing would close, counted from the ledger."""
    movements, values = _of_closing(closing)
    values["month"] = closing.month
    return _flows("%(month)s::date", movements, values)


def frozen(closing: Closing) -> list[Flow]:
    """The sums that a closing has frozen."""
    names = ("code", "reverses", "debit", "credit", "entries", "amount_cents")
    rows = closing.flows.order_by("code", "reverses", "debit", "credit").values(*names)
    return [Flow(month=closing.month, **row) for row in rows]


def every_flow() -> list[Flow]:
    """What went where since the beginning, month by month: frozen where it is closed, counted now where it is not."""
    closed = [flow for closing in Closing.objects.closed_months() for flow in frozen(closing)]
    return closed + open_flows()


def rows_of(month: date) -> tuple[str, dict[str, Any]]:
    """The SELECT of an accounting month's movements, closed or open, and its values; `on_day` is the accounting day."""
    closing = Closing.objects.closed_months().filter(month=month).first()
    if closing is not None:
        movements, values = _of_closing(closing)
        within = movements
    else:
        last = last_closed()
        movements, values = _open(last)
        first = next_month(last.month) if last else month
        said = "greatest(w.natural_month, %(first_open)s)" if last else "w.natural_month"
        within = f"SELECT * FROM ({movements}) w WHERE {said} = %(month)s"  # noqa: S608
        values["first_open"] = first
    values["month"] = month
    return f"SELECT *, greatest(m.effective_on, %(month)s::date) AS on_day FROM ({within}) m", values  # noqa: S608


def _open(last: Closing | None) -> tuple[str, dict[str, Any]]:
    """The movements that no closed month holds."""
    if last is None:
        return MOVEMENTS.format(transfers="true", slices="true"), {}
    transfers = "NOT (t.seq <= %(last_cut)s AND t.effective_on < %(last_end)s)"
    slices = "(k.closing_id IS NULL OR k.closing_id NOT IN (SELECT id FROM accounting_closing WHERE state = 'closed'))"
    values = {"last_cut": last.cut_seq, "last_end": next_month(last.month)}
    return MOVEMENTS.format(transfers=transfers, slices=slices), values


def _of_closing(closing: Closing) -> tuple[str, dict[str, Any]]:
    """The movements that a closed month holds: those up to its cut, less those that the months before hold."""
    before = Closing.objects.closed_months().filter(month__lt=closing.month).last()
    transfers = "t.seq <= %(cut)s AND t.effective_on < %(end)s"
    values: dict[str, Any] = {"cut": closing.cut_seq, "end": next_month(closing.month), "closing": closing.id}
    if before is not None:
        transfers += " AND NOT (t.seq <= %(before_cut)s AND t.effective_on < %(before_end)s)"
        values |= {"before_cut": before.cut_seq, "before_end": next_month(before.month)}
    return MOVEMENTS.format(transfers=transfers, slices="k.closing_id = %(closing)s"), values


def _flows(month: str, movements: str, values: dict[str, Any]) -> list[Flow]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS.format(month=month, movements=movements), values)
        found = [Flow(**dict(zip(Flow.__slots__, row, strict=True))) for row in cursor.fetchall()]
    return sorted(found, key=lambda flow: (flow.month, flow.code, flow.reverses, flow.debit, flow.credit))


def note_slices(closing: Closing) -> None:
    """Say which slices a closing holds: those that are there now, took effect in time and are of no month yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounting_closedslice (book, number, closing_id)"
            " SELECT s.book, s.number, %s FROM ledger_slice s JOIN ledger_book b ON b.id = s.book"
            " WHERE b.effective_on < %s"
            " AND NOT EXISTS (SELECT FROM accounting_closedslice k WHERE k.book = s.book AND k.number = s.number)",
            [closing.id, next_month(closing.month)],
        )


def opened_with(year: int) -> tuple[date, int | None]:
    """What the books of a year were opened with: what took effect before this day, up to this number of the ledger."""
    december = Closing.objects.closed_months().filter(month__gte=date(year - 1, 12, 1)).first()
    first = date(year, 1, 1)
    # What that closing and those before hold; a first closing of a later month leaves nothing before the year.
    return first, None if december is None else december.cut_seq if december.month < first else 0


def beyond(cut: int, *, month: date) -> bool:
    """Whether something recorded before the end of a month has a number above `cut`."""
    end = next_month(month)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM ledger_transfer t WHERE t.seq > %s AND t.recorded_at < %s"
            " AND t.effective_on < %s)",
            [cut, start_of(end), end],
        )
        return bool(cursor.fetchone()[0])


def late(closing: Closing) -> int:
    """How many movements of a prepared month were written since its cut: they will be of the next."""
    movements, values = _open(last_closed())
    values |= {"cut": closing.cut_seq, "end": next_month(closing.month), "closing": closing.id}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({movements}) w WHERE w.natural_month < %(end)s AND (w.book = 0 AND w.seq > %(cut)s"  # noqa: S608
            " OR w.book > 0 AND NOT EXISTS (SELECT FROM accounting_closedslice n WHERE n.book = w.book"
            " AND n.number = w.seq AND n.closing_id = %(closing)s))",
            values,
        )
        return int(cursor.fetchone()[0])


def streamed(statement: str, values: dict[str, Any], *, at_once: int = 2_000) -> Iterator[dict[str, Any]]:
    """The rows of a SELECT, read from the server a few thousand at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        while rows := cursor.fetchmany(at_once):
            for row in rows:
                yield dict(zip(names, row, strict=True))
