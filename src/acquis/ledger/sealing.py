"""Committed transfers closed into blocks: those written one by one in the order of their numbers, up to the roll-up's
cut, and the credits of books slice by slice, in the order of owners.

Posting is not slowed: nothing is computed while money moves. What the cut has passed, and a slice that is there, can
only be read any more, so one sealer reads it later and writes a row for each 1,024 transfers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from . import models
from .digests import root
from .rows import CREDITS, DIGEST

#: Transfers in a full block.
BLOCK = 1_024
#: Numbers read at once; they have holes, where a transaction was undone.
WINDOW = 65_536
#: Blocks written by one transaction, or verified by one question: about a second's work.
AT_ONCE = 64
#: The bytes of a digest kept to find the row that changed.
MARK = 4

#: The digest of each row by its place: its number, or its owner when it is a credit of a book.
Leaves = list[tuple[int, bytes]] | list[tuple[UUID, bytes]]

_DIGESTS = f"SELECT t.seq, {DIGEST} FROM ledger_transfer t WHERE t.seq > %s AND t.seq <= %s ORDER BY t.seq"  # noqa: S608

_OF_CREDITS = f"""
    SELECT t.owner, {DIGEST} FROM ({CREDITS}) t WHERE t.book = %s AND t.owner > %s AND t.owner <= %s
     ORDER BY t.owner LIMIT %s
"""  # noqa: S608

_UNSEALED = """
    SELECT s.book, s.number, s.last_owner, sealed.upto, s.first_owner FROM ledger_slice s
      LEFT JOIN LATERAL (SELECT k.upto_owner AS upto FROM ledger_block k
                          WHERE k.book = s.book AND k.upto_owner BETWEEN s.first_owner AND s.last_owner
                          ORDER BY k.upto_owner DESC LIMIT 1) sealed ON true
     WHERE sealed.upto IS DISTINCT FROM s.last_owner ORDER BY s.book, s.number LIMIT 1
"""


def digests(*, after: int, upto: int) -> list[tuple[int, bytes]]:
    """The seq and the digest of each transfer numbered in (after, upto], in order."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, [after, upto])
        return [(seq, bytes(digest)) for seq, digest in cursor.fetchall()]


def digests_of_credits(*, book: int, after: UUID, upto: UUID, most: int = 1 << 31) -> list[tuple[UUID, bytes]]:
    """The owner and the digest of the credits of a book whose owners are in (after, upto], in order."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CREDITS, [book, after, upto, most])
        return [(owner, bytes(digest)) for owner, digest in cursor.fetchall()]


def leaves_of(block: models.Block) -> Leaves:
    """The rows that are there now where the block was sealed."""
    if block.book is not None and block.after_owner is not None and block.upto_owner is not None:
        return digests_of_credits(book=block.book, after=block.after_owner, upto=block.upto_owner)
    assert block.after_seq is not None
    assert block.upto_seq is not None
    return digests(after=block.after_seq, upto=block.upto_seq)


def last_block() -> int:
    """The number of the last block; zero when there is none."""
    return models.Block.objects.order_by("-number").values_list("number", flat=True).first() or 0


def close_blocks(*, upto: int, partial: bool, most: int, at: datetime) -> int:
    """Write at most `most` blocks of transfers from the last one on; with `partial`, also one that is not full.

    Returns how many transfers they hold.
    """
    sealed = models.Block.objects.filter(upto_seq__isnull=False).order_by("-upto_seq")
    number, after = last_block(), sealed.values_list("upto_seq", flat=True).first() or 0
    made: list[models.Block] = []
    for rows in _in_blocks(after, upto):
        if len(made) == most or (len(rows) < BLOCK and not partial):
            break
        number += 1
        made.append(_block(number, [digest for _, digest in rows], at, after_seq=after, upto_seq=rows[-1][0]))
        after = rows[-1][0]
    models.Block.objects.bulk_create(made)
    return sum(block.size for block in made)


def close_credits(*, most: int, at: datetime) -> int:
    """Write at most `most` blocks of the first slice that is not sealed to its end; how many credits they hold."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        found = cursor.fetchone()
    if found is None:
        return 0
    book, slice_, last, sealed, first = found
    after = sealed or UUID(int=first.int - 1)
    rows = digests_of_credits(book=book, after=after, upto=last, most=most * BLOCK)
    number, made = last_block(), []
    for start in range(0, len(rows), BLOCK):
        part = rows[start : start + BLOCK]
        number += 1
        where = {"book": book, "slice": slice_, "after_owner": after, "upto_owner": part[-1][0]}
        made.append(_block(number, [digest for _, digest in part], at, **where))
        after = part[-1][0]
    models.Block.objects.bulk_create(made)
    return len(rows)


def _block(number: int, leaves: Sequence[bytes], at: datetime, **where: int | UUID) -> models.Block:
    marks = b"".join(digest[:MARK] for digest in leaves)
    return models.Block(number=number, size=len(leaves), root=root(leaves), marks=marks, sealed_at=at, **where)


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
