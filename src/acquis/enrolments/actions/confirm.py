"""The holder confirms: the rights are held at once, and what is left is asked by card.

The law is that of this day, and the holder has just shown who they are, for this very basket: what they read is what
they confirm. Rights are debited later, at entry.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import planned
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.treasury import actions as treasury

from .. import delays, events, jobs, lifecycle, moving, permissions, purchase
from ..models import Enrolment
from ..queries import digest
from ..types import Act, EnrolmentId, Refusal, State
from .confirmed import confirmed


@act
def confirm(
    *,
    enrolment_id: EnrolmentId,
    proof_id: UUID | None,
    session: str,
    return_path: str,
    by: Actor,
    at: datetime,
) -> UUID | None:
    """Confirm a proposal. The id of the card collection to open, None when nothing is left to pay.

    `proof_id` is the fresh proof of identity, made for `basket_of` and for this web `session` (its digest); only the
    system, which replays a history, confirms without one. `return_path` is where the card page sends the holder back.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.CONFIRM, State(enrolment.state))
    if enrolment.is_due(at):
        raise Refused(Refusal.TOO_LATE_TO_CONFIRM)
    if enrolment.starts_on <= today:
        raise Refused(Refusal.SESSION_STARTED)

    sharing = purchase.sharing_of(enrolment, on=today)
    refusal = sharing.refusal or purchase.refusal_of_sale(enrolment, today)
    if refusal is not None:
        raise Refused(refusal)
    if not by.has(Role.SYSTEM):
        if proof_id is None:
            raise Refused(Refusal.PROOF_OF_IDENTITY_REQUIRED)
        people.use_proof(
            proof_id=proof_id,
            person_id=enrolment.person_id,
            basket=digest(enrolment, sharing),
            session=session,
            by=by,
            at=at,
        )

    # After this point the confirmation must succeed.
    enrolment.attempt += 1
    enrolment.participation_cents = sharing.split.participation_cents
    moving.hold(enrolment, sharing, by=by, at=at)
    if not sharing.card_cents:
        confirmed(enrolment, Act.CONFIRM, by=by, at=at)
        return None
    collection_id: UUID = treasury.begin_collection(
        account_id=enrolment.account_id,
        about=enrolment.id,
        amount_cents=sharing.card_cents,
        return_path=return_path,
        by=by,
        at=at,
    )
    due_at = at + delays.PAYMENT_DELAY
    enrolment.move(Act.CONFIRM_AND_PAY, due_at=due_at, collection_id=collection_id, by=by, at=at)

    record(
        events.PaymentBegun(**enrolment.told(), amount_cents=sharing.card_cents, attempt=enrolment.attempt),
        then=[planned(jobs.expire_payment, at=due_at, enrolment_id=enrolment.id, attempt=enrolment.attempt)],
        by=by,
        at=at,
    )
    return collection_id
