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
#: A letter of two bytes of UTF-8 (À to ÿ), which as ISO-8859-1 would be « Ã » and a sign: in no name.
_UTF_8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
#: Where ISO-8859-1 has no character at all: who writes there wrote in another code page.
_NO_CHARACTER = bytes(range(0x80, 0xA0))
#: What no text holds: control characters, but for tabulations, ends of lines and pages, and the end of a file of DOS.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1a"))
_ALL_BUT_THOSE = bytes(set(range(256)) - set(_NO_CHARACTER))
#: What Windows puts there that a name may hold: Œ ‘ ’ š œ ž Ÿ.
_OF_WINDOWS = frozenset(b"\x8c\x91\x92\x9a\x9c\x9e\x9f")
#: Letters of French in ISO-8859-1 and Windows, where the code pages of DOS have frames, signs or letters of Iceland.
_LATIN_LETTER = re.compile(rb"[\xc0-\xc2\xc4\xc8-\xcf\xd9-\xdc\xe7-\xe9\xee\xef\xf4\xf6\xf9\xfb\xfc]")


#: The encodings that are read, as people know them.
NAMES = {"utf-8": "UTF-8", "iso-8859-1": "ISO-8859-1", "windows-1252": "Windows-1252"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one passage over a file shows. `encoding` is "" when it is no text, or none that can be told.

    `other_page`: it is text, in a code page that is neither of ours (CP850 of DOS, that of the Macintosh).
    """

    encoding: str
    sha256: str
    size: int
    ascii: bool
    utf_16: bool = False
    other_page: bool = False


def look(raw: IO[bytes]) -> Look:
    """Read the whole once, in pieces, and put the stream back to its start.

    UTF-8 when every byte fits it, or when only some do not among letters that are of it; else ISO-8859-1, which the
    norm asks for and into which every byte fits, or Windows-1252, its neighbour, when a letter shows it. Bytes where
    ISO-8859-1 has no character are of another code page, and NUL bytes of another encoding, or of no text at all.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    digest = hashlib.sha256()
    size, fits, plain, text = 0, True, True, True
    binary = utf_16 = utf_8_letter = latin_letter = False
    strange: set[int] = set()
    while chunk := raw.read(_CHUNK):
        # Its mark, or one NUL in every two bytes of a first rubric.
        utf_16 = utf_16 or (not size and _UTF_16.match(chunk) is not None)
        size += len(chunk)
        digest.update(chunk)
        text = text and b"\0" not in chunk
        if not chunk.isascii():
            plain = False
            utf_8_letter = utf_8_letter or _UTF_8_LETTER.search(chunk) is not None
            latin_letter = latin_letter or _LATIN_LETTER.search(chunk) is not None
            binary = binary or len(chunk.translate(None, _CONTROLS)) < len(chunk)
            strange.update(chunk.translate(None, _ALL_BUT_THOSE))
        if fits:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                fits = False
    raw.seek(0)
    encoding = _told_apart(fits or utf_8_letter, latin_letter, strange)
    return Look(
        encoding=encoding if text else "",
        sha256=digest.hexdigest(),
        size=size,
        ascii=plain,
        utf_16=utf_16,
        other_page=not binary and not encoding,
    )


def _told_apart(utf_8: bool, latin_letter: bool, strange: set[int]) -> str:
    """The encoding of a text; "" when it is of another code page, in which its names would be read wrong."""
    if utf_8:
        return "utf-8"
    if not strange:
        return "iso-8859-1"
    # A Œ of Windows is the î of CP850: without a letter that only Windows can have written, nobody can tell.
    return "windows-1252" if strange <= _OF_WINDOWS and latin_letter else ""


@dataclass(slots=True)
class Line:
    """One line: its number from 1, its text without its end, whether it had an end, whether it was too long.

    `foreign`: some of its letters are not of the encoding of the file, and stand in the text as « \ufffd ».
    """

    number: int
    text: str
    ended: bool = True
    too_long: bool = False
    foreign: bool = False


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
        try:
            text, foreign = piece.decode(encoding).rstrip("\r\n"), False
        except UnicodeDecodeError:
            text, foreign = piece.decode(encoding, errors="replace").rstrip("\r\n"), True
        if number == 1:
            text = text.removeprefix("\ufeff")
        yield Line(number, text, ended=ended, foreign=foreign)


def cells(line: Line) -> list[str]:
    """What stands between the semicolons of a line; nothing where it is too long, or no row at all."""
    if line.too_long:
        return []
    try:
        return next(csv.reader([line.text], delimiter=";"))
    except csv.Error:
        # A carriage return alone, in the middle of a line, is the end of a row to whoever reads rows.
        return []
