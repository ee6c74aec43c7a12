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

from . import closing, digests
from .rows import content

ANCHORS = "acquis.ledger.anchors/1"
STATEMENT = "acquis.ledger.statement/1"

#: What reading a damaged document may raise.
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, struct.error, OverflowError)

#: What a record must have, for the sentence when it cannot be read.
_OF_ANCHOR: dict[str, type] = {"number": int, "day": str, "size": int, "blocks": int} | dict.fromkeys(
    ("root", "previous", "digest"), str
)
_OF_TRANSFER: dict[str, type] = {"amount_cents": int, "seq": int} | dict.fromkeys(
    ("id", "owner", "debit", "credit", "effective_on", "recorded_at", "author", "kind", "code", "reference"), str
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a statement: transfers proved, transfers not anchored yet, and everything that is wrong.

    `whole` is None where nothing tells: statements exported before 28 November 2026 have no closing.
    """

    proved: int = 0
    waiting: int = 0
    wrong: tuple[str, ...] = ()
    whole: bool | None = None
    totals: tuple[str, ...] = ()

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
            return {}, [f"the anchors are not in the format {ANCHORS}{_swapped(document, STATEMENT)}"]
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
            except _UNREADABLE:
                wrong.append(f"anchor in place {place} cannot be read: {_lacks(told, _OF_ANCHOR)}")
    except _UNREADABLE:
        return {}, ["the anchors cannot be read: this is no list of anchors as /api/open/v1/ledger/anchors gives it"]
    return found, wrong


def verify(statement: Any, anchors: Any) -> Verdict:
    """Whether every transfer of a sealed statement is in the tree of its anchor. Bad input is a wrong, not an error."""
    roots, wrong = chain(anchors)
    if wrong and not roots:
        return Verdict(wrong=tuple(wrong))
    try:
        if statement["format"] != STATEMENT:
            told = f"the statement is not in the format {STATEMENT}{_swapped(statement, ANCHORS)}"
            return Verdict(wrong=(*wrong, told))
        transfers: Sequence[Mapping[str, Any]] = list(statement["transfers"])
    except _UNREADABLE:
        return Verdict(wrong=(*wrong, "this is no statement as « Télécharger avec ses preuves » gives it"))
    proved = waiting = 0
    faults: list[str] = []
    seen: set[str] = set()
    for place, transfer in enumerate(transfers, start=1):
        try:
            name = f"transfer {place} ({transfer['id']})"
            if transfer["id"] in seen:
                faults.append(f"{name} is there twice")
            seen.add(transfer["id"])
            # Read too where nothing is proved yet: what cannot be read is no transfer.
            digest = digests.leaf(content(transfer))
            if transfer["proof"] is None:
                waiting += 1
                continue
            if fault := _fault(digest, transfer["proof"], roots):
                faults.append(f"{name}: {fault}")
            else:
                proved += 1
        except _UNREADABLE:
            faults.append(f"transfer {place} cannot be read: {_lacks(transfer, _OF_TRANSFER)}")
    told = statement.get("closing")
    # Over lines that are wrong a sum would only say again that they are.
    gaps = closing.missing(transfers, told) if told is not None and not faults else []
    return Verdict(
        proved=proved,
        waiting=waiting,
        wrong=(*wrong, *faults, *gaps),
        whole=not gaps if told is not None and not faults else None,
        totals=tuple(closing.totals(told)),
    )


def _swapped(read: Any, other: str) -> str:
    return ": the two files were given for each other" if read["format"] == other else ""


def _lacks(read: Any, parts: Mapping[str, type]) -> str:
    """Which part of a record is missing or of another kind, in a sentence."""
    if not isinstance(read, Mapping):
        return "it is not a record"
    for name, kind in parts.items():
        if name not in read:
            return f"« {name} » is missing"
        if type(read[name]) is not kind:
            return f"« {name} » is not {'a whole number' if kind is int else 'a text'}"
    return "a day, a number or a digest in it is not written as it should be"


def _fault(digest: bytes, proof: Mapping[str, Any], roots: Mapping[int, tuple[int, bytes]]) -> str:
    if proof["anchor"] not in roots:
        return f"anchor {proof['anchor']} is not among the published ones"
    blocks, root = roots[proof["anchor"]]
    within, up = ([bytes.fromhex(each) for each in proof[name]] for name in ("path", "up"))
    block = digests.climb(digest, proof["index"], proof["size"], within)
    if block is None or digests.climb(block, proof["block"], blocks, up) != root:
        return f"it is not what was anchored on anchor {proof['anchor']}"
    return ""
