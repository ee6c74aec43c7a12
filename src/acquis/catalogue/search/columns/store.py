"""The index on the disk: segments that never change, and a manifest that says which of them are read.

A change adds a small segment and a list of the offers that are gone from the others, then puts a new manifest in the
place of the old one, at once or not at all. What no manifest names was left by a process that was killed, and is
removed by the next that writes. Readers hold what they have mapped for as long as a question lasts.

What takes long, an index made anew or small segments made one, is written beside, and nobody waits for it: the right to
write is held only while it is put in place.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..plan import OfferDocument
from . import building, container
from .container import Array
from .folding import folded
from .segment import Segment

#: To be raised whenever the arrays or the terms change: an older index is then made anew.
VERSION = 5
#: So many small segments of about one size are made one. The more there are, the longer every question takes.
_MOST_SMALL = 4
#: A segment is small when it has at most so many offers.
_SMALL = 20_000

_MANIFEST = "manifest.json"
#: Who writes holds the one, who makes something beside holds the other; what is made there lies in a folder of its own.
_LOCK, _LOCK_BESIDE, _BESIDE = "lock", "lock-beside", "beside"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index as it was at one moment. `position` is the writer's own: how far it had followed what changes."""

    segments: tuple[Segment, ...] = ()
    position: dict[str, Any] = field(default_factory=dict)
    stamp: tuple[int, int, int] = (0, 0, 0)

    @property
    def offers(self) -> int:
        return sum(segment.alive for segment in self.segments)


class Store:
    """An index in a folder. Any number of processes read it, one at a time writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Looked at by every question: a path of its own each time would cost as much as a loop.
        self._manifest = os.fspath(folder / _MANIFEST)
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()

    # Reading --------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """The index as it is now, or None when there is none of this version."""
        stamp = self._stamp()
        if stamp is None:
            return None
        current = self._snapshot
        if current is not None and current.stamp == stamp:
            return current
        with self._opening:
            return self._opened()

    def _stamp(self) -> tuple[int, int, int] | None:
        """What tells one manifest from another without reading it."""
        try:
            told = os.stat(self._manifest)
        except FileNotFoundError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def _opened(self) -> Snapshot | None:
        # A writer may have removed a segment between the reading of the manifest and its opening: then read again.
        for _ in range(20):
            stamp = self._stamp()
            if stamp is None or (self._snapshot is not None and self._snapshot.stamp == stamp):
                return self._snapshot if stamp else None
            try:
                manifest = json.loads((self.folder / _MANIFEST).read_text())
                if manifest.get("version") != VERSION:
                    return None
                segments = tuple(self._segment(each) for each in manifest["segments"])
            except FileNotFoundError:
                continue
            except ValueError:
                # A disk that lost what it had promised: as if there were none, and it is made anew.
                return None
            self._snapshot = Snapshot(segments=segments, position=manifest["position"], stamp=stamp)
            return self._snapshot
        return None

    def _segment(self, told: dict[str, Any]) -> Segment:
        known = {each.name: each for each in self._snapshot.segments} if self._snapshot else {}
        dead = _numbers(self.folder / told["dead"]) if told["dead"] else np.empty(0, np.int32)
        if told["name"] in known:
            return known[told["name"]].without(dead)
        return Segment(told["name"], self.folder / told["name"], dead)

    # Writing --------------------------------------------------------------------------------------------------

    @contextmanager
    def writing_alone(self, *, wait: bool = True) -> Iterator[bool]:
        """Hold the right to write, alone among all processes; yields False when another has it and `wait` is False."""
        with self._locked(_LOCK, wait=wait) as alone:
            yield alone

    @contextmanager
    def _locked(self, name: str, *, wait: bool) -> Iterator[bool]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / name, "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def make(self, documents: Iterable[OfferDocument], *, position: dict[str, Any]) -> int:
        """Make the index anew from all documents; returns how many. To be called inside `writing_alone`."""
        names, many = [], 0
        for count, arrays in building.segments(documents):
            names.append(self._write(arrays))
            many += count
        self._tell([(name, np.empty(0, np.int32)) for name in names], position)
        return many

    def remake(self, documents: Iterable[OfferDocument], *, position: dict[str, Any]) -> int:
        """Make the index anew from all documents, beside the one that is read; returns how many.

        What is written meanwhile goes with the old one: `position` is what had been followed before the first document
        was read, so that it is followed again. Not to be called inside `writing_alone`.
        """
        with self._locked(_LOCK_BESIDE, wait=True):
            beside, names, many = self._fresh_beside(), [], 0
            for count, arrays in building.segments(documents):
                names.append(self._write(arrays, beside))
                many += count
            with self.writing_alone():
                for name in names:
                    os.replace(beside / name, self.folder / name)
                self._tell([(name, np.empty(0, np.int32)) for name in names], position)
        return many

    def replace(
        self, trainings: Iterable[str], documents: Iterable[OfferDocument], *, position: dict[str, Any] | None = None
    ) -> bool:
        """Put `documents` in the place of all offers of `trainings`; False when there is no index yet.

        To be called inside `writing_alone`. `position` None leaves it as it was.
        """
        now = self.snapshot()
        if now is None:
            return False
        wanted = list(dict.fromkeys(trainings))
        told = [(each.name, _joined(each, wanted)) for each in now.segments]
        for _, arrays in building.segments(documents):
            told.append((self._write(arrays), np.empty(0, np.int32)))
        self._tell(told, now.position if position is None else position)
        return True

    def may_fold(self) -> bool:
        """Whether there are many small segments alike."""
        return len(self._to_fold(always=False)) > 1

    def fold(self, *, always: bool = False) -> bool:
        """Make small segments one when there are many alike, or `always`; True when it did.

        They are made one beside: who reads and who writes goes on. Nothing is done while another folds. Not to be
        called inside `writing_alone`.
        """
        with self._locked(_LOCK_BESIDE, wait=False) as alone:
            small = self._to_fold(always=always) if alone else []
            if len(small) < 2:
                return False
            many, numbers, arrays = folded(small)
            beside = self._fresh_beside()
            name = self._write(arrays, beside) if many else ""
            with self.writing_alone():
                return self._put_in_place(small, numbers, beside, name)

    def _to_fold(self, *, always: bool) -> list[Segment]:
        now = self.snapshot()
        small = [each for each in now.segments if each.documents <= _SMALL] if now is not None else []
        if always:
            return small
        # Those of about one size: what is folded again and again are the smallest.
        sizes: dict[int, list[Segment]] = {}
        for each in small:
            sizes.setdefault(each.documents.bit_length() // 3, []).append(each)
        return next((alike for _, alike in sorted(sizes.items()) if len(alike) >= _MOST_SMALL), [])

    def _put_in_place(self, small: Sequence[Segment], numbers: Sequence[Array], beside: Path, name: str) -> bool:
        """Put what was folded in the place of the small segments; False when the index was made anew meanwhile."""
        now = self.snapshot()
        there = {each.name: each for each in now.segments} if now is not None else {}
        if now is None or not there.keys() >= {each.name for each in small}:
            return False
        gone = {each.name for each in small}
        told = [(each.name, each.dead_numbers) for each in now.segments if each.name not in gone]
        if name:
            # What went while they were made one: numbers are its numbers there, or -1 for what had gone before.
            dead = [new[there[each.name].dead_numbers] for each, new in zip(small, numbers, strict=True)]
            lately = np.concatenate(dead)
            os.replace(beside / name, self.folder / name)
            told.append((name, np.sort(lately[lately >= 0])))
        self._tell(told, now.position)
        return True

    def _fresh_beside(self) -> Path:
        """An empty folder for what is made beside; what lay there was left by a process that was killed."""
        beside = self.folder / _BESIDE
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        return beside

    def _write(self, arrays: dict[str, Array], folder: Path | None = None) -> str:
        name = f"{os.urandom(8).hex()}.segment"
        container.write((folder or self.folder) / name, arrays)
        return name

    def _tell(self, segments: Sequence[tuple[str, Array]], position: dict[str, Any]) -> None:
        """Put a new manifest in the place of the old one, then remove what it names no longer."""
        told, kept = [], {_MANIFEST}
        for name, dead in segments:
            gone = ""
            if len(dead):
                gone = f"{name.removesuffix('.segment')}-{len(dead)}-{os.urandom(4).hex()}.dead"
                container.write(self.folder / gone, {"dead": np.asarray(dead, np.int32)})
            told.append({"name": name, "dead": gone})
            kept |= {name, gone}
        replaced(self.folder / _MANIFEST, {"version": VERSION, "position": position, "segments": told})
        for path in self.folder.iterdir():
            if path.name not in kept and path.suffix in (".segment", ".dead", ".new"):
                path.unlink(missing_ok=True)


def replaced(path: Path, content: dict[str, Any]) -> None:
    """Put JSON in the place of a file, durably: readers see the whole of the old or of the new."""
    fresh = path.with_suffix(".new")
    with open(fresh, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _numbers(path: Path) -> Array:
    return container.opened(path)[0]["dead"]


def _joined(segment: Segment, trainings: Sequence[str]) -> Array:
    """The numbers of the offers that are gone once these trainings are."""
    gone: list[Array] = [segment.dead_numbers, *map(segment.of_training, trainings)]
    return np.unique(np.concatenate(gone)).astype(np.int32)


#: The stores of this process, by folder: what is mapped once serves every thread.
_STORES: dict[Path, Store] = {}


def store_of(path: Path) -> Store:
    """The store of a folder."""

    found = _STORES.get(path)
    if found is None:
        found = _STORES.setdefault(path, Store(path))
    return found
