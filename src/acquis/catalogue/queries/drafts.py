"""Drafts of offers and the history of an offer: for their provider and for the staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from acquis.kit.actor import Actor

from .. import draft_checks, permissions
from ..draft_content import content_of, published_content
from ..models import OfferChange, OfferDraft, Training
from ..models.drafts import LIVE
from ..publishing import new_signals, preview, signal_of
from ..surroundings import Around
from ..types import (
    Change,
    ChangeKind,
    DraftFinding,
    DraftRow,
    DraftState,
    HistoryLine,
    Signal,
    TrainingCard,
)
from ..types.content import OfferTraining


def draft(draft_id: UUID, *, by: Actor) -> DraftRow | None:
    """One draft that `by` may see."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    return None if row is None else _rows([row])[0]


def draft_content(draft_id: UUID, *, by: Actor) -> OfferTraining | None:
    """The content of a draft that `by` may see."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    return None if row is None else content_of(row.content)


def draft_findings(draft_id: UUID, *, by: Actor) -> list[DraftFinding]:
    """What is wrong in a draft, as submitting it would find."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    if row is None:
        return []
    before = published_content(row.training_id, siret=row.content["siret"])
    return draft_checks.findings_of(content_of(row.content), row.provider_id, before=before)


def draft_signals(draft_id: UUID, *, by: Actor) -> tuple[Signal, ...]:
    """What a person would look at if the draft were submitted as it is."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    if row is None:
        return ()
    return new_signals([(content_of(row.content), row.provider_id)], Around())[0]


def draft_preview(draft_id: UUID, *, by: Actor) -> TrainingCard | None:
    """The training as its page would show it, were the draft published."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    return None if row is None else preview(content_of(row.content), row.provider_id, by=by, at=row.changed_at)


def drafts_of(provider_id: UUID, *, by: Actor, limit: int = 100) -> list[DraftRow]:
    """The drafts of a provider that are not over, and those lately refused, the last written first."""
    states = [*LIVE, DraftState.REFUSED]
    rows = OfferDraft.objects.filter(provider_id=provider_id, state__in=states).order_by("-changed_at")
    return _rows(permissions.READ_DRAFTS.rows(by, rows)[:limit])


def waiting_drafts(*, by: Actor, limit: int = 200) -> tuple[list[DraftRow], int]:
    """What waits for a person, the oldest first, and how many there are in all."""
    rows = permissions.DECIDE_OFFERS.rows(by, OfferDraft.objects.filter(state=DraftState.SUBMITTED))
    return _rows(rows.order_by("submitted_at", "id")[:limit]), rows.count()


def published_before(draft_id: UUID, *, by: Actor) -> OfferTraining | None:
    """What is published of the training a draft is about, to be compared with it."""
    row = permissions.READ_DRAFTS.rows(by, OfferDraft.objects.filter(pk=draft_id)).first()
    return None if row is None else published_content(row.training_id, siret=row.content["siret"])


def history_of(training_id: UUID, *, by: Actor, limit: int = 200) -> list[HistoryLine]:
    """Every change of a training, the last first, for its provider and the staff."""
    rows = permissions.READ_DRAFTS.rows(by, OfferChange.objects.filter(training_id=training_id)).order_by("-id")
    return [
        HistoryLine(
            at=row.at,
            by=row.by,
            kind=ChangeKind(row.kind),
            changes=tuple(Change(where=where, before=before, after=after) for where, before, after in row.changes),
            words=row.words,
        )
        for row in rows[:limit]
    ]


def _rows(rows: Iterable[OfferDraft]) -> list[DraftRow]:
    found = list(rows)
    known: Collection[UUID] = set(
        Training.objects.filter(pk__in=[row.training_id for row in found]).values_list("pk", flat=True)
    )
    return [
        DraftRow(
            id=row.id,
            provider_id=row.provider_id,
            training_id=row.training_id,
            number=row.number,
            title=row.content["title"],
            certification_code=row.content["certification_code"],
            state=DraftState(row.state),
            revision=row.revision,
            signals=tuple(signal_of(each) for each in row.signals),
            words=row.words,
            reply=row.reply,
            by_hand=row.by_hand,
            changed_at=row.changed_at,
            submitted_at=row.submitted_at,
            is_new=row.training_id not in known,
        )
        for row in found
    ]
