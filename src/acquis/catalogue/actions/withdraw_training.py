"""Take a training off sale, and put it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import PROVIDER, STAFF, Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..history import remember
from ..models import OfferChange, Training
from ..reviewing import review_trainings, tell_changed
from ..types import ChangeKind, OfferState, Refusal


@act
def withdraw_training(*, training_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody can buy it from now on; purchases already made go on. A file that names it again leaves it withdrawn."""
    training = _locked(training_id)

    permissions.WITHDRAW.require(by, training)
    if training.state == OfferState.WITHDRAWN:
        raise Refused(Refusal.ALREADY_WITHDRAWN)

    # After this point the withdrawal must succeed.
    training.state, training.held_because, training.changed_at = OfferState.WITHDRAWN, "", at
    training.save(update_fields=["state", "held_because", "changed_at"])
    remember(training.id, training.provider_id, ChangeKind.TAKEN_OFF, by=by, at=at).save()

    tell_changed([training.id], about=training.id, by=by, at=at)


@act
def restore_training(*, training_id: UUID, by: Actor, at: datetime) -> None:
    """Offer again a training that was withdrawn; it is on sale if its certification allows it.

    What the staff withdrew, its provider does not put back.
    """
    training = _locked(training_id)

    permissions.WITHDRAW.require(by, training)
    if training.state != OfferState.WITHDRAWN:
        raise Refused(Refusal.NOT_WITHDRAWN)
    if by.has(*PROVIDER) and _taken_off_by_staff(training_id):
        raise Refused(Refusal.WITHDRAWN_BY_STAFF)

    # After this point the return must succeed.
    training.state, training.changed_at = OfferState.HELD, at
    training.save(update_fields=["state", "changed_at"])
    remember(training.id, training.provider_id, ChangeKind.PUT_BACK, by=by, at=at).save()
    review_trainings(training_ids=[training.id], by=by, at=at)

    tell_changed([training.id], about=training.id, by=by, at=at)


def _taken_off_by_staff(training_id: UUID) -> bool:
    """Whether whoever withdrew it last was of the staff: its history tells."""
    lines = OfferChange.objects.filter(training_id=training_id, kind=ChangeKind.TAKEN_OFF)
    last = lines.order_by("-id").values_list("by", flat=True).first()
    return last is not None and last.partition(":")[0] in STAFF


def _locked(training_id: UUID) -> Training:
    training = Training.objects.select_for_update().filter(pk=training_id).first()
    if training is None:
        raise Refused(Refusal.TRAINING_UNKNOWN)
    return training
