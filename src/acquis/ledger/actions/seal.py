"""Seal what is written for good: full blocks of transfers get the root of their tree, and can change no more unseen."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import models, sealing


@act
def seal(*, by: Actor, at: datetime) -> int:
    """Close blocks up to the roll-up's cut, and of slices that are there; how many transfers, 0 when no more."""
    cut = models.RollUp.objects.select_for_update().get(id=1).cut_seq
    sealed = sealing.close_blocks(upto=cut, partial=False, most=sealing.AT_ONCE, at=at)
    return sealed or sealing.close_credits(most=sealing.AT_ONCE, at=at)
