"""What the database adds to the tables: its towns, titles of jobs, the names of what is sold and of who sells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from acquis.providers import queries as providers

from .. import queries
from ..models import Certification, JobTitle, Training
from ..models import Town as TownTable
from ..types import OfferState
from . import placenames
from .concepts import concepts, with_titles
from .placenames import Gazetteer
from .reading import Knowledge, own_knowledge
from .suggesting import Suggester, entries_of
from .types import Reading, Suggestion

#: Registers of towns, jobs and certifications change by imports: a process looks as seldom as this, in seconds.
_LOOK_EVERY = 120.0
#: What is suggested of the database stands behind the tables' own names.
_CERTIFICATION, _PROVIDER = 2, 3


@dataclass(frozen=True, slots=True)
class _Known:
    #: What was loaded: towns, and titles of jobs; then what is sold, which changes more often.
    loaded: tuple[int, int]
    sold: tuple[int, int]
    knowledge: Knowledge
    suggester: Suggester


_making = threading.Lock()
_known: _Known | None = None
_looked = -_LOOK_EVERY


def knowledge() -> Knowledge:
    """What questions are read with here."""
    return _now().knowledge


def suggester() -> Suggester:
    """What suggests, here."""
    return _now().suggester


def forget() -> None:
    """Look again at the next question: for who has just loaded a register and wants to see it."""
    global _looked
    _looked = -_LOOK_EVERY


def _now() -> _Known:
    """What is known; one thread makes it anew while the others go on with what there was."""
    global _known, _looked
    known = _known
    if known is not None and time.monotonic() - _looked < _LOOK_EVERY:
        return known
    # Only before there is anything does somebody wait.
    if not _making.acquire(blocking=known is None):
        assert known is not None
        return known
    try:
        if _known is None or time.monotonic() - _looked >= _LOOK_EVERY:
            _known = _made(_known)
            _looked = time.monotonic()
        return _known
    finally:
        _making.release()


def _made(before: _Known | None) -> _Known:
    """What is known now; of `before` is kept what nothing was loaded for since."""
    loaded = (TownTable.objects.count(), JobTitle.objects.count())
    sold = (Certification.objects.count(), Training.objects.filter(state=OfferState.PUBLISHED).count())
    if before is not None and (before.loaded, before.sold) == (loaded, sold):
        return before
    made = before.knowledge if before is not None and before.loaded == loaded else _read(*loaded)
    suggester = Suggester([*entries_of(made.concepts), *_sold()], made.gazetteer)
    return _Known(loaded, sold, made, suggester)


def _read(towns: int, titles: int) -> Knowledge:
    gazetteer = Gazetteer(queries.all_towns()) if towns > placenames.own().count else own_knowledge().gazetteer
    return Knowledge(with_titles(queries.job_titles()) if titles else concepts(), gazetteer)


def _sold() -> Iterator[tuple[str, int, Suggestion]]:
    """The certifications that something on sale prepares, and the bodies that sell."""
    on_sale = Training.objects.filter(state=OfferState.PUBLISHED)
    codes = on_sale.values("certification_code")
    for code, title in Certification.objects.filter(pk__in=codes).values_list("code", "title"):
        yield title, _CERTIFICATION, Suggestion(reading=Reading.CERTIFICATION, label=title, text=title, value=code)
        yield code, _CERTIFICATION, Suggestion(reading=Reading.CERTIFICATION, label=title, text=code, value=code)
    bodies = set(on_sale.values_list("provider_id", flat=True).distinct())
    for body in providers.providers(bodies).values():
        if body.sells:
            shown = body.display
            yield shown, _PROVIDER, Suggestion(reading=Reading.PROVIDER, label=shown, text=shown, value=str(body.id))
