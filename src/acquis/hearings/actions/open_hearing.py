"""A side, or an agent, opens a file about an enrolment: it is under control from then on, and the other side is heard.

A contest comes before the day of validation; an excuse comes with its proof, before entry or after, and for some time
after an absence or a costly cancellation. Nothing is validated, paid or lost meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis import rules
from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import AttendeeState, ControlMotive, EnrolmentId, Party
from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of, end_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile

from .. import events, jobs, opening, sides, words
from ..models import Hearing
from ..types import Act, HearingKind, Refusal, State


@act
def open_hearing(
    *,
    enrolment_id: UUID,
    kind: HearingKind,
    said: str,
    exhibits: Sequence[ProofFile] = (),
    motive: ControlMotive | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """The hearing's id. `motive` is an agent's, who puts the enrolment under control by themselves."""
    enrolments_of.hold(enrolment_id)
    enrolment = enrolments_of.details(enrolment_id, by=by)
    kind = HearingKind(kind)

    party = opening.party_of(by)
    if not opening.is_theirs(kind, party, enrolment):
        raise Refused(Refusal.NOT_ALLOWED)
    going_on = Hearing.objects.going_on().filter(enrolment_id=enrolment_id, kind=kind)
    if going_on.exists():
        raise Refused(Refusal.ALREADY_OPEN)
    if refusal := opening.refusal_of(kind, enrolment, at=at):
        raise Refused(refusal)
    confirmed = party is Party.HOLDER and enrolment.attendee_state is AttendeeState.SERVICE_DECLARED
    if kind is HearingKind.CONTEST and confirmed:
        raise Refused(Refusal.ALREADY_CONFIRMED)
    if kind is HearingKind.FORCE_MAJEURE and not exhibits:
        raise Refused(Refusal.EXHIBIT_REQUIRED)
    words.require(said)
    files = words.inspected(exhibits)
    why = opening.MOTIVE.get(kind) or motive
    if why is None or (kind is HearingKind.CONTROL and why not in opening.OF_CONTROLS):
        raise Refused(Refusal.FINDING_IMPOSSIBLE)

    law, today = opening.law_of(enrolment), day_of(at)
    state_by_at = end_of(rules.deadline(law, rules.Step.STATEMENT_REPLY, today))
    due_at = end_of(rules.deadline(law, rules.Step.HEARING_DECISION, today))

    # After this point the hearing must be open.
    control_id = enrolments.put_under_control(enrolment_id=EnrolmentId(enrolment_id), motive=why, by=by, at=at)
    hearing = Hearing.objects.create(
        id=new_id(),
        kind=kind,
        state=State.OPEN,
        enrolment_id=enrolment_id,
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        provider_id=enrolment.provider_id,
        number=enrolment.number,
        title=enrolment.title,
        control_id=control_id,
        opened_by=party,
        opened_at=at,
        state_by_at=state_by_at,
        due_at=due_at,
    )
    words.write(hearing, Act.OPEN, said, party=party, exhibits=files, by=by, at=at)

    later(jobs.remind, at=sides.reminder_at(state_by_at), hearing_id=hearing.id)

    record(
        events.HearingOpened(**hearing.told(), opened_by=party, exhibits=len(files)),
        by=by,
        at=at,
    )
    return hearing.id
