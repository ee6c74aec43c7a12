"""A holder asks an agent of a funder for an aid; the sum asked is set aside until the answer.

Part of the act by which the enrolment waits, which has found that the aid may be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import planned
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import Refusal as LedgerRefusal
from acquis.people.types import ProofFile

from .. import asking, events, jobs, permissions
from ..models import AidRequest, Convention
from ..types import AidAct, AidSide, Askable, AskedCourse, ConventionState, Refusal
from ..written import plain_course, plain_reasons


@act
def ask_aid(
    *,
    askable: Askable,
    course: AskedCourse,
    account_id: UUID,
    person_id: UUID,
    enrolment_id: UUID,
    motive: str,
    files: Sequence[tuple[str, ProofFile]],
    by: Actor,
    at: datetime,
) -> datetime:
    """The first moment that is late for the answer. `files`: (the document that the convention asks for, the file)."""
    decision, instruction, today = askable.decision, askable.instruction, day_of(at)
    stands = Convention.objects.filter(pk=decision.convention_id, state=ConventionState.IN_FORCE).exists()

    permissions.PROMISE.require_any(by)
    if not stands:
        raise Refused(Refusal.NO_LONGER_PROMISED)
    if askable.asked:
        raise Refused(Refusal.ASKED_ALREADY)
    if today > askable.ask_by:
        raise Refused(Refusal.ASKED_TOO_LATE, ask_by=askable.ask_by)
    words = asking.require_words(motive, missing=Refusal.MOTIVE_MISSING if instruction.motive else None)
    missing = [name for name in instruction.documents if name not in {wanted for wanted, _file in files}]
    if missing:
        raise Refused(Refusal.DOCUMENT_MISSING, name=missing[0])
    judged = asking.inspected(files)

    # After this point the request must succeed, but for an envelope that ran out: then all of it is undone.
    due_at = asking.over_at(asking.answer_by(instruction, today), starts_on=course.starts_on)
    request = AidRequest(
        convention_id=decision.convention_id,
        funder_id=decision.funder_id,
        envelope_id=decision.envelope_id,
        account_id=account_id,
        person_id=person_id,
        enrolment_id=enrolment_id,
        asked_cents=askable.amount_cents,
        held_cents=askable.amount_cents,
        course=plain_course(course),
        public=next((each.public for each in decision.reasons if each.public), ""),
        reasons=plain_reasons(decision.reasons),
        asked_at=at,
        due_at=due_at,
    )
    try:
        asking.set_aside(request, by=by, at=at)
    except Refused as refused:
        if refused.reason is LedgerRefusal.BALANCE_TOO_LOW:
            raise Refused(Refusal.ENVELOPE_EMPTY) from refused
        raise
    request.save(force_insert=True)
    asking.write(request, AidAct.ASK, words, side=AidSide.HOLDER, files=judged, by=by, at=at)

    record(
        events.AidMoved(**request.told(), act=AidAct.ASK.value, side=AidSide.HOLDER.value),
        then=[planned(jobs.aid_comes_due, at=due_at, request_id=request.id)],
        by=by,
        at=at,
    )
    return due_at
