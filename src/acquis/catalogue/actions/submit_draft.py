"""Submit a draft: a clean one is published at once, one with signals waits for a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..draft_checks import findings_of
from ..draft_content import content_of, published_content
from ..history import remember
from ..lifecycle import DRAFTS
from ..models import OfferDraft
from ..publishing import as_kept, is_overtaken, new_signals, publish_draft
from ..surroundings import Around
from ..types import ChangeKind, DraftAct, DraftState, Refusal

MOST_WORDS = 2_000


@act
def submit_draft(*, draft_id: UUID, reply: str = "", by: Actor, at: datetime) -> DraftState:
    """The state after: published, or submitted. Errors refuse it.

    `reply` is for whoever looks at it: with something to look at, it is asked for.
    """
    draft = OfferDraft.objects.locked(draft_id)

    permissions.WRITE_OFFERS.require(by, draft)
    DRAFTS.require(DraftAct.SUBMIT, DraftState(draft.state))
    if is_overtaken(draft):
        raise Refused(Refusal.OFFER_CHANGED)
    if len(reply) > MOST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG)
    offer = content_of(draft.content)
    before = published_content(draft.training_id, siret=offer.siret)
    if any(finding.blocking for finding in findings_of(offer, draft.provider_id, before=before)):
        raise Refused(Refusal.DRAFT_HAS_ERRORS)
    (signals,) = new_signals([(offer, draft.provider_id)], Around())
    if signals and not reply.strip():
        raise Refused(Refusal.REPLY_MISSING)

    # After this point the submission must succeed.
    draft.signals = [as_kept(each) for each in signals]
    draft.state = DraftState.SUBMITTED if signals else DraftState.PUBLISHED
    draft.reply, draft.submitted_at, draft.changed_at, draft.changed_by = reply.strip(), at, at, by.key
    draft.save()
    if signals:
        remember(draft.training_id, draft.provider_id, ChangeKind.WAITS, words=draft.reply, by=by, at=at).save()
    else:
        publish_draft(draft, by=by, at=at)

    fact = events.OfferSubmitted(
        about=draft.training_id, provider_id=draft.provider_id, draft_id=draft.id, waits=bool(signals)
    )
    record(fact, by=by, at=at)
    return DraftState(draft.state)
