"""An agent decides, with reasons that both sides read; the money follows at once, as it was shown before.

The other side has been heard, or its time to speak is over.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import Party
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import closing, deciding, events, lifecycle, permissions, sides, words
from ..models import Hearing
from ..types import Act, Finding, Refusal, Service, State


@act
def decide(
    *, hearing_id: UUID, finding: Finding, said: str, service: Service | None = None, by: Actor, at: datetime
) -> None:
    """`service` is how the training ended where the finding changes it; `said` are the reasons."""
    enrolment_id = closing.hold_of(hearing_id)
    hearing = Hearing.objects.locked(hearing_id)

    permissions.DECIDE.require(by, hearing)
    lifecycle.HEARING.require(Act.DECIDE, State(hearing.state))
    words.require(said)
    if not is_heard(hearing) and at < hearing.state_by_at:
        raise Refused(Refusal.OTHER_SIDE_NOT_HEARD, until=hearing.state_by_at)
    enrolment = enrolments_of.details(enrolment_id, by=by)
    found = deciding.service_of(hearing, enrolment, Finding(finding), service)
    foreseen = deciding.foresee(hearing, enrolment, Finding(finding), found, by=by, at=at)

    # After this point the decision must succeed.
    deciding.apply(enrolment, Finding(finding), found, by=by, at=at)
    hearing.finding, hearing.taken_by = Finding(finding), by.key
    if found is not None:
        hearing.reason, hearing.done, hearing.total = found.reason, found.done, found.total
    if foreseen is not None:
        hearing.provider_cents = foreseen.provider_cents
        hearing.returned_cents, hearing.lapsed_cents = foreseen.returned_cents, foreseen.lapsed_cents
    words.write(hearing, Act.DECIDE, said, party=Party.OPERATOR, by=by, at=at)
    closing.close(hearing, Act.DECIDE, at=at)

    record(
        events.Decided(
            **hearing.told(),
            finding=hearing.finding,
            provider_cents=hearing.provider_cents,
            returned_cents=hearing.returned_cents,
            lapsed_cents=hearing.lapsed_cents,
        ),
        by=by,
        at=at,
    )


def is_heard(hearing: Hearing) -> bool:
    """Whether the side that did not open the file has said something; of an agent's control, both sides."""
    return not sides.silent(hearing)
