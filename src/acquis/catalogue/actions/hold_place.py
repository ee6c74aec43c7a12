"""Hold a place of a session for a purchase, and give it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.prepared import Prepared, PreparedValues, given, insert, update
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import HeldPlace, Session
from ..types import Refusal

_LOCKED = Prepared(
    lambda: Session.objects.select_for_update(of=("self",)).select_related("action").filter(pk=given("id"))
)
_HELD = PreparedValues(lambda: HeldPlace.objects.filter(pk=given("reference")).values_list("session_id"))


@act
def hold_place(*, session_id: UUID, reference: UUID, by: Actor, at: datetime) -> None:
    """Take one place; the same reference twice takes one. Refused when none is left, whoever comes at the same time.

    Places that are not counted are held too, so that a count that is given later begins from what is taken.
    """
    session = _locked(session_id)

    permissions.HOLD_PLACE.require_any(by)
    if _HELD.any(reference=reference):
        return
    if session.places is not None and session.places_taken >= session.places:
        raise Refused(Refusal.SESSION_FULL)

    # After this point the holding must succeed.
    insert(HeldPlace(reference=reference, session=session, held_at=at))
    session.places_taken += 1
    update(session, ["places_taken"])

    _tell(session, by, at)


@act
def release_place(*, reference: UUID, by: Actor, at: datetime) -> None:
    """Give back the place that `reference` holds; nothing is done when it holds none."""
    held = HeldPlace.objects.filter(pk=reference).first()
    session = _locked(held.session_id) if held else None

    permissions.HOLD_PLACE.require_any(by)

    # After this point the release must succeed.
    if session is None or not HeldPlace.objects.filter(pk=reference).delete()[0]:
        return
    session.places_taken -= 1
    session.save(update_fields=["places_taken"])

    _tell(session, by, at)


@act
def move_place(*, session_id: UUID, reference: UUID, by: Actor, at: datetime) -> None:
    """Give back what `reference` holds and take a place of another session instead: both, or neither when it is full.

    Both sessions are locked in the order of their ids, so that two who change places never wait for each other.
    """
    held = HeldPlace.objects.filter(pk=reference).first()
    for each in sorted({session_id, *([held.session_id] if held else [])}):
        _locked(each)

    permissions.HOLD_PLACE.require_any(by)

    # After this point each half says for itself whether it can be.
    release_place(reference=reference, by=by, at=at)
    hold_place(session_id=session_id, reference=reference, by=by, at=at)


def _tell(session: Session, by: Actor, at: datetime) -> None:
    """Where places are counted, lists and searches show another number from now on."""
    if session.places is not None:
        record(events.OfferChanged(about=session.id, training_ids=[session.action.training_id]), by=by, at=at)


def _locked(session_id: UUID) -> Session:
    session = _LOCKED.first(id=session_id)
    if session is None:
        raise Refused(Refusal.SESSION_UNKNOWN)
    return session
