"""A person decides that an account to which a transfer could not go may be tried again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import PayoutLine
from ..types import LineState, Refusal


@act
def retry_account(*, line_id: UUID, by: Actor, at: datetime) -> None:
    """Let the account of a transfer that did not arrive be paid again; told before, it changes nothing.

    Whoever took the file in which the bank refused it does not decide: one person alone could pay a body twice.
    """
    line = PayoutLine.objects.locked(line_id)

    permissions.RECONCILE.require(by, line)
    if line.state == LineState.ORDERED:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if line.retried_at is not None:
        return
    told_by = line.entries.values_list("file__received_by", flat=True)
    if any(by.wrote(each) for each in told_by):
        raise Refused(Refusal.TOOK_THE_FILE)

    # After this point the decision must succeed.
    held = PayoutLine.objects.filter(bank_account_id=line.bank_account_id, retried_at__isnull=True)
    held.exclude(state=LineState.ORDERED).update(retried_by=by.key, retried_at=at)

    record(
        events.PayoutRetried(about=line.batch_id, provider_id=line.provider_id, end_to_end_id=line.end_to_end_id),
        by=by,
        at=at,
    )
