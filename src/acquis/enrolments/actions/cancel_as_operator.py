"""The operator ends an enrolment that nobody has entered, for a motive told to both sides: everything returns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, settlement, words
from ..models import Enrolment
from ..types import Act, EndMotive, EnrolmentId, State


@act
def cancel_as_operator(
    *, enrolment_id: EnrolmentId, motive: EndMotive, said: str = "", by: Actor, at: datetime
) -> None:
    """`said` is what both sides read besides the motive; another motive than those known must be said."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONTROL.require(by, enrolment)
    lifecycle.require(Act.CANCEL_AS_OPERATOR, State(enrolment.state))
    words.require(said, optional=motive != EndMotive.OTHER)

    # After this point the cancellation must succeed.
    ending = settlement.Ending()
    kept: dict[str, Any] = {}
    if enrolment.state == State.CONFIRMED:
        ending = settlement.return_all_before_entry(enrolment, by=by, at=at)
        kept = settlement.written(enrolment, ending)
    enrolment.move(
        Act.CANCEL_AS_OPERATOR,
        **kept,
        end_motive=EndMotive(motive),
        end_words_sealed=words.sealed_end(enrolment, said),
        by=by,
        at=at,
    )

    record(
        events.CancelledByOperator(
            **enrolment.told(), motive=enrolment.end_motive, returned_cents=ending.returned_cents
        ),
        by=by,
        at=at,
    )
