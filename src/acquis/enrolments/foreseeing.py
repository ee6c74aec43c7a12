"""Who would get what if an act were done now: the rules the act asks, and the parts it would give back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from acquis import rules
from acquis.rules.types import CancelledBy, ExitReason

from . import delays, moving, served, settlement
from .models import Enrolment, Share
from .types import Foreseen, ShareLine, Source

THIRD_PARTIES = (Source.PURSE, Source.COMPLEMENT)
HOLDERS_OWN = (Source.HOLDER, Source.CREDIT_NOTE)


def after_entry(enrolment: Enrolment, *, reason: ExitReason, done: Decimal, total: Decimal) -> Foreseen:
    """What becomes of the price of a training that was entered."""
    served.require(reason, done, total)
    outcome = served.settled(enrolment, reason=reason, done=done, total=total)
    return Foreseen(
        price_cents=enrolment.price_cents,
        provider_cents=int(outcome.provider_cents),
        deposit_cents=enrolment.deposit_cents,
        returned=_lines(enrolment.shares, int(outcome.returned_cents)),
        lapsed_cents=int(outcome.lost_cents),
        outcome=outcome,
    )


def before_entry(enrolment: Enrolment, *, on: date, by: CancelledBy, force_majeure: bool = False) -> Foreseen:
    """What becomes of the price when nobody enters."""
    facts = settlement.cancellation(enrolment, cancelled_on=on, by=by, force_majeure=force_majeure)
    outcome = rules.cancel_before_entry(delays.law_of_order(enrolment), facts)
    shares = enrolment.shares
    if not outcome.is_late:
        whole = sum(share.amount_cents for share in shares)
        return Foreseen(price_cents=enrolment.price_cents, returned=_lines(shares, whole), outcome=outcome)
    parts = settlement.late_parts(outcome)
    theirs = [share for share in shares if share.source in THIRD_PARTIES]
    paid = [share for share in shares if share.source in HOLDERS_OWN]
    return Foreseen(
        price_cents=enrolment.price_cents,
        provider_cents=parts.provider_cents,
        returned=(
            *_lines(theirs, int(outcome.third_party_returned_cents)),
            *_lines(paid, int(outcome.holder_refund_cents)),
        ),
        kept_cents=parts.kept_cents,
        lapsed_cents=parts.lapsed_cents,
        borne_cents=parts.borne_cents,
        outcome=outcome,
    )


def all_back(enrolment: Enrolment) -> Foreseen:
    """What becomes of the price when the holder withdraws: all of it returns."""
    shares = enrolment.shares
    whole = sum(share.amount_cents for share in shares)
    return Foreseen(price_cents=enrolment.price_cents, returned=_lines(shares, whole))


def excused(enrolment: Enrolment) -> Foreseen:
    """What becomes of the price when force majeure is recognised after a late cancellation or an absence."""
    spent = settlement.spent_of_note(enrolment)
    own = [share for share in enrolment.shares if share.source in HOLDERS_OWN]
    others = [share for share in enrolment.shares if share.source not in HOLDERS_OWN]
    return Foreseen(
        price_cents=enrolment.price_cents,
        returned=(
            *_lines(others, sum(share.amount_cents for share in others)),
            *_lines(own, sum(share.amount_cents for share in own) - spent),
        ),
        kept_cents=spent,
    )


def _lines(shares: Sequence[Share], amount_cents: int) -> tuple[ShareLine, ...]:
    return tuple(
        ShareLine(
            source=Source(share.source),
            amount_cents=part,
            purse_id=share.purse_id,
            kind=share.kind,
            label=share.label,
        )
        for share, part in moving.parts_back(shares, amount_cents)
        if part
    )
