"""A payer begins an order: under which conditions it gives, before it says to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from acquis.catalogue import queries as catalogue
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import grounds, permissions, stepping
from ..models import Order
from ..types import FACTS, OF_PAYER, Ground, OrderAct, Payer, Refusal

#: R6323-42-1 wants a delay "compatible with the action"; shorter, nobody could begin one (11 working days, L6323-9).
SHORTEST = timedelta(days=90)
LONGEST_PURPOSE = 200


@act
def draft_order(
    *,
    payer: Payer,
    ground: Ground,
    purpose: str = "",
    certifications: Sequence[str] | None = None,
    expires_on: date | None = None,
    refunded: bool = False,
    facts: Mapping[str, Any] | None = None,
    order_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the new order. `certifications` are codes the money is reserved to (None: to nothing).

    `expires_on` is the last day of use, `refunded` whether what is left then goes back to the payer; both are for what
    is given freely. `facts` are those of `types.FACTS`, days as ISO text.
    """
    permissions.COMPOSE.require_any(by)
    if not permissions.is_payer(by, payer.kind, payer.id, ground):
        raise Refused(Refusal.NOT_ALLOWED)
    if ground not in OF_PAYER[payer.kind]:
        raise Refused(Refusal.GROUND_NOT_FOR_PAYER)
    codes = None if certifications is None else sorted(set(certifications))
    if ground is not Ground.VOLUNTARY and (codes is not None or expires_on is not None or refunded):
        raise Refused(Refusal.GROUND_NOT_FOR_PAYER)
    if codes is not None and (not codes or catalogue.certifications(codes).keys() != set(codes)):
        raise Refused(Refusal.CERTIFICATION_UNKNOWN)
    if expires_on is not None and expires_on < day_of(at) + SHORTEST:
        raise Refused(Refusal.EXPIRES_TOO_SOON, days=SHORTEST.days)
    if refunded and expires_on is None:
        raise Refused(Refusal.REFUND_WITHOUT_END)
    told = dict(facts or {})
    if told.keys() != FACTS[ground].keys():
        raise Refused(Refusal.FACTS_MISSING)

    # After this point the draft must succeed.
    order = Order(
        payer_kind=payer.kind,
        payer_id=payer.id,
        payer_name=payer.name,
        payer_siren=payer.siren,
        purse_kind=grounds.purse_kind(ground, payer.purse_kind).value,
        ground=ground,
        purpose=" ".join(purpose.split())[:LONGEST_PURPOSE],
        certifications=codes,
        expires_on=expires_on,
        refunded=refunded,
        facts=told,
        drafted_at=at,
    )
    if order_id is not None:
        order.id = order_id
    order.save(force_insert=True)

    stepping.tell(order, OrderAct.DRAFT, by=by, at=at)
    return order.id
