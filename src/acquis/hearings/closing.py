"""How a file ends without more: its control is released, and what waited goes on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import EnrolmentId, Party
from acquis.kit.actor import system
from acquis.kit.refusal import Refused

from . import lifecycle
from .models import Hearing
from .types import Act, Refusal, State

HOLDER = Party.HOLDER


def hold_of(hearing_id: UUID) -> UUID:
    """The enrolment of a hearing, held until the transaction ends: it is always locked before the hearing."""
    enrolment_id = Hearing.objects.filter(pk=hearing_id).values_list("enrolment_id", flat=True).first()
    if enrolment_id is None:
        raise Refused(Refusal.HEARING_UNKNOWN)
    enrolments_of.hold(enrolment_id)
    return enrolment_id


def close(hearing: Hearing, act: Act, *, at: datetime) -> None:
    """Write the end of the file, and release the control that came with it."""
    hearing.state, hearing.decided_at = lifecycle.HEARING.require(act, State(hearing.state)), at
    hearing.save()
    # The file released it, whoever ended the file; its own history says who.
    enrolments.release_control(
        enrolment_id=EnrolmentId(hearing.enrolment_id),
        control_id=hearing.control_id,
        by=system(f"hearings.{act}"),
        at=at,
    )
