"""From a content to the shelf: a clean offer is published at once, one with signals waits for a person.

Files and screens come through here alike. What a person has looked at, on the same words, is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.kit.actor import Actor

from . import own_list
from .draft_content import began_from, content_of, fingerprint, kept, published_content
from .history import remember
from .models import Certification, LookedAt, OfferChange, OfferDraft, Session, TrainingAction
from .models.drafts import LIVE
from .reporting import Telling
from .reviewing import review_trainings, tell_changed
from .signals import signals_of
from .surroundings import Around
from .types import (
    Action,
    ChangeKind,
    DraftState,
    OfferState,
    ReportKind,
    SessionState,
    Signal,
    SignalKind,
    TrainingCard,
)
from .types.content import OfferTraining
from .writing_offers import OffersWriter, training_id


def new_signals(batch: Sequence[tuple[OfferTraining, UUID]], around: Around) -> list[tuple[Signal, ...]]:
    """The signals of (offer, provider) pairs that nobody has looked at yet, in the same order."""
    found = [signals_of(offer, each) for (offer, _), each in zip(batch, around.of(batch), strict=True)]
    flagged = {training_id(offer.siret, offer.number) for (offer, _), some in zip(batch, found, strict=True) if some}
    if not flagged:
        return found
    seen = set(LookedAt.objects.filter(training_id__in=flagged).values_list("training_id", "fingerprint"))
    return [
        tuple(s for s in some if (training_id(offer.siret, offer.number), s.fingerprint) not in seen)
        for (offer, _), some in zip(batch, found, strict=True)
    ]


def kind_of_offer(offer: OfferTraining) -> Action | None:
    """What buying it is in the eyes of the law; None when the account does not pay for it."""
    clea = Certification.objects.filter(pk=offer.certification_code, clea=True).exists()
    return own_list.kind_of(offer.certification_code, clea=clea)


def preview(offer: OfferTraining, provider_id: UUID, *, by: Actor, at: datetime) -> TrainingCard:
    """The training as its page would show it, were this content published."""
    writer = OffersWriter(by=by, at=at, telling=Telling(ReportKind.OFFERS, "", provider_id=provider_id))
    return writer.shown(offer, provider_id, kind_of_offer(offer))


def keep_waiting(
    offer: OfferTraining, provider_id: UUID, signals: Sequence[Signal], *, by: Actor, at: datetime
) -> OfferDraft | None:
    """Keep what a file brought for a person to look at; None when it is published so, waits so, or was refused so.

    A draft that is written by hand is never replaced: it comes back as it is.
    """
    pk = training_id(offer.siret, offer.number)
    content = kept(offer)
    shown = published_content(pk, siret=offer.siret)
    if shown is not None and _same(kept(shown), content):
        return None
    last = OfferDraft.objects.select_for_update().filter(training_id=pk).order_by("-created_at").first()
    if last is not None and kept(content_of(last.content)) == content and last.state in (*LIVE, DraftState.REFUSED):
        return None
    if last is not None and last.by_hand and last.state in LIVE:
        return last
    draft = last if last is not None and last.state in LIVE else OfferDraft(training_id=pk, created_at=at)
    draft.provider_id, draft.number, draft.content, draft.by_hand = provider_id, offer.number, content, False
    draft.state, draft.signals = DraftState.SUBMITTED, [as_kept(each) for each in signals]
    draft.changed_at, draft.submitted_at, draft.changed_by = at, at, by.key
    draft.revision += 1
    draft.save()
    remember(pk, provider_id, ChangeKind.WAITS, by=by, at=at).save()
    return draft


def _same(shown: dict[str, Any], content: dict[str, Any]) -> bool:
    """Whether a file says what is published already: dates of the file, towns and places found by us apart."""

    def bare(written: dict[str, Any]) -> Any:
        skipped = {"siret", "organisation", "nda", "created_on", "updated_on", "place", "actions"}
        actions = {
            action["number"]: {
                **{k: v for k, v in action.items() if k not in skipped | {"sessions"}},
                "sessions": {s["number"]: s for s in action["sessions"]},
            }
            for action in written["actions"]
        }
        return {k: v for k, v in written.items() if k not in skipped}, actions

    return bool(bare(shown) == bare(content))


def is_overtaken(draft: OfferDraft) -> bool:
    """Whether what is published is no longer what a hand-written draft began from: it would undo what came since."""
    began = began_from(draft.content)
    if began is None:
        return False
    return fingerprint(published_content(draft.training_id, siret=draft.content["siret"])) != began


def publish_draft(draft: OfferDraft, *, by: Actor, at: datetime) -> None:
    """Write the content of a draft as the training it is, and put it on sale if its certification allows it."""
    offer = content_of(draft.content)
    telling = Telling(ReportKind.OFFERS, "", provider_id=draft.provider_id)
    writer = OffersWriter(by=by, at=at, telling=telling)
    writer.write([(offer, draft.provider_id, kind_of_offer(offer))])
    if draft.by_hand:
        _leave_out(offer, draft, by=by, at=at)
    review_trainings(training_ids=[draft.training_id], by=by, at=at)
    tell_changed([draft.training_id], about=draft.id, by=by, at=at)


def _leave_out(offer: OfferTraining, draft: OfferDraft, *, by: Actor, at: datetime) -> None:
    """What was taken out on the screens goes: its actions are withdrawn and its sessions closed, never erased."""
    rows = TrainingAction.objects.filter(training_id=draft.training_id)
    numbers = {action.number: {session.number for session in action.sessions} for action in offer.actions}
    out = [a.number for a in rows.exclude(number__in=numbers).exclude(state=OfferState.WITHDRAWN)]
    rows.filter(number__in=out).update(state=OfferState.WITHDRAWN, changed_at=at)
    back = rows.filter(number__in=numbers, state=OfferState.WITHDRAWN)
    back.update(state=OfferState.PUBLISHED, changed_at=at)
    gone: list[list[str | None]] = [[f"actions/{number}", number, None] for number in out]
    open_ = Session.objects.filter(action__training_id=draft.training_id, state=SessionState.OPEN)
    for session in open_.filter(action__number__in=numbers).select_related("action"):
        if session.number not in numbers[session.action.number]:
            # Its hash is forgotten: a file that names it again opens it again.
            Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED, content_hash="", changed_at=at)
            gone.append([f"actions/{session.action.number}/sessions/{session.number}", session.number, None])
    if gone:
        change = remember(draft.training_id, draft.provider_id, ChangeKind.CHANGED, changes=gone, by=by, at=at)
        OfferChange.objects.bulk_create([change])


def as_kept(signal: Signal) -> dict[str, Any]:
    return asdict(signal)


def signal_of(written: dict[str, Any]) -> Signal:
    """What `as_kept` wrote."""
    pairs = {
        name: tuple((str(one), str(other)) for one, other in written.get(name, ())) for name in ("said", "working")
    }
    return Signal(**{**written, **pairs, "kind": SignalKind(written["kind"])})
