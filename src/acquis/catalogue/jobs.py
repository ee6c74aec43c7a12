"""What the catalogue does when the day comes."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from acquis.kit.actor import system
from acquis.kit.clock import day_of

from .actions.warn_of_endings import warn_of_endings
from .exports.queries import make
from .exports.types import Export
from .reviewing import review_trainings
from .search.columns import machine
from .search.index import make_if_absent, rebuild_index


@app.periodic(cron="15 2 * * *")
@app.task(name="catalogue.review")
def review(timestamp: int) -> None:
    """Every night, hold back what is no longer registered, and put on sale what has become so."""
    review_trainings(by=system("catalogue.review"), at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="45 2 * * *")
@app.task(name="catalogue.rebuild_search")
def rebuild_search(timestamp: int) -> None:
    """Every night, make the search index anew: sessions that are past leave the order by date."""
    machine.make()
    rebuild_index()


@app.periodic(cron="* * * * *")
@app.task(name="catalogue.make_search", queueing_lock="catalogue.make_search")
def make_search(timestamp: int) -> None:
    """Every minute, make the search index when there is none, of this version, where the worker is."""
    machine.make()
    make_if_absent()


@app.periodic(cron="15 3 * * *")
@app.task(name="catalogue.export")
def export(timestamp: int) -> None:
    """Every night, make the public files of the catalogue anew."""
    for each in Export:
        make(each, on=day_of(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="30 6 * * *")
@app.task(name="catalogue.warn_of_endings")
def warn(timestamp: int) -> None:
    """Every morning, tell providers which trainings will leave the shelf in 90, 30 or 7 days."""
    warn_of_endings(by=system("catalogue.warn"), at=datetime.fromtimestamp(timestamp, UTC))
