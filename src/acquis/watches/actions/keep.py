"""A holder keeps a search, to be told of what is new: what answers today is known already."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.catalogue.search.types import SearchRequest
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, looking, naming, permissions, sealing
from ..models import Watch
from ..types import MOST_FOUND, MOST_WATCHES, Cadence, Refusal


@act
def keep(
    *, watch_id: UUID, name: str, address: str, asked: SearchRequest, cadence: Cadence, by: Actor, at: datetime
) -> UUID:
    """The id given, so that a form sent twice keeps one; other content under it is refused.

    `address` is the question as its page writes it, and only its page reads it.
    """
    known = Watch.objects.select_for_update().filter(pk=watch_id).first()

    permissions.KEEP.require_any(by)
    assert by.account_id is not None
    assert by.id is not None
    content = sealing.Content(naming.named(name), address, asked)
    if known is not None:
        permissions.SEE.require(by, known)
        if sealing.written(sealing.unseal(known.content_sealed, watch_id=watch_id)) != sealing.written(content):
            raise Refused(Refusal.ANOTHER_CONTENT)
        return known.id
    if Watch.objects.filter(account_id__in=by.accounts).count() >= MOST_WATCHES:
        raise Refused(Refusal.TOO_MANY)
    answer = looking.answers(asked, by.account_id, on=day_of(at))
    if answer is not None and answer[0] > MOST_FOUND:
        raise Refused(Refusal.TOO_WIDE)

    # After this point the search must be kept.
    Watch.objects.create(
        id=watch_id,
        account_id=by.account_id,
        person_id=by.id,
        content_sealed=sealing.seal(content, watch_id=watch_id),
        cadence=cadence,
        kept_at=at,
        # Without an index yet, the first look will know what answers, and tell nothing.
        looked_at=at if answer is not None else None,
        found=answer[0] if answer is not None else None,
        known=answer[1] if answer is not None else [],
    )

    record(events.Kept(about=watch_id, account_id=by.account_id, cadence=cadence), by=by, at=at)
    return watch_id
