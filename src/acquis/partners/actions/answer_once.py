"""A write comes with a key of idempotency: what was answered under it, or the place where the answer will stand.

Called in the transaction of the write itself. Two that come at once wait for each other at this place; the second
reads what the first was answered. A write that is refused undoes its place with the rest: its key is free again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Answer
from ..types import Answered, Refusal


@act
def answer_once(*, client_id: UUID, key: str, digest: str, by: Actor, at: datetime) -> Answered | None:
    """None when it is the first; refused when the key was another write's."""
    permissions.ADMIT.require_any(by)
    row, first = Answer.objects.get_or_create(client_id=client_id, key=key, defaults={"digest": digest, "at": at})
    if first:
        return None
    if row.digest != digest:
        raise Refused(Refusal.ANSWER_KEY_REUSED)
    return Answered(status=row.status, body=row.body)
