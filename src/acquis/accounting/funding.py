"""What funders owe for their conventions: what was put in each envelope, less what went back and what was received."""

from __future__ import annotations

from uuid import UUID

from acquis.funders import queries as funders
from acquis.funders.types import ConventionCard
from acquis.kit.actor import Actor
from acquis.ledger import queries as ledger
from acquis.ledger.types import Code

from .types import FundingOwed


def left_of(card: ConventionCard) -> int:
    """What is still to receive for a convention, in cents; below 0 what is to be given back."""
    return _owed(card).left_cents


def owed(*, by: Actor) -> list[FundingOwed]:
    """What each envelope was given and received, by number of convention; those of which nothing was asked left out."""
    of_envelope: dict[UUID, ConventionCard] = {}
    for card in funders.conventions(by=by):
        # The latest drafted comes first: it is that of today.
        of_envelope.setdefault(card.envelope_id, card)
    found = [_owed(card) for card in sorted(of_envelope.values(), key=lambda each: each.number)]
    return [each for each in found if each.provided_cents or each.received_cents]


def _owed(card: ConventionCard) -> FundingOwed:
    received = [each for each in ledger.about(card.envelope_id) if each.code is Code.FUNDER_RECEIVED]
    return FundingOwed(
        convention_id=card.id,
        number=card.number,
        funder=card.funder.name,
        provided_cents=sum(each.amount_cents for each in funders.provisions_of(card)),
        received_cents=sum(abs(each.amount_cents) for each in received),
    )
