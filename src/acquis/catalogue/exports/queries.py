"""The three files of the whole catalogue: made aside, put in place at once, made anew every night.

They lie beside the search index: each machine that answers the public makes its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from acquis.kit.ids import new_id

from ..models import Training
from ..types import OfferState
from . import elm, lheo, public_columns
from .shelf import Shown, shelf
from .types import Export

Told = Callable[[int], None]


def made(export: Export) -> Path | None:
    """Where the file is, or None when it was never made here."""
    path = _folder() / export.value
    return path if path.exists() else None


def make(export: Export, *, on: date, path: Path | None = None, told: Told = lambda done: None) -> int:
    """Write what is on sale on the day `on`; returns what was written: trainings, rows or opportunities.

    The former file stays until the new one is whole. `told` hears the number of trainings read so far.
    """
    target = path or _folder() / export.value
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{new_id().hex}")
    offers = _counted(shelf(on=on), told)
    try:
        with aside.open("wb") as out:
            match export:
                case Export.LHEO:
                    count = lheo.write(out, offers)
                case Export.COLUMNS:
                    count = public_columns.write(out, offers, on=on)
                case Export.EUROPEAN:
                    count = elm.write(out, offers, site=settings.ACQUIS.site_url.rstrip("/"))
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    return count


def size() -> int:
    """How many trainings there are to read."""
    return Training.objects.filter(state=OfferState.PUBLISHED).count()


def _counted(offers: Iterable[Shown], told: Told) -> Iterator[Shown]:
    for done, each in enumerate(offers, start=1):
        yield each
        told(done)


def _folder() -> Path:
    return Path(settings.EXPORTS_PATH)
