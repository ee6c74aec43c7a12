"""Scenes of requests and messages: a holder who asks, an agent who handles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests import scenes

from acquis.kit.ids import new_id
from acquis.support import actions
from acquis.support.types import Outcome, ProofFile, Topic

PDF = ProofFile(name="fiche de paie.pdf", content=b"%PDF-1.7 une fiche de paie %%EOF")


def opened(holder: scenes.Holder, *, topic: Topic = Topic.HOURS, at: datetime = scenes.AT, **more: Any) -> UUID:
    """A request of the holder."""
    given = {"said": "Il manque six mois.", "year": 2025, **more}
    return actions.open_inquiry(inquiry_id=new_id(), topic=topic, by=holder.actor, at=at, **given)


def taken(holder: scenes.Holder, **more: Any) -> UUID:
    """A request that an agent has taken up, an hour later."""
    inquiry_id = opened(holder, **more)
    actions.take(inquiry_id=inquiry_id, by=scenes.STAFF, at=scenes.AT + timedelta(hours=1))
    return inquiry_id


def answered(holder: scenes.Holder, **more: Any) -> UUID:
    """A request answered, two hours later."""
    inquiry_id = taken(holder, **more)
    at = scenes.AT + timedelta(hours=2)
    actions.answer(
        inquiry_id=inquiry_id, outcome=Outcome.EXPLAINED, said="Le mi-temps compte pour un an.", by=scenes.STAFF, at=at
    )
    return inquiry_id
