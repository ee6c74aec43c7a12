"""The whole ledger read again, and compared with what was sealed: an altered byte is found, and its row named.

Three promises are checked, from the rows up: each block's root is that of the rows that are there, each anchor's root
is that of its blocks, each anchor follows the one before. Somebody who rewrites all three consistently is found by the
anchors that others have kept (`published`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from . import digests as trees
from . import models
from .sealing import AT_ONCE, MARK, Leaves, digests, leaves_of

Report = Callable[[int, int], None]


def broken_seals(*, published: Mapping[int, str] | None = None, report: Report) -> Iterator[dict[str, Any]]:
    """What is not as it was sealed, each as a record with `where` and `what`; nothing when all holds.

    `published` are the digests (hex) of anchors as somebody else kept them, by number. `report` is told the blocks
    that are done and how many there are.
    """
    yield from anchors(published or {})
    total = models.Block.objects.count()
    number, reached = 0, 0
    owners: dict[tuple[int | None, int | None], UUID | None] = {}
    while blocks := list(models.Block.objects.filter(number__gt=number).order_by("number")[:AT_ONCE]):
        for block in blocks:
            number += 1
            if block.number != number:
                yield _found("block", number, "the block is missing")
                number = block.number
            if block.book is None:
                if block.after_seq != reached:
                    yield _found("block", number, f"it begins after row {block.after_seq}, not {reached}")
                reached = block.upto_seq or 0
            else:
                slice_ = (block.book, block.slice)
                if slice_ in owners and owners[slice_] != block.after_owner:
                    yield _found("block", number, "it does not begin where the block before it ends")
                owners[slice_] = block.upto_owner
        yield from _rows(blocks)
        report(number, total)


def _rows(blocks: list[models.Block]) -> Iterator[dict[str, Any]]:
    """What is wrong with the rows of some blocks; neighbours of transfers are read by one question."""
    numbered = [block for block in blocks if block.book is None]
    read: dict[int, list[tuple[int, bytes]]] = {block.number: [] for block in numbered}
    if numbered:
        place = 0
        for seq, digest in digests(after=numbered[0].after_seq or 0, upto=numbered[-1].upto_seq or 0):
            while seq > (numbered[place].upto_seq or 0):
                place += 1
            read[numbered[place].number].append((seq, digest))
    for block in blocks:
        yield from _block(block, read[block.number] if block.book is None else leaves_of(block))


def _block(block: models.Block, rows: Leaves) -> Iterator[dict[str, Any]]:
    leaves = [digest for _, digest in rows]
    holds = len(rows) == block.size and trees.root(leaves) == bytes(block.root)
    marks = bytes(block.marks)
    sealed = [marks[start : start + MARK] for start in range(0, len(marks), MARK)]
    there = [digest[:MARK] for digest in leaves]
    if sealed == there:
        if not holds:
            yield _found("block", block.number, "its root or its size was altered: its rows are those that were sealed")
        return
    if holds:
        yield _found("block", block.number, "its marks were altered: its rows and its root are those that were sealed")
        return
    for how, first, last, begin, end in SequenceMatcher(None, sealed, there, autojunk=False).get_opcodes():
        changed = min(last - first, end - begin) if how == "replace" else 0
        for key, _ in rows[begin : begin + changed]:
            yield _at(block, key, f"altered since it was sealed in block {block.number}") | _name(key)
        for place in range(first + changed, last if how in ("replace", "delete") else 0):
            near = rows[begin - 1][0] if begin else (block.after_seq if block.book is None else block.after_owner)
            yield _at(block, near, f"row {place + 1} of block {block.number} is gone; it stood after this one")
        for key, _ in rows[begin + changed : end] if how in ("replace", "insert") else ():
            yield _at(block, key, f"slipped into block {block.number} after it was sealed") | _name(key)


def anchors(published: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """What is wrong with the anchors, their blocks' roots taken as they are."""
    previous, upto, number = trees.BEFORE_THE_FIRST, 0, 0
    for anchor in models.Anchor.objects.order_by("number"):
        number += 1
        if anchor.number != number:
            yield _found("anchor", number, "the anchor is missing")
            number = anchor.number
        blocks = list(
            models.Block.objects.filter(number__gt=upto, number__lte=anchor.upto_block)
            .order_by("number")
            .values_list("root", "size")
        )
        told = (trees.root([bytes(root) for root, _ in blocks]), len(blocks), sum(size for _, size in blocks))
        if told != (bytes(anchor.root), anchor.blocks, anchor.size):
            yield _found("anchor", number, "its root is not that of its blocks")
        if bytes(anchor.previous) != previous:
            yield _found("anchor", number, "it does not follow the anchor before")
        digest = trees.anchor(
            number=number,
            day=anchor.day.isoformat(),
            size=anchor.size,
            blocks=anchor.blocks,
            root=bytes(anchor.root),
            previous=bytes(anchor.previous),
        )
        if digest != bytes(anchor.digest):
            yield _found("anchor", number, "its digest is not its own")
        kept = published.get(number)
        if kept is not None and kept != bytes(anchor.digest).hex():
            yield _found("anchor", number, "it is not the one that was published")
        previous, upto = bytes(anchor.digest), anchor.upto_block
    for missing in sorted(each for each in published if each > number):
        yield _found("anchor", missing, "it was published and is not here")


def _found(where: str, number: int, what: str) -> dict[str, Any]:
    return {"where": where, "number": number, "what": what}


def _at(block: models.Block, key: int | UUID | None, what: str) -> dict[str, Any]:
    """A finding about one row: a transfer by its number, or a credit by its book and its owner."""
    if isinstance(key, UUID):
        return _found("credit of book", block.book or 0, what) | {"owner": str(key)}
    return _found("transfer", key or 0, what)


def _name(key: int | UUID) -> dict[str, Any]:
    """The id of a row by its number, so that it can be looked up."""
    if isinstance(key, UUID):
        return {}
    row = models.Transfer.objects.filter(seq=key).values("id", "owner").first()
    return {} if row is None else {name: str(value) for name, value in row.items()}
