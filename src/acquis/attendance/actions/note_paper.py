"""Without phones, people signed on paper: the provider says who was there and keeps the scan of the sheet.

It is a weaker proof than two signatures, and marked so; the digest of the scan is in each line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto, documents

from .. import delays, followers, lifecycle, lines, permissions, presences
from ..models import HalfDay, Scan
from ..types import Act, Kind, Means, Mode, Refusal, Seen, State


@act
def note_paper(*, half_day_id: UUID, seen: Sequence[Seen], name: str, content: bytes, by: Actor, at: datetime) -> UUID:
    """The scan's id. `content` is judged as every file that people send is (PDF, JPEG or PNG)."""
    half_day = HalfDay.objects.locked(half_day_id)

    permissions.CONDUCT.require(by, half_day)
    state = lifecycle.HALF_DAY.require(Act.NOTE_PAPER, State(half_day.state))
    if half_day.mode != Mode.ON_SITE:
        raise Refused(Refusal.CODE_NOT_USED)
    if at < half_day.starts_at:
        raise Refused(Refusal.TOO_EARLY)
    said = presences.matched(half_day, seen, followers.expected_at(half_day, by=by))
    file = documents.inspected(content)

    # After this point the half-day must be signed.
    scan = Scan(
        id=new_id(),
        half_day=half_day,
        provider_id=half_day.provider_id,
        name=name[:200] or "feuille",
        media_type=file.media_type.value,
        size=len(content),
        digest=sha256(content).hexdigest(),
        scanned=file.scanned,
        by=by.key,
        at=at,
    )
    scan.content_sealed = crypto.seal_bytes(content, table="attendance_scan", column="content", row=scan.id)
    scan.save(force_insert=True)
    half_day.state, half_day.signed_at = state, at
    half_day.save(update_fields=["state", "signed_at"])
    # A sheet is scanned after the day it was signed on; late is what no signature may be.
    late = delays.is_too_late(half_day.day, at)
    # Each line tells the journal itself.
    for attendee, presence, minutes in said:
        lines.add(
            attendee,
            half_day,
            kind=Kind.PAPER,
            means=Means.SHEET,
            presence=presence,
            minutes=minutes,
            late=late,
            scan=scan,
            by=by,
            at=at,
        )
    return scan.id
