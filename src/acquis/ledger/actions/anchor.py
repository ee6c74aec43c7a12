"""Anchor the day that is over: one digest vouches for all that was sealed since the anchor before, and for that one."""

from __future__ import annotations

from datetime import datetime, timedelta

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import digests, models
from ..sealing import AT_ONCE, close_blocks, close_credits, last_block

_EVERYTHING = 1 << 62


@act
def anchor(*, by: Actor, at: datetime) -> int:
    """Anchor up to the day before `at`, once a day; returns the number of the last anchor.

    What was written after the roll-up's last cut waits for the next anchor. `seal` is called first until nothing is
    left, so that this one is short.
    """
    cut = models.RollUp.objects.select_for_update().get(id=1).cut_seq
    day = day_of(at) - timedelta(days=1)
    last = models.Anchor.objects.order_by("-number").first()
    if last is not None and last.day >= day:
        return last.number

    # After this point the anchoring must succeed.
    close_blocks(upto=cut, partial=True, most=_EVERYTHING, at=at)
    while close_credits(most=AT_ONCE, at=at):
        pass
    since = last.upto_block if last else 0
    blocks = list(models.Block.objects.filter(number__gt=since).order_by("number").values_list("root", "size"))
    made = models.Anchor(
        number=last.number + 1 if last else 1,
        day=day,
        upto_block=last_block(),
        blocks=len(blocks),
        size=sum(size for _, size in blocks),
        root=digests.root([bytes(root) for root, _ in blocks]),
        previous=bytes(last.digest) if last else digests.BEFORE_THE_FIRST,
        sealed_at=at,
    )
    made.digest = digests.anchor(
        number=made.number,
        day=day.isoformat(),
        size=made.size,
        blocks=made.blocks,
        root=bytes(made.root),
        previous=bytes(made.previous),
    )
    made.save(force_insert=True)
    return made.number
