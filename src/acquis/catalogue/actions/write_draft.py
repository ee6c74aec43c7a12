"""Begin a draft of an offer, from nothing or from what is published, write its content, and give it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers

from .. import permissions
from ..draft_content import began_from, fingerprint, published_content, written_by_hand
from ..lifecycle import DRAFTS
from ..models import OfferDraft, Training
from ..models.drafts import LIVE
from ..types import DraftAct, DraftState, Refusal
from ..types.content import OfferTraining
from ..writing_offers import training_id


@act
def start_draft(*, provider_id: UUID, offer: OfferTraining, by: Actor, at: datetime) -> UUID:
    """A draft of a new training, whose number must be free; its id. `offer.siret` is the provider's own from now on."""
    body = providers.provider(provider_id)
    if body is None:
        raise Refused(Refusal.PROVIDER_UNKNOWN)
    pk = training_id(body.siret, offer.number)
    draft = OfferDraft(provider_id=provider_id, training_id=pk, number=offer.number)

    permissions.WRITE_OFFERS.require_any(by)
    if not by.has(Role.SYSTEM) and by.provider_id != provider_id:
        raise Refused(Refusal.NOT_ALLOWED)
    drafted = OfferDraft.objects.filter(training_id=pk, state__in=LIVE)
    if not offer.number or drafted.exists() or Training.objects.filter(pk=pk).exists():
        raise Refused(Refusal.NUMBER_TAKEN)

    # After this point the beginning must succeed.
    draft.content = written_by_hand(replace(offer, siret=body.siret), began_from=fingerprint(None))
    draft.by_hand, draft.created_at, draft.changed_at, draft.changed_by = True, at, at, by.key
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # The same number was begun between the question above and this line.
        raise Refused(Refusal.NUMBER_TAKEN) from None
    return draft.id


@act
def start_draft_of(*, training_id: UUID, by: Actor, at: datetime) -> UUID:
    """A draft of what is published, or the one that is being written already; its id."""
    training = Training.objects.select_for_update().filter(pk=training_id).first()
    if training is None:
        raise Refused(Refusal.TRAINING_UNKNOWN)

    permissions.WRITE_OFFERS.require(by, training)
    live = OfferDraft.objects.filter(training_id=training_id, state__in=LIVE).first()
    if live is not None:
        return live.id
    body = providers.provider(training.provider_id)
    offer = published_content(training_id, siret=body.siret if body else "")
    assert offer is not None

    # After this point the beginning must succeed.
    draft = OfferDraft.objects.create(
        provider_id=training.provider_id,
        training_id=training_id,
        number=training.number,
        content=written_by_hand(offer, began_from=fingerprint(offer)),
        by_hand=True,
        created_at=at,
        changed_at=at,
        changed_by=by.key,
    )
    return draft.id


@act
def write_draft(*, draft_id: UUID, offer: OfferTraining, seen: int, by: Actor, at: datetime) -> int:
    """Replace the content; `seen` is the revision it was written from. The new revision; it waits no more."""
    draft = OfferDraft.objects.locked(draft_id)

    permissions.WRITE_OFFERS.require(by, draft)
    state = DRAFTS.require(DraftAct.EDIT, DraftState(draft.state))
    if seen != draft.revision:
        raise Refused(Refusal.DRAFT_CHANGED)

    # After this point the writing must succeed.
    siret, began = draft.content["siret"], began_from(draft.content)
    if began is None:
        began = fingerprint(published_content(draft.training_id, siret=siret))
    draft.content = written_by_hand(replace(offer, number=draft.number, siret=siret), began_from=began)
    # What was asked for stays in sight until the offer is submitted again.
    draft.state = DraftState.CHANGES_ASKED if draft.state == DraftState.CHANGES_ASKED else state
    draft.signals, draft.by_hand = [], True
    draft.revision += 1
    draft.changed_at, draft.changed_by = at, by.key
    draft.save()
    return draft.revision


@act
def discard_draft(*, draft_id: UUID, by: Actor, at: datetime) -> None:
    """Give it up; what is published stays as it is."""
    draft = OfferDraft.objects.locked(draft_id)

    permissions.WRITE_OFFERS.require(by, draft)
    state = DRAFTS.require(DraftAct.DISCARD, DraftState(draft.state))

    # After this point the discarding must succeed.
    draft.state, draft.changed_at, draft.changed_by = state, at, by.key
    draft.save(update_fields=["state", "changed_at", "changed_by"])
