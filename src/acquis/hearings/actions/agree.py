"""The holder agrees that the entry was declared in error: it is undone at once, and nobody has to decide."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments_of
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import closing, deciding, events, lifecycle, permissions, words
from ..models import Hearing
from ..types import Act, Finding, HearingKind, Refusal, State


@act
def agree(*, hearing_id: UUID, by: Actor, at: datetime) -> None:
    """Everything returns to those who paid; a deposit is taken back. Only an entry in error can be agreed on."""
    enrolment_id = closing.hold_of(hearing_id)
    hearing = Hearing.objects.locked(hearing_id)

    permissions.AGREE.require(by, hearing)
    lifecycle.HEARING.require(Act.AGREE, State(hearing.state))
    if hearing.kind != HearingKind.ENTRY_IN_ERROR:
        raise Refused(Refusal.NOT_TO_YOU_TO_AGREE)
    enrolment = enrolments_of.details(enrolment_id, by=by)
    service = deciding.service_of(hearing, enrolment, Finding.GRANTED, None)

    # After this point the agreement must succeed.
    deciding.apply(enrolment, Finding.GRANTED, service, by=by, at=at)
    words.write(hearing, Act.AGREE, "", party=closing.HOLDER, by=by, at=at)
    closing.close(hearing, Act.AGREE, at=at)

    record(events.HearingClosed(**hearing.told(), how=hearing.state), by=by, at=at)
