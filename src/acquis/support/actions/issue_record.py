"""A holder, or the provider, takes a record of attendance on paper: a code is kept, by which anybody can check it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.attendance import queries as attendance
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.codes import new_code
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Issued
from ..types import Paper, Refusal


@act
def issue_record(*, enrolment_id: UUID, by: Actor, at: datetime) -> str:
    """The code. What it answers for is read here, and not taken from who writes the paper."""
    found = attendance.record_of(enrolment_id, by=by, at=at)

    permissions.ISSUE_RECORD.require_any(by)
    if found is None:
        raise Refused(Refusal.NO_RECORD)

    # After this point the paper must be kept.
    issued = Issued.objects.create(
        code=new_code(),
        paper=Paper.ATTENDANCE,
        account_id=found.account_id,
        issued_at=at,
        lines=len(found.entries),
        balance_cents=0,
        year=None,
        whole_account=False,
        digest=found.head,
        about=enrolment_id,
        rate_percent=int(found.completion.rate_percent) if found.completion.total else None,
    )

    given = events.RecordIssued(about=enrolment_id, account_id=found.account_id, lines=len(found.entries))
    record(given, by=by, at=at)
    return issued.code
