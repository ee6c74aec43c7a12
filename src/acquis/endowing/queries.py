"""What others may ask of endowments: orders, their lines without a name, their faults, and what the money became."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from acquis.accounts import queries as accounts
from acquis.accounts.types import PurseKind
from acquis.employers import queries as employers
from acquis.funders import queries as funders
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import credit, permissions
from .models import CreditLine, Line, LineFault, Order
from .types import (
    Became,
    CreditLineCard,
    Fault,
    Ground,
    LineCard,
    LineState,
    OrderCard,
    OrderState,
    Payer,
    PayerKind,
    Refusal,
    RefusedLine,
)

#: Below this many people, figures might tell of somebody.
FEWEST = 11


def payer(by: Actor) -> Payer:
    """For whom `by` gives: the funder they work for, or the company they act for now; refused to everybody else."""
    if by.funder_id is not None:
        funder = funders.funder(by.funder_id, by=by)
        return Payer(
            kind=PayerKind.FUNDER,
            id=funder.id,
            name=funder.name,
            siren=funder.siret[:9],
            purse_kind=PurseKind(funder.kind.value),
        )
    company = employers.company(by.employer_id) if by.employer_id is not None else None
    if company is None:
        raise Refused(Refusal.NOT_ALLOWED)
    return Payer(
        kind=PayerKind.EMPLOYER,
        id=company.id,
        name=company.called,
        siren=company.siren,
        purse_kind=PurseKind.EMPLOYER,
    )


def order(order_id: UUID, *, by: Actor) -> OrderCard:
    """One order; refused when unknown or not for `by`."""
    row = permissions.READ.rows(by, Order.objects.defer("file_sealed").filter(pk=order_id)).first()
    if row is None:
        raise Refused(Refusal.ORDER_UNKNOWN)
    return _cards([row])[0]


def orders(*, by: Actor, payer_id: UUID | None = None, states: Iterable[OrderState] = ()) -> list[OrderCard]:
    """The orders that `by` may see, the latest first; of one payer, in those states, when some are given."""
    rows = permissions.READ.rows(by, Order.objects.defer("file_sealed").order_by("-drafted_at", "-pk"))
    if payer_id is not None:
        rows = rows.filter(payer_id=payer_id)
    wanted = list(states)
    return _cards(list(rows.filter(state__in=wanted) if wanted else rows))


def lines(order_id: UUID, *, by: Actor, first: int = 0, limit: int = 100) -> list[LineCard]:
    """The lines that were taken, in their order; no name, no account."""
    rows = _lines(order_id, by).order_by("place")[first : first + limit]
    return [
        LineCard(place=row.place, mark=row.mark, amount_cents=row.amount_cents, state=LineState(row.state))
        for row in rows
    ]


def faults(order_id: UUID, *, by: Actor, limit: int | None = None) -> list[RefusedLine]:
    """The lines that were not taken, and why, in their order."""
    order(order_id, by=by)
    rows = LineFault.objects.filter(order_id=order_id).order_by("place")[:limit]
    return [RefusedLine(place=row.place, fault=Fault(row.fault), column=row.column) for row in rows]


def became(payer_id: UUID, *, by: Actor) -> Became | None:
    """What became of all that a payer gave; None below `FEWEST` people."""
    own = permissions.READ.rows(by, Order.objects.filter(payer_id=payer_id))
    given = Line.objects.filter(order__in=own, state=LineState.CREDITED)
    rows = [
        (purse, account, cents)
        for purse, account, cents in given.values_list("purse_id", "account_id", "amount_cents")
        if purse is not None
    ]
    persons = {account for _purse, account, _cents in rows}
    if len(persons) < FEWEST:
        return None
    held = accounts.became([purse for purse, _account, _cents in rows])
    used = {}
    for purse, _account, cents in rows:
        left, lapsed = held.get(purse, (0, 0))
        used[purse] = cents - left - lapsed
    return Became(
        persons=len(persons),
        persons_using=len({account for purse, account, _cents in rows if used[purse] > 0}),
        credited_cents=sum(cents for _purse, _account, cents in rows),
        used_cents=sum(used.values()),
        lapsed_cents=sum(lapsed for _left, lapsed in held.values()),
        left_cents=sum(left for left, _lapsed in held.values()),
    )


def credit_line(payer_id: UUID, *, on: date) -> CreditLineCard | None:
    """A payer's authorised credit on a day, and how much of it is in use; None without one."""
    row = CreditLine.objects.filter(pk=payer_id).first()
    if row is None or not row.most_cents or (row.until is not None and row.until < on):
        return None
    return CreditLineCard(most_cents=row.most_cents, used_cents=credit.used(payer_id), until=row.until)


def _lines(order_id: UUID, by: Actor) -> QuerySet[Line]:
    return Line.objects.filter(order__in=permissions.READ.rows(by, Order.objects.filter(pk=order_id)))


def _cards(rows: list[Order]) -> list[OrderCard]:
    sums: dict[UUID, Any] = {
        row["order_id"]: row
        for row in Line.objects.filter(order__in=[each.pk for each in rows])
        .values("order_id")
        .annotate(
            credited=Count("pk", filter=Q(state=LineState.CREDITED)),
            credited_cents=Sum("amount_cents", filter=Q(state=LineState.CREDITED)),
            out=Count("pk", filter=Q(state=LineState.NOT_CREDITED)),
            out_cents=Sum("amount_cents", filter=Q(state=LineState.NOT_CREDITED)),
        )
    }
    return [_card(row, sums.get(row.pk, {})) for row in rows]


def _card(row: Order, sums: Mapping[str, Any]) -> OrderCard:
    return OrderCard(
        id=row.id,
        payer_kind=PayerKind(row.payer_kind),
        payer_id=row.payer_id,
        payer_name=row.payer_name,
        ground=Ground(row.ground),
        purpose=row.purpose,
        certifications=tuple(row.certifications or ()),
        expires_on=row.expires_on,
        refunded=row.refunded,
        state=OrderState(row.state),
        lines=row.lines_count,
        total_cents=row.total_cents,
        refused=row.refused_count,
        credited=sums.get("credited") or 0,
        credited_cents=sums.get("credited_cents") or 0,
        not_credited=sums.get("out") or 0,
        not_credited_cents=sums.get("out_cents") or 0,
        file_name=row.file_name,
        read_upto=row.read_upto,
        rows=row.rows,
        label=row.label,
        received_on=row.received_on,
        on_credit=row.on_credit,
        drafted_at=row.drafted_at,
        submitted_at=row.submitted_at,
        credited_at=row.credited_at,
    )
