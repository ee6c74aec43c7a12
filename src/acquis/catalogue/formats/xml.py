"""Large XML files of strangers, read record by record.

No DTD is accepted, no entity is resolved, nothing is fetched, and memory holds one record at a time. A record
that is not well formed is given with its errors, and reading goes on with the next one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

#: The encodings a file may declare; others are refused rather than guessed.
_KNOWN = {"utf-8", "utf-16", "iso8859-1", "iso8859-15", "cp1252", "ascii"}
_PROLOG_BYTES = 1 << 16


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
    """An element and its content; `errors` says where it is not well formed."""

    element: etree._Element
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
    for _event, element in _events(raw, encoding, ("start",)):
        name = etree.QName(element)
        raw.seek(0)
        return name.namespace or "", name.localname
    raise UnreadableXml("no root element")


def records(raw: IO[bytes], encoding: Encoding, name: str) -> Iterator[Record]:
    """Every element called `name`, whatever its namespace, in the order of the file.

    An element is emptied when the next one is asked for: take what you need from it at once.
    Errors after the last record are given in a last Record whose element is the root.
    """
    parser = _parser(raw, encoding, ("end",))
    told, root = 0, None
    for _event, element in parser:
        if not isinstance(element.tag, str) or etree.QName(element).localname != name:
            continue
        log = parser.error_log
        errors = tuple(f"{e.message} (ligne {e.line})" for e in list(log)[told:])
        told += len(errors)
        yield Record(element, element.sourceline or 0, errors)
        parent = element.getparent()
        element.clear(keep_tail=False)
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    left = tuple(f"{e.message} (ligne {e.line})" for e in list(parser.error_log)[told:])
    root = parser.root
    if left and root is not None:
        yield Record(root, root.sourceline or 0, left)


def _events(raw: IO[bytes], encoding: Encoding, events: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    try:
        yield from _parser(raw, encoding, events)
    except etree.XMLSyntaxError as error:
        raise UnreadableXml(str(error)) from error


def _parser(raw: IO[bytes], encoding: Encoding, events: tuple[str, ...]) -> etree.iterparse:
    return etree.iterparse(
        raw,
        events=events,
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        collect_ids=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=None if encoding.is_honest else encoding.actual,
    )
