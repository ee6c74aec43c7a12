"""A holder signs their own presence: by the code shown at the place while the half-day lasts, without it afterwards.

Afterwards is a weaker proof, marked so; from the next day on it is late, and after some days it is too late. A wrong
code is written down and answered with None: five of them, and their author waits some minutes.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import codes, delays, followers, lines, permissions
from ..models import CodeTry, Entry, HalfDay
from ..types import Kind, Means, Mode, Presence, Refusal, State
from ..windows import asks_code


@act
def sign(*, half_day_id: UUID, code: str, by: Actor, at: datetime) -> UUID | None:
    """The entry's id; None for a wrong code. Signing twice is signing once: the same entry is answered."""
    half_day = HalfDay.objects.locked(half_day_id)
    attendee = next(iter(followers.expected_at(half_day, by=by)), None)

    permissions.SIGN.require_any(by)
    if attendee is None or half_day.state == State.CANCELLED:
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    known = Entry.objects.filter(enrolment_id=attendee.id, half_day_id=half_day.id, kind=Kind.SIGNED).first()
    if known is not None:
        return known.id
    if half_day.mode == Mode.REMOTE_ALONE:
        raise Refused(Refusal.CODE_NOT_USED)
    if half_day.state == State.PLANNED and at < half_day.ends_at:
        raise Refused(Refusal.TOO_EARLY)
    if delays.is_too_late(half_day.day, at):
        raise Refused(Refusal.TOO_LATE)
    with_code = asks_code(half_day, at)
    tries = CodeTry.objects.filter(half_day=half_day, enrolment_id=attendee.id, at__gt=at - codes.WINDOW)
    if with_code and tries.count() >= codes.MOST_TRIES:
        raise Refused(Refusal.TOO_MANY_TRIES, minutes=int(codes.WINDOW.total_seconds() // 60))
    fits = not with_code or codes.fits(code, half_day.secret_sealed, half_day.id, at)

    # After this point the signature, or the wrong code, must be written.
    if not fits:
        CodeTry.objects.create(half_day=half_day, enrolment_id=attendee.id, at=at)
        return None
    # The line tells the journal itself.
    return lines.add(
        attendee,
        half_day,
        kind=Kind.SIGNED,
        means=Means.CODE if with_code else Means.AFTERWARDS,
        presence=Presence.PRESENT,
        minutes=half_day.minutes,
        late=delays.is_late(half_day.day, at),
        by=by,
        at=at,
    )
