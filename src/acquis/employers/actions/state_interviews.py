"""A company states, for one employee, the interviews of the years past: the law says what is due, and when.

What is due is paid by an order of endowments; until then it may be stated again, when something was wrong.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people.queries import employee
from acquis.rules import NotCovered, Review, corrective_payment, law_of_interviews, law_on

from .. import events, permissions
from ..models import Company, Establishment, InterviewStatement
from ..types import Interviews, Refusal


@act
def state_interviews(
    *, company_id: UUID, siret: str, nir: str, name: str, told: Interviews, by: Actor, at: datetime
) -> UUID:
    """The id of the statement. The employee is known by their number and their birth or usual name, both right."""
    company = Company.objects.locked(company_id)

    permissions.STATE.require(by, company)
    place = permissions.READ.rows(by, Establishment.objects.filter(company=company, siret=siret)).first()
    if place is None:
        raise Refused(Refusal.ESTABLISHMENT_UNKNOWN)
    if told.reviewed_on > day_of(at):
        raise Refused(Refusal.REVIEW_TO_COME)
    if min(told.company_staff, told.years_present, told.interviews_held) < 0:
        raise Refused(Refusal.NUMBER_NEGATIVE)
    person_id = employee(nir, name, by=by)
    if person_id is None:
        raise Refused(Refusal.EMPLOYEE_UNKNOWN)
    known = InterviewStatement.objects.select_for_update().filter(
        company=company, person_id=person_id, reviewed_on=told.reviewed_on
    )
    row = known.first() or InterviewStatement(company=company, person_id=person_id, reviewed_on=told.reviewed_on)
    if row.paid_at is not None:
        raise Refused(Refusal.PAID_ALREADY)

    try:
        law = law_of_interviews(law_on(told.reviewed_on), has_agreement=told.agreement_on_rhythm)
    except NotCovered as error:
        raise Refused(NotCovered.refusal) from error
    answer = corrective_payment(
        law,
        Review(
            reviewed_on=told.reviewed_on,
            company_staff=told.company_staff,
            years_present=told.years_present,
            interviews_held=told.interviews_held,
            training_followed=told.training_followed,
            hired_in_period=told.hired_in_period,
        ),
    )

    # After this point the statement must stand.
    row.establishment = place
    row.company_staff, row.years_present = told.company_staff, told.years_present
    row.interviews_held, row.training_followed = told.interviews_held, told.training_followed
    row.hired_in_period, row.agreement_on_rhythm = told.hired_in_period, told.agreement_on_rhythm
    row.interviews_due, row.due_cents, row.due_by = int(answer.interviews_due), int(answer.due_cents), answer.due_by
    row.unpaid_cents = int(answer.unpaid_cents)
    row.refusal = answer.refusal.value if answer.refusal else ""
    row.stated_at, row.stated_by = at, by.key
    row.save()

    said = events.InterviewsStated(
        about=company.id, statement_id=row.id, reviewed_on=f"{row.reviewed_on}", due_cents=row.due_cents
    )
    record(said, by=by, at=at)
    return row.id
