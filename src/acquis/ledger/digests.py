"""Digests of transfers and the trees over them, as pure functions: whoever holds a statement can compute them too.

A tree is that of RFC 6962 (certificate transparency): SHA-256, a leaf is prefixed by 0x00 and a node by 0x01, a
last node without a brother goes up as it is. Any library for that standard verifies our paths. Needs no database
and nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

#: The root of a tree without leaves, and what comes before the first anchor.
EMPTY = sha256(b"").digest()
BEFORE_THE_FIRST = bytes(32)

_LEAF, _NODE = b"\0", b"\1"


def leaf(content: bytes) -> bytes:
    """The digest of one row, from its bytes."""
    return sha256(_LEAF + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The digest of two digests, in their order."""
    return sha256(_NODE + left + right).digest()


def root(digests: Sequence[bytes]) -> bytes:
    """The root of the tree over leaves, or over the roots of blocks of them."""
    level = list(digests)
    if not level:
        return EMPTY
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(digests: Sequence[bytes], index: int) -> list[bytes]:
    """The brothers that lead from leaf `index` to the root, the nearest first."""
    level, found = list(digests), []
    while len(level) > 1:
        if (brother := index ^ 1) < len(level):
            found.append(level[brother])
        level, index = _above(level), index // 2
    return found


def climb(digest: bytes, index: int, size: int, brothers: Sequence[bytes]) -> bytes | None:
    """The root reached from leaf `index` of `size` by its path; None when the path is not one of such a tree."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for brother in brothers:
        if last == 0:
            return None
        if index & 1 or index == last:
            digest = node(brother, digest)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            digest = node(digest, brother)
        index, last = index >> 1, last >> 1
    return digest if last == 0 else None


def anchor(*, number: int, day: str, size: int, blocks: int, root: bytes, previous: bytes) -> bytes:
    """The digest of an anchor, which holds that of the one before: a change anywhere changes all that follow.

    `day` is written YYYY-MM-DD, digests in hexadecimal.
    """
    words = f"acquis ledger anchor 1\n{number}\n{day}\n{size}\n{blocks}\n{root.hex()}\n{previous.hex()}\n"
    return sha256(words.encode()).digest()


def _above(level: list[bytes]) -> list[bytes]:
    pairs = iter(level)
    above = [sha256(_NODE + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
    if len(level) % 2:
        above.append(level[-1])
    return above
