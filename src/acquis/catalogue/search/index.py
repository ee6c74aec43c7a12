"""The index on the disk: one folder per making, and a file that says which one is read.

Making anew fills another folder and then changes that file, so readers of every process pass from one to the other
between two questions. A change of a few offers is written into the current folder, and readers see it after the commit.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import tantivy
from django.conf import settings

from acquis.kit.ids import new_id

from .tokens import EMPTY

#: To be raised whenever the fields or the analysers change: an older index is then made anew.
VERSION = 1

_CURRENT = "current"
_HEAP = 64_000_000


#: As `tokens.WORD`.
_WORD = r"[\p{L}\p{N}][\p{L}\p{N}+#]*"


def _analyser(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
    for each in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), *filters):
        builder = builder.filter(each)
    return builder.build()


@lru_cache
def plain() -> tantivy.TextAnalyzer:
    """Folded words, whole: for beginnings of words, for mistyped words, and to prefer the exact word."""
    return _analyser(tantivy.Filter.custom_stopword(sorted(EMPTY)))


@lru_cache
def stemmed() -> tantivy.TextAnalyzer:
    """Folded words cut to their stem."""
    stem = tantivy.Filter.stemmer("french")
    return _analyser(tantivy.Filter.custom_stopword(sorted(EMPTY)), stem, stem, stem)


@lru_cache
def schema() -> tantivy.Schema:
    """The fields. Texts are searched, the raw ones are filtered and counted, `card` is what the list shows."""
    builder = tantivy.SchemaBuilder()
    for name in ("title", "certification", "body", "provider"):
        builder.add_text_field(name, tokenizer_name="stemmed")
    builder.add_text_field("words", tokenizer_name="plain")
    for name in ("training", "action", "provider_id", "code"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("register", "level", "modality", "town"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("price", "starts", "next"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("card", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def folder() -> Path:
    """Where the indexes are."""
    return Path(settings.SEARCH_PATH)


def _opened(path: Path, *, create: bool = False) -> tantivy.Index:
    index = tantivy.Index(schema(), str(path), reuse=not create)
    index.register_tokenizer("stemmed", stemmed())
    index.register_tokenizer("plain", plain())
    return index


def _current() -> Path | None:
    try:
        name = (folder() / _CURRENT).read_text().strip()
    except FileNotFoundError:
        return None
    path = folder() / name
    return path if name.startswith(f"v{VERSION}-") and path.is_dir() else None


#: The index this process reads, and its folder.
_reading: tuple[Path, tantivy.Index] | None = None


def searcher() -> tantivy.Searcher | None:
    """A view of the index as it is now, or None when there is none yet."""
    global _reading
    path = _current()
    if path is None:
        return None
    if _reading is None or _reading[0] != path:
        _reading = (path, _opened(path))
    # Cheap when nothing changed: it compares the list of segments. Other processes' commits are seen at once.
    _reading[1].reload()
    return _reading[1].searcher()


@contextmanager
def writing_alone(*, wait: bool = True) -> Iterator[bool]:
    """Hold the right to write, alone among all processes; yields False when another has it and `wait` is False."""
    folder().mkdir(parents=True, exist_ok=True)
    with open(folder() / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def make(documents: Iterable[tantivy.Document]) -> int:
    """Make the index anew from all documents; returns how many. To be called inside `writing_alone`."""
    before = _current()
    path = folder() / f"v{VERSION}-{new_id().hex}"
    path.mkdir(parents=True)
    writer = _opened(path, create=True).writer(_HEAP, 1)
    count = 0
    for count, document in enumerate(documents, 1):  # noqa: B007
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    told = folder() / f"{_CURRENT}.new"
    told.write_text(path.name)
    os.replace(told, folder() / _CURRENT)
    # The folder before last goes: a reader may still be finishing a question on the last one.
    for old in folder().glob("v*-*"):
        if old.is_dir() and old not in (path, before):
            shutil.rmtree(old, ignore_errors=True)
    return count


def replace(trainings: Iterable[UUID], documents: Iterable[tantivy.Document]) -> bool:
    """Put `documents` in the place of all offers of `trainings`; False when there is no index yet.

    To be called inside `writing_alone`.
    """
    path = _current()
    if path is None:
        return False
    writer = _opened(path).writer(_HEAP, 1)
    for training in trainings:
        writer.delete_documents_by_term("training", str(training))
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return True
