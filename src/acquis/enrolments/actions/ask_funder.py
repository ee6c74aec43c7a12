"""The holder asks an agent of a funder to complete the price; the proposal waits for the answer, its place kept.

The sum asked is the most that the convention and the law allow on this day, and is set aside. Nothing else is held:
the law and the account are asked again when the holder confirms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.funders import actions as funders
from acquis.funders.types import AskedCourse
from acquis.funders.types import Refusal as NotAsked
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile
from acquis.providers import queries as providers

from .. import completing, events, lifecycle, permissions, purchase
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, Source, State


@act
def ask_funder(
    *,
    enrolment_id: EnrolmentId,
    convention_id: UUID,
    motive: str = "",
    files: Sequence[tuple[str, ProofFile]] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Ask for the aid of a convention. `files`: (the document that it asks for, the file)."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.ASK_FUNDER, State(enrolment.state))
    if enrolment.is_due(at):
        raise Refused(Refusal.TOO_LATE_TO_CONFIRM)

    sharing = completing.sharing_of(enrolment, on=today, explained=True)
    if refusal := purchase.refusal_of_sale(enrolment, today):
        raise Refused(refusal)
    askable = next((each for each in sharing.askable if each.decision.convention_id == convention_id), None)
    if askable is None:
        raise Refused(NotAsked.AID_NOT_OFFERED)

    # After this point the request must succeed, but for what the funder's own act refuses: then all of it is undone.
    due_at = funders.ask_aid(
        askable=askable,
        course=_course(enrolment, sharing, askable.amount_cents),
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        motive=motive,
        files=files,
        by=by,
        at=at,
    )
    first = enrolment.funder_asked_at or at
    enrolment.move(Act.ASK_FUNDER, due_at=due_at, funder_asked_at=first, by=by, at=at)

    record(
        events.FunderAsked(**enrolment.told(), convention_id=convention_id, amount_cents=askable.amount_cents),
        by=by,
        at=at,
    )


def _course(enrolment: Enrolment, sharing: purchase.Sharing, asked_cents: int) -> AskedCourse:
    """What the funder reads of the purchase: who would pay what if it granted all of what is asked."""
    card = providers.provider(enrolment.provider_id)
    others = sharing.third_party_cents
    rights = sharing.sum_of(Source.RIGHTS)
    return AskedCourse(
        number=enrolment.number,
        title=enrolment.title,
        certification=enrolment.certification_code,
        provider=card.display if card else "",
        place=enrolment.town,
        starts_on=enrolment.starts_on,
        ends_on=enrolment.ends_on,
        hours=enrolment.hours,
        price_cents=enrolment.price_cents,
        rights_cents=rights,
        others_cents=others,
        holder_cents=max(0, enrolment.price_cents - rights - others - asked_cents),
    )
