"""Where the index is not what is on sale: compared offer by offer, in the order of trainings."""

from __future__ import annotations

from collections.abc import Iterator

from . import index
from .columns.building import uid_of
from .documents import everything

#: So many are named; beyond, they are counted.
_NAMED = 20


def index_differences() -> Iterator[str]:
    """A sentence for each offer that is missing, is there and not on sale, or is not as it is in the database."""
    index.follow()
    now = index.store().snapshot()
    if now is None:
        return
    # Eight bytes an offer and its content's mark: a national catalogue in some tens of megabytes.
    held: dict[int, int] = {}
    names: dict[int, tuple[int, int]] = {}
    for number, segment in enumerate(now.segments):
        for doc in (segment.dead == 0).nonzero()[0].tolist():
            uid = uid_of(segment.keys[doc].decode())
            held[uid] = hash(segment.cards[doc])
            names[uid] = number, doc
    found: list[str] = []
    many = 0
    for document in everything():
        uid = uid_of(document.key)
        card = held.pop(uid, None)
        if card == hash(document.card.encode()):
            continue
        many += 1
        if len(found) < _NAMED:
            what = "is not found by the search" if card is None else "is not found as it is"
            found.append(f"offer {document.key} of training {document.training} {what}")
    for uid in held:
        many += 1
        if len(found) < _NAMED:
            number, doc = names[uid]
            found.append(f"offer {now.segments[number].keys[doc].decode()} is found and is not on sale")
    yield from found
    if many > len(found):
        yield f"{many - len(found)} more offers differ between the search and the catalogue"
