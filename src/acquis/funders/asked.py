"""What is asked about requests for an aid: a funder's queue, one request whole, a document; each looks only at its own.

Nobody is named in them: a funder decides on what its conditions ask, the training, the price, and what the holder
wrote and sent. That an agent looked, and why, is noted for the holder to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from acquis.journal.reads import note_read
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile

from . import asking, permissions
from .lifecycle import AID
from .models import AidDocument, AidEntry, AidRequest
from .types import OPEN, AidAct, AidDetails, AidFile, AidRow, AidSaid, AidSide, AidState, Refusal
from .written import course_of, reasons_of, terms_of

#: What an agent of the funder may do.
_DECIDE = (AidAct.WANT, AidAct.GRANT, AidAct.REFUSE)


def aids_asked(*, by: Actor, states: Iterable[AidState] = OPEN, limit: int = 200) -> list[AidRow]:
    """The requests in these states that `by` may see, by deadline: what is late first, what is decided last first."""
    rows = _readable(by).filter(state__in=[each.value for each in states])
    return [_row(row) for row in rows.order_by(F("due_at").asc(nulls_last=True), "-decided_at", "pk")[:limit]]


def aids_of(enrolment_id: UUID, *, by: Actor) -> list[AidRow]:
    """The requests about one enrolment, the first asked first."""
    return [_row(row) for row in _readable(by).filter(enrolment_id=enrolment_id).order_by("asked_at", "pk")]


def aid_asked(request_id: UUID, *, by: Actor) -> AidDetails:
    """One request whole; refused as unknown to those who may not see it."""
    row = _one(request_id, by)
    _note(row, by, "aid")
    instruction = terms_of(row.convention.terms).instruction
    assert instruction is not None
    state = AidState(row.state)
    decides = permissions.DECIDE_AID.covers(by) is not None
    may = {act for act in _DECIDE if decides and AID.allows(act, state)}
    if state in OPEN and permissions.WRITE_AID.covers(by) is not None:
        may.add(AidAct.WRITE)
    return AidDetails(
        row=_row(row),
        instruction=instruction,
        reasons=reasons_of(row.reasons),
        public=row.public,
        said=tuple(_said(each) for each in row.entries.order_by("at", "id").prefetch_related("documents")),
        may=frozenset(may),
    )


def aid_document(request_id: UUID, document_id: UUID, *, by: Actor) -> ProofFile:
    """A document of a request."""
    row = _one(request_id, by)
    found = AidDocument.objects.filter(pk=document_id, entry__request=row).first()
    if found is None:
        raise Refused(Refusal.AID_UNKNOWN)
    _note(row, by, "aid_document")
    return ProofFile(name=asking.name_of(found), media_type=found.media_type, content=asking.content_of(found))


def _readable(by: Actor) -> QuerySet[AidRequest]:
    return permissions.SEE_AID.rows(by, AidRequest.objects.select_related("convention", "funder"))


def _one(request_id: UUID, by: Actor) -> AidRequest:
    row = _readable(by).filter(pk=request_id).first()
    if row is None:
        raise Refused(Refusal.AID_UNKNOWN)
    return row


def _note(row: AidRequest, by: Actor, what: str) -> None:
    """An agent who reads is noted, with the request that they decide on; holders reading their own are not."""
    if by.is_staff or by.funder_id is not None:
        note_read(by=by, person_id=row.person_id, what=what, reason=f"dossier {row.course['number']}")


def _row(row: AidRequest) -> AidRow:
    return AidRow(
        id=row.id,
        convention_id=row.convention_id,
        purpose=row.convention.terms["purpose"],
        funder=row.funder.name,
        enrolment_id=row.enrolment_id,
        state=AidState(row.state),
        course=course_of(row.course),
        asked_cents=row.asked_cents,
        granted_cents=row.granted_cents,
        asked_at=row.asked_at,
        due_at=row.due_at,
        due_on=row.due_on,
        decided_at=row.decided_at,
        # An agent's answer has the agent's key.
        by_silence=row.decided_by.startswith(Role.SYSTEM),
    )


def _said(entry: AidEntry) -> AidSaid:
    return AidSaid(
        act=AidAct(entry.act),
        side=AidSide(entry.side),
        at=entry.at,
        words=asking.words_of(entry),
        files=tuple(
            AidFile(
                id=row.id,
                wanted=row.wanted,
                name=asking.name_of(row),
                media_type=row.media_type,
                size=row.size,
                scanned=row.scanned,
            )
            for row in entry.documents.all()
        ),
    )
