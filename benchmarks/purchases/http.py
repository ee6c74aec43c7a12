"""Whole purchases through the pages: every form a holder and a body fill, on a served site, by several people at once.

The country, the people and their browsers are those of the faults' run, without a fault: everybody goes to the end,
every card is good. Between the phases of a purchase (bought, entered, left) the country's clock is turned to the day
that the pages ask for. What is timed is each answer, redirections followed; the validation of the service, which no
page asks for, is the worker's and is left out.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from acquis.site.postgres.server import EmbeddedServer

#: A purchase takes no more steps than this between two days.
STEPS = 12


class Steady(Random):
    """Chance that never lets anybody give up."""

    def random(self) -> float:
        return 0.999


def through_pages(server: EmbeddedServer, *, purchases: int, clients: int) -> dict[str, Any]:
    """Fill the country, serve it, live the purchases; what each answer and each purchase took."""
    from acquis.kit.clock import day_of
    from acquis.site.faults import country
    from acquis.site.faults.lives import Lives, Purchase
    from acquis.site.faults.told import Told
    from acquis.site.faults.visitor import Page, Visitor

    from ..web.__main__ import _free_port, serving
    from .__main__ import server_processor

    answered: list[float] = []
    spent = threading.local()

    class Timed(Visitor):
        def _asked(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Page:
            began = time.perf_counter()
            page = super()._asked(method, path, fields)
            took = time.perf_counter() - began
            answered.append(took)
            spent.seconds = getattr(spent, "seconds", 0.0) + took
            return page

    class Patient(Lives):
        def visitor(self, persona: str) -> Visitor:
            with self._lock:
                return self._visitors.setdefault(persona, Timed(self._site, persona))

    made = country.fill(1)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    addresses = {"ACQUIS_SITE_URL": url, "ACQUIS_PAYMENTS_URL": f"{url}/demo/cards/api"}
    with serving("acquis.site.wsgi:application", port, **addresses) as web:
        lives = Patient(url, made, Told(), seed=1)
        lives.today = day_of(country.BEGINS)
        for persona in [*made.accounts, *{place.agent for place in made.places}]:
            _come_in(lives.visitor(persona), "/mes-inscriptions" if persona in made.accounts else "/organisme")
        pairs = [(holder, place) for place in made.places for holder in made.accounts]
        bought = [Purchase(holder, place) for holder, place in pairs[: purchases + clients]]
        took: dict[int, float] = {}

        def carry_on(number: int) -> None:
            purchase, spent.seconds = bought[number], 0.0
            purchase.idle_until = None
            for _ in range(STEPS):
                if purchase.over or purchase.idle_until is not None:
                    break
                lives.step(purchase, Steady())
            took[number] = took.get(number, 0.0) + spent.seconds

        def live(numbers: list[int]) -> None:
            """All of them to their end, the clock turned whenever all wait for a day."""
            while going := [number for number in numbers if not bought[number].over]:
                with ThreadPoolExecutor(clients) as pool:
                    list(pool.map(carry_on, going))
                waits = [each for number in going if (each := bought[number].idle_until) is not None]
                if waits:
                    turn_to(max(waits))

        def turn_to(day: date) -> None:
            country.set_clock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))
            lives.today = day
            # The processes of the site look at the clock every second.
            time.sleep(2)

        live(list(range(clients)))
        country.set_clock(country.BEGINS)
        lives.today = day_of(country.BEGINS)
        time.sleep(2)
        answered.clear()
        took.clear()
        before = [server_processor(web), server_processor(server.pid)]
        numbers = list(range(clients, len(bought)))
        live(numbers)
        after = [server_processor(web), server_processor(server.pid)]
        known = [bought[number].id for number in numbers]
    done = _declared(known)
    whole, each = sorted(took.values()), sorted(answered)
    return {
        "purchases from the request to the service declared": done,
        "answers a purchase": round(len(each) / len(whole), 1),
        "an answer, ms: p50, p99": [round(each[len(each) * at // 100] * 1000, 1) for at in (50, 99)],
        "a purchase (all its answers), ms: p50, p99": [round(whole[len(whole) * at // 100] * 1000) for at in (50, 99)],
        "processor a purchase, ms: the site": round((after[0] - before[0]) / len(whole) * 1000, 1),
        "processor a purchase, ms: the server": round((after[1] - before[1]) / len(whole) * 1000, 1),
        "clients": clients,
        "load average": round(os.getloadavg()[0], 1),
    }


def _come_in(visitor: Any, path: str) -> None:
    """Sign in, again where a site that has just begun took too long to answer itself."""
    from acquis.site.faults.visitor import Unanswered

    for _ in range(10):
        try:
            visitor.page(path)
        except Unanswered:
            time.sleep(1)
        else:
            return
    raise AssertionError(f"{path} does not answer")


def _declared(known: list[Any]) -> int:
    """How many of these are where the last form left them; all, or the run shows nothing."""
    from acquis.enrolments.queries import step_of
    from acquis.enrolments.types import State
    from acquis.kit.actor import system

    states = [step_of(each, by=system("benchmark")).state for each in known if each is not None]
    if len(states) != len(known) or set(states) != {State.SERVICE_DECLARED}:
        raise AssertionError(f"not all were lived to their end: {sorted(map(str, states))}")
    return len(states)
