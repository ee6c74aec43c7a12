"""A holder says by which ways they want to be told (RGPD art. 7: text messages only with their consent)."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import Wish


@act
def say_wishes(*, email: bool, text: bool, by: Actor, at: datetime) -> None:
    permissions.SAY_WISHES.require_any(by)
    assert by.id is not None
    assert by.account_id is not None

    # After this point the wishes must be kept.
    Wish.objects.update_or_create(person_id=by.id, defaults={"email": email, "text": text, "said_at": at})

    said = events.WishesSaid(about=by.account_id, account_id=by.account_id, email=email, text=text)
    record(said, by=by, at=at)
