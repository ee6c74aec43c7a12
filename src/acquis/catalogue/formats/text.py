"""Words that every reader of tables needs: how a file of unknown encoding is opened, how a cell is cleaned."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

# Some labels are whole paragraphs.
csv.field_size_limit(1 << 24)


def encoding_of(raw: IO[bytes]) -> str:
    """``utf-8-sig`` when every byte fits UTF-8, else ``cp1252``; the stream is put back to its start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := raw.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        raw.seek(0)
    return "utf-8-sig"


def open_bytes(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked when its name ends in ``.gz``."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def rows_of(raw: IO[bytes]) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows of a table, its separator (`;`, `,`, tab or `|`) read from the first line.

    The header is stripped; the cells are as written, but for NUL characters, which no database of ours holds.
    """
    text = io.TextIOWrapper(raw, encoding=encoding_of(raw), errors="replace", newline="")
    first = text.readline()
    separator = max(";,\t|", key=first.count)
    text.seek(0)
    reader = csv.reader((line.replace("\0", "") for line in text), delimiter=separator)
    header = [cell.strip().lstrip("\ufeff") for cell in next(reader, [])]
    return header, reader


def clean(cell: str) -> str:
    """One line of text: no tab, no line break, no doubled or outer space, no doubled apostrophe."""
    return " ".join(cell.replace("''", "’").split())


def french_date(cell: str) -> date | None:
    """A date written JJ/MM/AAAA; None when empty. Raises ValueError when it is not one."""
    bare = cell.strip()
    if not bare:
        return None
    day, month, year = bare[:10].split("/")
    if len(year) != 4:
        raise ValueError(bare)
    return date(int(year), int(month), int(day))
