"""A file as lines, whatever its size: its encoding told apart, its digest taken, no line longer than it may be."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

#: No rubric of the norm comes near; a longer line is not one, and must not fill the memory.
LONGEST = 4_096
_CHUNK = 1 << 18
_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:[ -~]\0){4}|(?:\0[ -~]){4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one passage over a file shows. `encoding` is "" when it is no text; `size` is in bytes."""

    encoding: str
    sha256: str
    size: int
    ascii: bool
    utf_16: bool = False


def look(raw: IO[bytes]) -> Look:
    """Read the whole once, in pieces, and put the stream back to its start.

    UTF-8 when every byte fits it, else ISO-8859-1, which the norm asks for and into which every byte fits; NUL bytes
    are those of another encoding, or of no text at all.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    digest = hashlib.sha256()
    size, fits, plain, text = 0, True, True, True
    utf_16 = False
    while chunk := raw.read(_CHUNK):
        # Its mark, or one NUL in every two bytes of a first rubric.
        utf_16 = utf_16 or (not size and _UTF_16.match(chunk) is not None)
        size += len(chunk)
        digest.update(chunk)
        plain = plain and chunk.isascii()
        text = text and b"\0" not in chunk
        if fits:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                fits = False
    if fits:
        try:
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            fits = False
    raw.seek(0)
    encoding = "" if not text else "utf-8" if fits else "iso-8859-1"
    return Look(encoding=encoding, sha256=digest.hexdigest(), size=size, ascii=plain, utf_16=utf_16)


@dataclass(slots=True)
class Line:
    """One line: its number from 1, its text without its end, whether it had an end, whether it was too long."""

    number: int
    text: str
    ended: bool = True
    too_long: bool = False


def lines(raw: IO[bytes], encoding: str) -> Iterator[Line]:
    """The lines of a file, one at a time; the rest of one that is too long is passed over."""
    number = 0
    while piece := raw.readline(LONGEST + 1):
        number += 1
        too_long = len(piece) > LONGEST and not piece.endswith(b"\n")
        while too_long and piece and not piece.endswith(b"\n"):
            piece = raw.readline(LONGEST)
        if too_long:
            yield Line(number, "", ended=piece.endswith(b"\n"), too_long=True)
            continue
        ended = piece.endswith(b"\n")
        text = piece.decode(encoding).rstrip("\r\n")
        if number == 1:
            text = text.removeprefix("\ufeff")
        yield Line(number, text, ended=ended)


def cells(line: Line) -> list[str]:
    """What stands between the semicolons of a line; nothing where it is too long, or no row at all."""
    if line.too_long:
        return []
    try:
        return next(csv.reader([line.text], delimiter=";"))
    except csv.Error:
        # A carriage return alone, in the middle of a line, is the end of a row to whoever reads rows.
        return []
