"""What a server process makes ready aside, so that nobody's first question waits: the search and its tables."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from acquis.catalogue.search import queries
from acquis.catalogue.search.columns import machine
from acquis.catalogue.search.types import SearchRequest
from acquis.kit import clock
from acquis.kit.sql import reading

logger = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Begin, and go on serving: pages answer meanwhile, more slowly. What fails is told in the log and hurts nobody."""
    thread = threading.Thread(target=_warm, name="warming", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    try:
        with reading():
            queries.suggest("fo")
        # Made once for a machine, by another process; questions are answered meanwhile, more slowly.
        machine.make()
        with reading():
            queries.search(SearchRequest(text="formation", per_page=1), on=clock.day_of(clock.now()))
    except Exception:
        logger.exception("the search could not be made ready; the first question will")
    finally:
        connection.close()
