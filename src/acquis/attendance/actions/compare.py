"""A provider declared what was followed: it is kept beside what the record says, and a difference is announced."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import chain, events, permissions
from ..models import DeclaredRate, Sheet
from ..records import rate_of


@act
def compare(*, enrolment_id: UUID, declared_percent: int, by: Actor, at: datetime) -> None:
    """`declared_percent` in whole percent. The same declaration, of the same moment, is kept once."""
    attendee = next(iter(enrolments.attending(by=by, enrolment_ids=[enrolment_id])), None)
    # An enrolment that meanwhile ended otherwise is not looked at.
    if attendee is None:
        return

    permissions.FOLLOW.require_any(by)
    if DeclaredRate.objects.filter(enrolment_id=enrolment_id, at=at).exists():
        return
    found, whole = rate_of(attendee)
    sheet = Sheet.objects.filter(account_id=attendee.account_id, pk=enrolment_id).first()

    # After this point the comparison must be kept.
    DeclaredRate.objects.create(
        enrolment_id=enrolment_id,
        account_id=attendee.account_id,
        provider_id=attendee.provider_id,
        declared_percent=declared_percent,
        record_percent=found,
        whole=whole,
        head=sheet.head if sheet else chain.BEFORE_THE_FIRST,
        at=at,
    )

    if found is not None and found != declared_percent:
        differs = events.RateDiffers(
            about=enrolment_id,
            account_id=attendee.account_id,
            declared_percent=declared_percent,
            record_percent=found,
        )
        record(differs, by=by, at=at)
