"""A provider gives a trainer who has no account a link, by which they sign one half-day, once, within two days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto

from .. import delays, events, lifecycle, links, permissions
from ..models import HalfDay, TrainerLink
from ..types import LONGEST_NAME, Act, Mode, Refusal, State

#: A link lives from the evening before at the earliest, and until the end of the day after at the latest.
BEFORE, AFTER = timedelta(hours=24), timedelta(hours=24)


def digest(token: str) -> str:
    """Under which a link is kept."""
    return sha256(token.encode()).hexdigest()


@act
def name_trainer(*, half_day_id: UUID, name: str, by: Actor, at: datetime) -> str:
    """What the link holds: to be shown once, it is kept nowhere. An earlier link that did not serve ends with it."""
    half_day = HalfDay.objects.locked(half_day_id)
    name = " ".join(name.split())

    permissions.CONDUCT.require(by, half_day)
    lifecycle.HALF_DAY.require(Act.CONFIRM, State(half_day.state))
    if half_day.mode == Mode.REMOTE_ALONE:
        raise Refused(Refusal.CODE_NOT_USED)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(Refusal.NAME_MISSING, most=LONGEST_NAME)
    if at < half_day.starts_at - BEFORE:
        raise Refused(Refusal.TOO_EARLY)
    if delays.is_too_late(half_day.day, at):
        raise Refused(Refusal.TOO_LATE)

    # After this point the link must be kept.
    links.end(half_day, at=at)
    token = secrets.token_urlsafe(24)
    link = TrainerLink(id=new_id(), half_day=half_day, token=digest(token), made_at=at, made_by=by.key)
    link.name_sealed = crypto.seal(name, table="attendance_trainerlink", column="name", row=link.id)
    link.expires_at = max(half_day.ends_at, at) + AFTER
    link.save(force_insert=True)

    about = events.TrainerNamed(about=half_day.id, provider_id=half_day.provider_id, session_id=half_day.session_id)
    record(about, by=by, at=at)
    return token
