"""A holder asks for a place: nothing is paid and nothing is held yet.

Why it may be refused is asked in the order a reader expects: who, the account, the law, the offer, the day, and
whether the same was asked already. What is offered is copied, so that the promise outlives the offer.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import Refusal as NotForSale
from acquis.journal.actions import record
from acquis.journal.jobs import planned
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.prepared import PreparedValues, given
from acquis.kit.refusal import Refused

from .. import delays, events, jobs, permissions, purchase
from ..models import Enrolment
from ..numbers import new_number
from ..types import Act, EnrolmentId, Refusal

_LIVE = PreparedValues(
    lambda: (
        Enrolment.objects.live()
        .filter(account_id=given("account_id"), session_id=given("session_id"))
        .values_list("id")[:1]
    )
)
_NUMBERED = PreparedValues(lambda: Enrolment.objects.filter(number=given("number")).values_list("id"))


@act
def request(
    *, account_id: UUID, session_id: UUID, starts_on: date | None = None, by: Actor, at: datetime
) -> EnrolmentId:
    """Ask for a place in a session; `starts_on` is the day chosen for a permanent entry. The new enrolment's id."""
    Enrolment.objects.one_at_a_time(account_id)
    today = day_of(at)
    offer = catalogue.offered(session_id)

    permissions.require_account(by, account_id)
    facts = purchase.facts_of(account_id, today, action=offer.action_kind if offer else None)
    if offer is None:
        raise Refused(Refusal.OFFER_GONE)
    if not offer.by_account or offer.action_kind is None:
        raise Refused(NotForSale.NOT_BY_ACCOUNT)

    law = rules.law_on(today)
    sharing = purchase.share_out(law, facts, purchase.priced(offer))
    refusal = (
        sharing.refusal or purchase.refusal_of_offer(offer, today) or purchase.refusal_of_start(offer, starts_on, today)
    )
    if refusal is not None:
        raise Refused(refusal, earliest_start=purchase.earliest_start(today))
    person_id = accounts.person_of(account_id)
    begins = starts_on or offer.starts_on
    # The checks above have seen an open account, and a day to begin.
    assert person_id is not None
    assert begins is not None
    if _LIVE.any(account_id=account_id, session_id=session_id):
        raise Refused(Refusal.ALREADY_REQUESTED)
    number = new_number()
    while _NUMBERED.any(number=number):
        number = new_number()

    # After this point the request must succeed.
    due_at = delays.over_after(law, rules.Step.PROVIDER_REPLY, today)
    enrolment = Enrolment(
        number=number,
        account_id=account_id,
        person_id=person_id,
        provider_id=offer.provider_id,
        training_id=offer.training_id,
        action_id=offer.action_id,
        session_id=session_id,
        title=offer.title,
        certification_code=offer.certification_code or "",
        certification_title=offer.certification_title,
        certification_version=offer.certification_version,
        action_kind=offer.action_kind,
        modality=offer.modality,
        town=offer.town,
        address=offer.address,
        hours=offer.hours,
        has_prerequisites=offer.has_prerequisites,
        price_cents=offer.price_cents,
        starts_on=begins,
        # The end of a permanent entry is the end of the offer, not of this trainee's training.
        ends_on=None if purchase.chooses_start(offer) else offer.ends_on,
        requested_at=at,
    )
    enrolment.move(Act.REQUEST, due_at=due_at, by=by, at=at)

    record(
        events.Requested(
            **enrolment.told(),
            session_id=session_id,
            price_cents=enrolment.price_cents,
            starts_on=enrolment.starts_on,
        ),
        then=[
            planned(jobs.lapse_unanswered, at=due_at, enrolment_id=enrolment.id),
            planned(jobs.remind_to_answer, at=delays.reminder_at(due_at), enrolment_id=enrolment.id),
        ],
        by=by,
        at=at,
    )
    return EnrolmentId(enrolment.id)
