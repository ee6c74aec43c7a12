"""Some lines of an order that is paid reach their accounts, in one transaction with the note that they did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from acquis.accounts import actions as accounts
from acquis.accounts import queries as accounts_known
from acquis.accounts.types import Payment, PurseKind
from acquis.employers import actions as employers
from acquis.employers import queries as companies
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.kit.sql import uuid_array

from .. import grounds, permissions
from ..lifecycle import ORDER
from ..models import Line, Order
from ..taking import reference
from ..types import Ground, LineState, OrderAct, OrderState

#: Lines of one transaction.
AT_ONCE = 2_000

_NOTE = """
    UPDATE endowing_line AS l SET state = %(state)s, purse_id = f.purse, why = f.why
      FROM unnest(%(lines)s::uuid[], %(purses)s::uuid[], %(whys)s::text[]) AS f(line, purse, why) WHERE l.id = f.line
"""


@act
def credit_lines(*, order_id: UUID, limit: int = AT_ONCE, by: Actor, at: datetime) -> int:
    """How many lines were dealt with, `limit` at most; 0 when none is left.

    One whose account is over is left out, and says so.
    """
    order = Order.objects.locked(order_id)

    permissions.RUN.require(by, order)
    ORDER.require(OrderAct.COMPLETE, OrderState(order.state))
    lines = list(Line.objects.filter(order=order, state=LineState.TAKEN).order_by("place")[:limit])
    if not lines:
        return 0

    # After this point the slice must succeed: what one account refuses costs its own line.
    if order.ground == Ground.VOLUNTARY:
        purses, refused = _freely(order, lines, by=by, at=at)
    else:
        purses, refused = _as_due(order, lines, by=by, at=at)
    given = [each for each in lines if each.id in purses]
    _note(LineState.CREDITED, [(each.id, purses[each.id], "") for each in given])
    _note(LineState.NOT_CREDITED, [(line_id, None, why) for line_id, why in refused.items()])
    return len(lines)


def _freely(
    order: Order, lines: Sequence[Line], *, by: Actor, at: datetime
) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    of = {reference(order.id, each.place): each for each in lines}
    became = accounts.top_up_many(
        payments=[
            Payment(account_id=each.account_id, amount_cents=each.amount_cents, reference=name)
            for name, each in of.items()
        ],
        kind=PurseKind(order.purse_kind),
        label=order.payer_name,
        certifications=order.certifications,
        expires_on=order.expires_on,
        by=by,
        at=at,
    )
    return (
        {of[name].id: purse for name, purse in became.purses.items()},
        {of[name].id: why.value for name, why in became.refused.items()},
    )


def _as_due(
    order: Order, lines: Sequence[Line], *, by: Actor, at: datetime
) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    purses: dict[UUID, UUID] = {}
    refused: dict[UUID, str] = {}
    for each in lines:
        try:
            with transaction.atomic():
                purses[each.id] = grounds.give(
                    Ground(order.ground),
                    order.facts,
                    account_id=each.account_id,
                    amount_cents=each.amount_cents,
                    label=order.payer_name,
                    reference=reference(order.id, each.place),
                    by=by,
                    at=at,
                )
        except Refused as why:
            refused[each.id] = why.reason.value
        else:
            _no_longer_owed(order, each, by=by, at=at)
    return purses, refused


def _no_longer_owed(order: Order, line: Line, *, by: Actor, at: datetime) -> None:
    """What the company stated that it owes for a missed duty (L6323-13) is paid by this line."""
    person_id = accounts_known.person_of(line.account_id)
    if order.ground != Ground.CORRECTIVE or person_id is None:
        return
    reviewed_on = date.fromisoformat(order.facts["reviewed_on"])
    owed = companies.owed_to(person_id, company_id=order.payer_id, reviewed_on=reviewed_on)
    if owed is not None:
        employers.note_corrective_paid(statement_id=owed, reference=reference(order.id, line.place), by=by, at=at)


def _note(state: LineState, rows: Sequence[tuple[UUID, UUID | None, str]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "state": state.value,
                "lines": uuid_array(line for line, _purse, _why in rows),
                "purses": [purse for _line, purse, _why in rows],
                "whys": [why for _line, _purse, why in rows],
            },
        )
