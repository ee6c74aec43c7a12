"""The provider accepts a request, perhaps on another day or adapted to this holder: there is a proposal to confirm.

The law and the account are asked again, for days have passed. No money is held before the
holder confirms; the place in the session is theirs from now on.
"""

from __future__ import annotations

from datetime import date, datetime

from acquis import rules
from acquis.catalogue import actions as catalogue
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import completing, delays, events, jobs, lifecycle, permissions, personalising, purchase
from ..models import Enrolment
from ..types import Act, EnrolmentId, PersonalTerms, Refusal, State


@act
def accept(
    *,
    enrolment_id: EnrolmentId,
    starts_on: date | None = None,
    personal: PersonalTerms | None = None,
    message: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Accept a request; `starts_on` moves its start, `personal` adapts the rest, `message` is shown to the holder.

    What was offered and what is proposed are both kept. The holder alone sees it, and it lapses like any proposal.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.ACCEPT, State(enrolment.state))
    if enrolment.is_due(at):
        raise Refused(Refusal.TOO_LATE_TO_ANSWER)

    begins = starts_on or enrolment.starts_on
    price_cents, ends_on = personalising.price_of(personal, enrolment), personalising.ends_of(personal, enrolment)
    if personal is not None:
        personalising.require(personal, enrolment, begins=begins, law=rules.law_on(today))
    sharing = completing.sharing_of(enrolment, on=today, price_cents=price_cents)
    refusal = sharing.refusal or purchase.refusal_of_sale(enrolment, today)
    if refusal is not None:
        raise Refused(refusal)
    earliest = purchase.earliest_start(day_of(enrolment.requested_at))
    if begins < earliest:
        raise Refused(Refusal.START_TOO_SOON, earliest_start=earliest)
    if begins <= today:
        raise Refused(Refusal.SESSION_STARTED)
    if ends_on is not None and begins > ends_on:
        raise Refused(Refusal.AFTER_SESSION)
    # The place is the last question: who holds it has it, and whoever comes second is told so.
    catalogue.hold_place(session_id=enrolment.session_id, reference=enrolment.id, by=by, at=at)
    due_at = delays.over_after(delays.law_of_order(enrolment), rules.Step.HOLDER_CONFIRMATION, today)

    # After this point the acceptance must succeed.
    if personal is not None:
        personalising.keep(personal, enrolment, begins=begins, by=by, at=at)
    enrolment.move(
        Act.ACCEPT,
        due_at=due_at,
        confirmation_due_at=due_at,
        starts_on=begins,
        ends_on=ends_on,
        price_cents=price_cents,
        hours=personalising.hours_of(personal, enrolment),
        message=message.strip(),
        proposed_at=at,
        by=by,
        at=at,
    )

    record(
        events.Accepted(**enrolment.told(), starts_on=begins, personalised=personal is not None),
        then=jobs.to_confirm(enrolment.id, due_at),
        by=by,
        at=at,
    )
