"""What a filed document must be, judged by what it holds: a PDF, a JPEG or a PNG, whole, quiet and not too large.

A name or a type told by the sender proves nothing. Only the shape is verified here, without decoding an image or
running anything; a virus scanner looks besides where one is set up (`outside.virus_scan`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from acquis.kit.refusal import Refused
from acquis.outside import virus_scan

from . import crypto
from .types import MediaType, ProofFile, Refusal

MOST_BYTES = 5 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
#: What makes a PDF do something when it is opened, or hides another file in it.
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA)\b")
_CELL = {"table": "people_document", "column": "content"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What a file turned out to be. `scanned`: a virus scanner found nothing; false where none is set up."""

    media_type: MediaType
    scanned: bool


def inspected(content: bytes) -> Inspected:
    """The one way in for every file that people send: its shape is judged, then a scanner looks, where one is set up.

    Raises Refused, and nothing of a refused file is kept.
    """
    media_type = judged(content)
    try:
        verdict = virus_scan.scan(content)
    except virus_scan.Unavailable:
        raise Refused(Refusal.SCAN_UNAVAILABLE) from None
    if verdict is virus_scan.Verdict.INFECTED:
        raise Refused(Refusal.DOCUMENT_INFECTED)
    return Inspected(media_type=media_type, scanned=verdict is virus_scan.Verdict.CLEAN)


def inspected_all(proofs: Sequence[ProofFile]) -> list[ProofFile]:
    """The files with what they turned out to be; the first that may not be kept refuses them all."""
    files = [inspected(proof.content) for proof in proofs]
    return [
        replace(proof, media_type=file.media_type.value, scanned=file.scanned)
        for proof, file in zip(proofs, files, strict=True)
    ]


def plain_name(name: str) -> str:
    """A file's name without folders and without what no name should hold."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable() and c not in '"<>|:*?')[:200].strip() or "document"


def judged(content: bytes) -> MediaType:
    """What the content is; refuses what is empty, too large, of another format, cut short, or active."""
    if not content:
        raise Refused(Refusal.DOCUMENT_EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.DOCUMENT_TOO_LARGE)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        if _ACTIVE.search(content):
            raise Refused(Refusal.DOCUMENT_ACTIVE)
        return MediaType.PDF
    if content.startswith(_PNG) and _is_whole_png(content):
        return MediaType.PNG
    if content.startswith(b"\xff\xd8\xff") and _is_whole_jpeg(content):
        return MediaType.JPEG
    raise Refused(Refusal.DOCUMENT_FORMAT)


def sealed(content: bytes, row: UUID) -> bytes:
    """The content as it is kept: it opens under the id of its own row only."""
    return crypto.seal_bytes(content, row=row, **_CELL)


def opened(stored: bytes | memoryview, row: UUID) -> bytes:
    return crypto.unseal_bytes(stored, row=row, **_CELL)


def _is_whole_png(content: bytes) -> bool:
    """Chunks in order, each with its right sum, from IHDR to an IEND that ends the file."""
    place, first = len(_PNG), True
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(content) or (first and name != b"IHDR"):
            return False
        told = int.from_bytes(content[end - 4 : end], "big")
        if zlib.crc32(content[place + 4 : end - 4]) != told:
            return False
        if name == b"IEND":
            return end == len(content)
        place, first = end, False
    return False


def _is_whole_jpeg(content: bytes) -> bool:
    """Segments that follow one another up to the scan, and the mark of the end."""
    place = 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            return False
        mark = content[place + 1]
        if mark == 0xDA:
            return content.rstrip(b"\x00").endswith(b"\xff\xd9")
        if mark == 0xFF:
            place += 1
            continue
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False
