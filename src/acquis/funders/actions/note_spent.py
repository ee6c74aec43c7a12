"""The training was entered: what had been promised for it is spent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Promise
from ..types import PromiseState


@act
def note_spent(*, promise_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    """Note that these promises are spent; part of the act that debits their purses, which tells it."""
    permissions.PROMISE.require_any(by)

    # After this point the note must succeed.
    Promise.objects.filter(pk__in=promise_ids, state=PromiseState.PROMISED).update(state=PromiseState.SPENT)
