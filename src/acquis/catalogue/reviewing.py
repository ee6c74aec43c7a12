"""Whether trainings may be on sale: seen again when they are imported, and when certifications change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.providers import queries as providers

from . import events
from .history import remember
from .models import Certification, OfferChange, Training
from .own_list import kind_of
from .queries.certifications import sales
from .types import ChangeKind, OfferState, Refusal

#: How many trainings one fact may name.
TOLD_AT_ONCE = 500


def review_trainings(
    *,
    training_ids: Sequence[UUID] | None = None,
    certification_codes: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> dict[UUID, Refusal | None]:
    """Put on sale what may be sold on the day of `at` and hold back the rest; why, for each training looked at.

    Without `training_ids` nor `certification_codes`, every training that is not withdrawn is looked at.
    """
    rows = Training.objects.exclude(state=OfferState.WITHDRAWN).order_by("id")
    if training_ids is not None:
        rows = rows.filter(pk__in=training_ids)
    if certification_codes is not None:
        rows = rows.filter(certification_code__in=certification_codes)
    found = list(
        rows.only("id", "provider_id", "certification_code", "state", "held_because", "action_kind", "by_account")
    )
    sirets = {i: card.siret for i, card in providers.providers({t.provider_id for t in found}).items()}
    known = Certification.objects.in_bulk({t.certification_code for t in found})
    checked = [t for t in found if t.certification_code in known]
    answers = sales([(known[t.certification_code], sirets.get(t.provider_id, "")) for t in checked], on=day_of(at))
    verdicts: dict[UUID, Refusal | None] = {t.id: Refusal.CERTIFICATION_UNKNOWN for t in found}
    verdicts.update({t.id: sale.refusal for t, sale in zip(checked, answers, strict=True)})
    # What others pay for asks for no certification in force.
    verdicts.update({t.id: None for t in found if not t.by_account})
    moved = []
    was = {t.id: OfferState(t.state) for t in found}
    for training in found:
        why = verdicts[training.id]
        state = OfferState.HELD if why else OfferState.PUBLISHED
        certification = known.get(training.certification_code)
        kind = (
            kind_of(training.certification_code, clea=bool(certification and certification.clea))
            or training.action_kind
        )
        if (training.state, training.held_because, training.action_kind) != (state, why or "", kind):
            training.action_kind = kind
            training.state, training.held_because, training.changed_at = state, why or "", at
            moved.append(training)
    lines = [_told(t, by, at) for t in moved if was[t.id] != t.state]
    OfferChange.objects.bulk_create(lines, batch_size=500)
    Training.objects.bulk_update(moved, ["state", "held_because", "action_kind", "changed_at"], batch_size=1000)
    tell_changed([t.id for t in moved], about=new_id(), by=by, at=at)
    return verdicts


def _told(training: Training, by: Actor, at: datetime) -> OfferChange:
    """The line of history of a training that left the shelf or came to it."""
    kind = ChangeKind.HELD_BACK if training.state == OfferState.HELD else ChangeKind.ON_SALE
    why: list[str | None] = ["held_because", None, training.held_because]
    changes = [why] if training.held_because else []
    return remember(training.id, training.provider_id, kind, changes=changes, by=by, at=at)


def tell_changed(training_ids: Sequence[UUID], *, about: UUID, by: Actor, at: datetime) -> None:
    """Announce that what is on sale changed for these trainings."""
    for start in range(0, len(training_ids), TOLD_AT_ONCE):
        some = list(training_ids[start : start + TOLD_AT_ONCE])
        record(events.OfferChanged(about=about, training_ids=some), by=by, at=at)
