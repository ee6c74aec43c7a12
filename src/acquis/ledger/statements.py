"""A statement that proves itself: verified with the published anchors and no database, by anyone.

Two JSON documents. The *anchors* (format `acquis.ledger.anchors/1`) are public. A *sealed statement* (format
`acquis.ledger.statement/1`) is its holder's: their transfers, each with the place it has in a day's tree and the
digests that lead to that day's root, which say nothing of anybody else.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import digests
from .rows import content

ANCHORS = "acquis.ledger.anchors/1"
STATEMENT = "acquis.ledger.statement/1"

#: What reading a damaged document may raise.
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, struct.error, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a statement: transfers proved, transfers not anchored yet, and everything that is wrong."""

    proved: int = 0
    waiting: int = 0
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True when nothing is wrong and something was proved."""
        return not self.wrong and self.proved > 0


def chain(document: Any) -> tuple[dict[int, tuple[int, bytes]], list[str]]:
    """The blocks and the root of each anchor by its number, and where the chain of a published document breaks."""
    found: dict[int, tuple[int, bytes]] = {}
    wrong: list[str] = []
    try:
        if document["format"] != ANCHORS:
            return {}, [f"the anchors are not in the format {ANCHORS}"]
        before: bytes | None = None
        for place, told in enumerate(document["anchors"], start=1):
            try:
                root, previous = bytes.fromhex(told["root"]), bytes.fromhex(told["previous"])
                digest = digests.anchor(
                    number=int(told["number"]),
                    day=told["day"],
                    size=int(told["size"]),
                    blocks=int(told["blocks"]),
                    root=root,
                    previous=previous,
                )
                if digest.hex() != told["digest"]:
                    wrong.append(f"anchor {told['number']} is not what its digest says")
                if before is not None and previous != before:
                    wrong.append(f"anchor {told['number']} does not follow the one before it")
                if told["number"] == 1 and previous != digests.BEFORE_THE_FIRST:
                    wrong.append("anchor 1 follows another one")
                before = bytes.fromhex(told["digest"])
                found[told["number"]] = (told["blocks"], root)
            except _UNREADABLE as error:
                wrong.append(f"anchor in place {place} cannot be read: {type(error).__name__} {error}")
    except _UNREADABLE as error:
        return {}, [f"the anchors cannot be read: {type(error).__name__} {error}"]
    return found, wrong


def verify(statement: Any, anchors: Any) -> Verdict:
    """Whether every transfer of a sealed statement is in the tree of its anchor. Bad input is a wrong, not an error."""
    roots, wrong = chain(anchors)
    try:
        if statement["format"] != STATEMENT:
            return Verdict(wrong=(*wrong, f"the statement is not in the format {STATEMENT}"))
        transfers: Sequence[Mapping[str, Any]] = list(statement["transfers"])
    except _UNREADABLE as error:
        return Verdict(wrong=(*wrong, f"the statement cannot be read: {type(error).__name__} {error}"))
    proved = waiting = 0
    seen: set[str] = set()
    for place, transfer in enumerate(transfers, start=1):
        try:
            name = f"transfer {place} ({transfer['id']})"
            if transfer["id"] in seen:
                wrong.append(f"{name} is there twice")
            seen.add(transfer["id"])
            if transfer["proof"] is None:
                waiting += 1
                continue
            if fault := _fault(transfer, roots):
                wrong.append(f"{name}: {fault}")
            else:
                proved += 1
        except _UNREADABLE as error:
            wrong.append(f"transfer {place} cannot be read: {type(error).__name__} {error}")
    return Verdict(proved=proved, waiting=waiting, wrong=tuple(wrong))


def _fault(transfer: Mapping[str, Any], roots: Mapping[int, tuple[int, bytes]]) -> str:
    proof = transfer["proof"]
    if proof["anchor"] not in roots:
        return f"anchor {proof['anchor']} is not among the published ones"
    blocks, root = roots[proof["anchor"]]
    within, up = ([bytes.fromhex(each) for each in proof[name]] for name in ("path", "up"))
    block = digests.climb(digests.leaf(content(transfer)), proof["index"], proof["size"], within)
    if block is None or digests.climb(block, proof["block"], blocks, up) != root:
        return f"it is not what was anchored on anchor {proof['anchor']}"
    return ""
