"""Committed transfers closed into blocks, in the order of writing, up to the roll-up's cut.

Posting is not slowed: nothing is computed while money moves. What the cut has passed can only be read any more, so one
sealer reads it later, in windows of numbers, and writes a row for each 1,024 transfers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from . import models
from .digests import root
from .rows import DIGEST

#: Transfers in a full block: a power of two, so that a tree over blocks is the tree over their transfers.
BLOCK = 1_024
#: Numbers read at once; they have holes, where a transaction was undone.
WINDOW = 65_536
#: Blocks written by one transaction, or verified by one question: about a second's work.
AT_ONCE = 64
#: The bytes of a digest kept to find the row that changed.
MARK = 4

_DIGESTS = f"SELECT t.seq, {DIGEST} FROM ledger_transfer t WHERE t.seq > %s AND t.seq <= %s ORDER BY t.seq"  # noqa: S608


def digests(*, after: int, upto: int) -> list[tuple[int, bytes]]:
    """The seq and the digest of each transfer numbered in (after, upto], in order."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, [after, upto])
        return [(seq, bytes(digest)) for seq, digest in cursor.fetchall()]


def last_block() -> tuple[int, int]:
    """The number of the last block and the seq it reaches; zeros when there is none."""
    row = models.Block.objects.order_by("-number").values_list("number", "upto_seq").first()
    return row or (0, 0)


def close_blocks(*, upto: int, partial: bool, most: int, at: datetime) -> int:
    """Write at most `most` blocks from the last one on; with `partial`, also one that is not full. How many rows."""
    number, after = last_block()
    made: list[models.Block] = []
    for rows in _in_blocks(after, upto):
        if len(made) == most or (len(rows) < BLOCK and not partial):
            break
        number += 1
        leaves = [digest for _, digest in rows]
        made.append(
            models.Block(
                number=number,
                after_seq=after,
                upto_seq=rows[-1][0],
                size=len(rows),
                root=root(leaves),
                marks=b"".join(digest[:MARK] for digest in leaves),
                sealed_at=at,
            )
        )
        after = rows[-1][0]
    models.Block.objects.bulk_create(made)
    return sum(block.size for block in made)


def _in_blocks(after: int, upto: int) -> Iterator[list[tuple[int, bytes]]]:
    """The rows numbered in (after, upto], a block at a time; the last one may not be full."""
    waiting: list[tuple[int, bytes]] = []
    while after < upto:
        reach = min(after + WINDOW, upto)
        waiting += digests(after=after, upto=reach)
        after = reach
        while len(waiting) >= BLOCK:
            yield waiting[:BLOCK]
            waiting = waiting[BLOCK:]
    if waiting:
        yield waiting
