"""What a holder is told when a funder answers the aid they asked for, waits for a document, or writes to them."""

from __future__ import annotations

from datetime import datetime

from acquis.funders import queries as funders
from acquis.funders.events import AidMoved, AidWritten
from acquis.funders.types import AidAct, AidSide
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from .telling import tell_of
from .types import Kind

_TOLD = {
    AidAct.GRANT: Kind.AID_GRANTED,
    AidAct.GRANT_BY_SILENCE: Kind.AID_GRANTED,
    AidAct.REFUSE: Kind.AID_REFUSED,
    AidAct.REFUSE_BY_SILENCE: Kind.AID_REFUSED,
    AidAct.WANT: Kind.AID_DOCUMENT,
}


@reaction(AidMoved)
def tell_aid_moved(event: AidMoved, *, by: Actor, at: datetime) -> None:
    """An answer, or a document that is missing; what holders do themselves they know already."""
    kind = _TOLD.get(AidAct(event.act))
    row = next((each for each in funders.aids_of(event.enrolment_id, by=by) if each.id == event.about), None)
    if kind is None or row is None:
        return
    until = row.due_on.isoformat() if kind is Kind.AID_DOCUMENT and row.due_on else ""
    tell_of(
        event.enrolment_id,
        kind,
        # A document may be asked for twice.
        f"{event.kind} {event.about} {event.act} {at.isoformat()}",
        funder=row.funder,
        given_cents=row.granted_cents or 0,
        until=until,
        by=by,
        at=at,
    )


@reaction(AidWritten)
def tell_aid_written(event: AidWritten, *, by: Actor, at: datetime) -> None:
    if event.side == AidSide.FUNDER:
        reference = f"{event.kind} {event.entry_id}"
        tell_of(event.enrolment_id, Kind.AID_WRITTEN, reference, by=by, at=at)
