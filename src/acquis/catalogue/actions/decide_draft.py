"""A person decides of an offer that has signals: publish it, ask its provider for a change, or refuse it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..history import remember
from ..lifecycle import DRAFTS
from ..models import LookedAt, OfferDraft
from ..publishing import is_overtaken, publish_draft, signal_of
from ..types import ChangeKind, Decision, DraftAct, DraftState, Refusal
from .submit_draft import MOST_WORDS

_ACTS = {
    Decision.PUBLISH: (DraftAct.PUBLISH, ChangeKind.PUBLISHED_BY_DECISION),
    Decision.ASK_CHANGES: (DraftAct.ASK_CHANGES, ChangeKind.SENT_BACK),
    Decision.REFUSE: (DraftAct.REFUSE, ChangeKind.NOT_PUBLISHED),
}


@act
def decide_draft(*, draft_id: UUID, decision: Decision, words: str, seen: int, by: Actor, at: datetime) -> None:
    """`words` say why, and are asked for unless it is published; `seen` is the revision that was looked at."""
    draft = OfferDraft.objects.locked(draft_id)
    words = words.strip()

    permissions.DECIDE_OFFERS.require(by, draft)
    step, kind = _ACTS[decision]
    state = DRAFTS.require(step, DraftState(draft.state))
    if seen != draft.revision:
        raise Refused(Refusal.DRAFT_CHANGED)
    if decision is Decision.PUBLISH and is_overtaken(draft):
        raise Refused(Refusal.OFFER_CHANGED)
    if decision is not Decision.PUBLISH and not words:
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > MOST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG)

    # After this point the decision must succeed.
    draft.state, draft.words, draft.decided_at, draft.decided_by = state, words, at, by.key
    draft.save(update_fields=["state", "words", "decided_at", "decided_by"])
    remember(draft.training_id, draft.provider_id, kind, words=words, by=by, at=at).save()
    signals = [signal_of(each) for each in draft.signals]
    if decision is Decision.PUBLISH:
        LookedAt.objects.bulk_create(
            [LookedAt(training_id=draft.training_id, fingerprint=s.fingerprint, by=by.key, at=at) for s in signals],
            ignore_conflicts=True,
        )
        publish_draft(draft, by=by, at=at)

    fact = events.OfferDecided(
        about=draft.training_id,
        provider_id=draft.provider_id,
        draft_id=draft.id,
        decision=str(decision),
        signals=sorted({str(s.kind) for s in signals}),
    )
    record(fact, by=by, at=at)
