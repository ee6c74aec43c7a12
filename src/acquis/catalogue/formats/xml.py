"""Large XML files of strangers, read record by record.

No DTD is accepted, no entity is resolved, nothing is fetched, and memory holds one record at a time. A record
that is not well formed is given with its errors, and reading goes on with the next one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any, cast

from lxml import etree

#: The encodings a file may declare; others are refused rather than guessed.
_KNOWN = {"utf-8", "utf-16", "iso8859-1", "iso8859-15", "cp1252", "ascii"}
_PROLOG_BYTES = 1 << 16
_PIECE = 1 << 16
#: A record longer than this, in characters, is refused.
_MOST_RECORD = 1 << 23
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "collect_ids": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class DtdRefused(Exception):
    """The file declares a document type: it is refused before anything of it is read."""


class UnreadableXml(Exception):
    """The file is not XML, or not in an encoding that is accepted."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a file says of its encoding, and in what it is really written."""

    declared: str
    actual: str

    @property
    def is_honest(self) -> bool:
        return self.declared == self.actual


@dataclass(frozen=True, slots=True)
class Record:
    """An element and its content; `errors` says where it is not well formed.

    `line` is the line of the file where it begins; its own elements count their lines from there. The element is None
    when not even its tag can be read.
    """

    element: etree._Element | None
    line: int
    errors: tuple[str, ...]


def look(raw: IO[bytes]) -> Encoding:
    """Check the beginning of a file and find its true encoding; the stream is put back to its start.

    Raises DtdRefused or UnreadableXml.
    """
    raw.seek(0)
    head = raw.read(_PROLOG_BYTES)
    bom16 = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    text = head.decode("utf-16" if bom16 else "latin-1", errors="replace").removeprefix("ï»¿")
    declared = re.match(r"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']", text)
    prolog = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL)
    if re.match(r"\s*<!", prolog):
        raise DtdRefused
    if not re.match(r"\s*<[A-Za-z_]", prolog):
        raise UnreadableXml("no root element")
    try:
        said = codecs.lookup(declared[1] if declared else "utf-16" if bom16 else "utf-8").name
    except LookupError as error:
        raise UnreadableXml(str(error)) from error
    if said.startswith("utf-16"):
        said = "utf-16"
    if said not in _KNOWN or (said == "utf-16") is not bom16:
        raise UnreadableXml(f"encoding {said}")
    raw.seek(0)
    actual = said if bom16 else _actual(raw, said)
    raw.seek(0)
    return Encoding(said, actual)


def _actual(raw: IO[bytes], said: str) -> str:
    """UTF-8 when the bytes can be nothing else, cp1252 when they use its signs, else what is said."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    fits_utf8, plain, windows = True, True, False
    while chunk := raw.read(1 << 20):
        plain = plain and chunk.isascii()
        windows = windows or re.search(rb"[\x80-\x9f]", chunk) is not None
        if fits_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                fits_utf8 = False
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        fits_utf8 = False
    if plain:
        return said
    if fits_utf8:
        return "utf-8"
    # The quotes and the apostrophe of Windows have no sense in ISO-8859-1.
    return "cp1252" if windows or said in ("utf-8", "ascii") else said


def root_of(raw: IO[bytes], encoding: Encoding) -> tuple[str, str]:
    """Namespace and name of the root element; the stream is put back to its start."""
    parser = etree.XMLPullParser(events=("start",), recover=True, **_SAFE)
    try:
        for piece in _decoded(raw, encoding):
            parser.feed(_without_prolog(piece))
            for _event, found in parser.read_events():
                name = etree.QName(cast(etree._Element, found))
                return name.namespace or "", name.localname
    except etree.XMLSyntaxError as error:
        raise UnreadableXml(str(error)) from error
    finally:
        raw.seek(0)
    raise UnreadableXml("no root element")


def records(raw: IO[bytes], encoding: Encoding, name: str) -> Iterator[Record]:
    """Every element called `name`, whatever its prefix, in the order of the file.

    The text is cut at the tags of the records and each piece is parsed alone, inside the tags that the file opens
    before the first one: whatever is wrong in a record cannot reach the next.
    """
    tags = re.compile(rf"<(?P<close>/)?(?:[\w.-]+:)?{name}(?=[\s>/])[^<>]*>")
    head: str | None = None
    buffer, line, inside = "", 1, False
    for piece in _decoded(raw, encoding):
        buffer += piece
        done = 0
        for tag in tags.finditer(buffer):
            start = tag.end() if tag["close"] else tag.start()
            if inside and start == done:
                # The opening tag of the record whose end had not come yet.
                continue
            part = buffer[done:start]
            if head is None:
                head = _without_prolog(part)
            elif inside:
                yield _record(head, part, line)
            line += part.count("\n")
            done, inside = start, not tag["close"]
        buffer = buffer[done:]
        if inside and len(buffer) > _MOST_RECORD:
            yield Record(None, line, ("too large",))
            line, buffer, inside = line + buffer.count("\n"), "", False
        elif not inside and head is not None and len(buffer) > 2 * _PIECE:
            # Nothing between the records is ours; keep what may be the beginning of a tag.
            line, buffer = line + buffer[:-_PIECE].count("\n"), buffer[-_PIECE:]
    if inside:
        yield _record(head or "", buffer, line)
    elif head is not None and not re.search(r"</[^<>]+>\s*(?:<!--.*?-->\s*)*$", buffer, re.DOTALL):
        yield Record(None, line, ("truncated",))


_FAULTS = {
    "ERR_TAG_NAME_MISMATCH": "une balise ouverte n’est pas fermée",
    "ERR_TAG_NOT_FINISHED": "une balise ouverte n’est pas fermée",
    "ERR_GT_REQUIRED": "il manque un « > »",
    "ERR_ENTITYREF_SEMICOL_MISSING": "un « & » doit s’écrire « &amp; »",
    "ERR_NAME_REQUIRED": "un « & » ou un « < » n’est pas suivi d’un nom",
    "ERR_UNDECLARED_ENTITY": "une entité n’est pas déclarée",
    "ERR_INVALID_CHAR": "un caractère n’est pas permis",
    "ERR_INVALID_ENCODING": "un caractère n’est pas dans l’encodage annoncé",
}


def _record(head: str, part: str, line: int) -> Record:
    """A record parsed alone; when it is not well formed, what can be read of its own tag is given with the errors."""
    text = head + part + _closing(head)
    parser = etree.XMLParser(**_SAFE)
    try:
        root = etree.fromstring(text.encode(), parser)
        errors: tuple[str, ...] = ()
    except etree.XMLSyntaxError:
        # One error brings others about: the first of each line is told, in words a reader of the report knows.
        wrong = {e.line: _FAULTS.get(e.type_name, "la syntaxe est fausse") for e in reversed(list(parser.error_log))}
        errors = tuple(f"{fault} (ligne {at + line - 1})" for at, fault in sorted(wrong.items())[:5])
        root = etree.fromstring(text.encode(), etree.XMLParser(recover=True, **_SAFE))
    element: etree._Element | None = root
    for _ in _open_tags(head):
        # The record comes after whatever the file says first.
        element = element[-1] if element is not None and len(element) else None
    return Record(element, line, errors)


@lru_cache(maxsize=4)
def _open_tags(head: str) -> tuple[str, ...]:
    """The tags that `head` opens and does not close, from the outside in."""
    parser = etree.XMLPullParser(events=("start", "end"), recover=True, **_SAFE)
    parser.feed(head)
    tags: list[str] = []
    for event, found in parser.read_events():
        element = cast(etree._Element, found)
        if event == "start":
            tags.append(f"{element.prefix}:" * bool(element.prefix) + etree.QName(element).localname)
        else:
            tags.pop()
    return tuple(tags)


def _closing(head: str) -> str:
    return "".join(f"</{tag}>" for tag in reversed(_open_tags(head)))


def _without_prolog(text: str) -> str:
    """From the root element on, on one line, so that lines are counted from the record."""
    bare = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL)
    return " ".join(bare.removeprefix("\ufeff").split())


def _decoded(raw: IO[bytes], encoding: Encoding) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding.actual)("replace")
    while piece := raw.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)
