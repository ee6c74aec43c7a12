"""Whole purchases through the pages: every form that a holder and a body fill, on a site served by granian.

The country, the people and their browsers are those of the faults' run, without a fault: everybody goes to the end and
every card is good. Between the phases of a purchase (bought, entered, left) the country's clock is turned to the day
that the pages ask for, off the clock of the measure. No worker runs: whoever has paid asks what became of the payment,
and the validation of the service, which no page asks for, is left out. Imported once Django is set up.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from urllib.parse import urlsplit

from acquis.catalogue.search.columns import machine
from acquis.enrolments.models import Enrolment
from acquis.enrolments.queries import step_of
from acquis.enrolments.types import State
from acquis.journal import demo_clock
from acquis.kit.actor import system
from acquis.kit.clock import day_of
from acquis.site.faults import country
from acquis.site.faults.lives import Lives, Purchase
from acquis.site.faults.told import Told
from acquis.site.faults.visitor import Page, Unanswered, Visitor
from acquis.site.postgres.server import EmbeddedServer

from ..web.__main__ import _free_port, serving
from . import rows
from .processor import server_processor

#: What names one thing in an address.
_NAMES = re.compile(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|pay_\w+)")
#: A purchase takes no more steps than this between two days, and no more days than that.
STEPS, DAYS = 12, 12
#: The site asks itself who somebody is and what they paid: each of its clients may hold two of its threads.
THREADS = 16


class Steady(Random):
    """Chance as those who live draw it, that lets nobody give up, gives nobody a bad card, and has them look again."""

    def random(self) -> float:
        return 0.2


@dataclass
class Watch:
    """What every answer took, redirections followed, and what each thread has waited for in all."""

    answers: list[float] = field(default_factory=list)
    by_address: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    own: threading.local = field(default_factory=threading.local)

    def waited(self) -> float:
        return float(getattr(self.own, "seconds", 0.0))

    def note(self, address: str, took: float) -> None:
        self.answers.append(took)
        self.by_address[_NAMES.sub("/…", address)].append(took)
        self.own.seconds = self.waited() + took


class Timed(Visitor):
    """A browser whose answers are timed."""

    def __init__(self, site: str, persona: str, watch: Watch) -> None:
        super().__init__(site, persona)
        self._watch = watch

    def _asked(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Page:
        began = time.perf_counter()
        page = super()._asked(method, path, fields)
        self._watch.note(f"{method} {urlsplit(path).path}", time.perf_counter() - began)
        return page


class Shop(Lives):
    """Holders and bodies that live given purchases to their end."""

    def __init__(self, site: str, made: country.Country, clients: int) -> None:
        super().__init__(site, made, Told(), seed=1)
        self.watch, self.clients = Watch(), clients
        self.today = day_of(country.BEGINS)
        self.took: dict[int, float] = {}
        self.wall = 0.0

    def visitor(self, persona: str) -> Visitor:
        with self._lock:
            if persona not in self._visitors:
                self._visitors[persona] = Timed(self._site, persona, self.watch)
            return self._visitors[persona]

    def live(self, bought: list[Purchase]) -> None:
        """All of them to the service declared; the clock is turned whenever all wait for a day."""
        for _ in range(DAYS):
            going = [each for each in bought if not each.over]
            if not going:
                return
            began = time.perf_counter()
            with ThreadPoolExecutor(self.clients) as pool:
                list(pool.map(self._carry_on, going))
            self.wall += time.perf_counter() - began
            self._turn_to(self._next_of(going))
        raise AssertionError(f"not lived to their end in {DAYS} days: {states(bought)}")

    def _carry_on(self, purchase: Purchase) -> None:
        began, purchase.idle_until = self.watch.waited(), None
        for _ in range(STEPS):
            if purchase.over or purchase.idle_until is not None:
                break
            self.step(purchase, Steady())
        self.took[id(purchase)] = self.took.get(id(purchase), 0.0) + self.watch.waited() - began

    def _next_of(self, going: list[Purchase]) -> date:
        """The day on which all of them can go on: their first, or their last."""
        days = Enrolment.objects.filter(id__in=[each.id for each in going]).values_list("starts_on", "ends_on")
        tomorrow = self.today + timedelta(days=1)
        return max(next((day for day in both if day and day > self.today), tomorrow) for both in days)

    def _turn_to(self, day: date) -> None:
        country.set_clock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))
        self.today = day
        # What serves has read the clock again.
        time.sleep(demo_clock.KNOWN_FOR + 0.5)


def through_pages(server: EmbeddedServer, *, purchases: int, clients: int, workers: list[int]) -> dict[str, Any]:
    """Fill the country; for each number of processes, serve it and live so many purchases."""
    # The loops of the search are compiled before anything is timed.
    machine.make()
    made = country.fill(1)
    pairs = [(holder, place) for place in made.places for holder in made.accounts]
    left_to_buy = [Purchase(*pair) for pair in pairs]
    if len(left_to_buy) < len(workers) * (purchases + clients) + 1:
        raise SystemExit(f"There are no more than {len(left_to_buy)} purchases in this country.")
    told: dict[str, Any] = {}
    left: list[list[rows.Written]] = []
    today = day_of(country.BEGINS)
    for many in workers:
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        addresses = {"ACQUIS_SITE_URL": url, "ACQUIS_PAYMENTS_URL": f"{url}/demo/cards/api"}
        with serving("acquis.site.wsgi:application", port, workers=many, threads=THREADS, **addresses) as web:
            shop = Shop(url, made, clients)
            shop.today = today
            _come_in(shop, made)
            warming = [left_to_buy.pop(0) for _ in range(clients)]
            shop.live(warming)
            if not left:
                alone = left_to_buy.pop(0)
                left = rows.left_by(server.url, partial(shop.live, [alone]))
                rows.bare_tables(server.url, left)
            told[f"processes that serve: {many}"] = _measured(
                shop, [left_to_buy.pop(0) for _ in range(purchases)], web, server.pid
            )
            today = shop.today
    told["rows a purchase"] = sum(len(each.rows) for transaction in left for each in transaction)
    told["transactions a purchase"] = len(left)
    return told | {"left": left}


def _measured(shop: Shop, bought: list[Purchase], web: int, served_by: int) -> dict[str, Any]:
    shop.watch.answers.clear()
    shop.watch.by_address.clear()
    shop.took.clear()
    shop.wall = 0.0
    load, many = os.getloadavg()[0], len(bought)
    before = [server_processor(web), server_processor(served_by), time.process_time()]
    shop.live(bought)
    after = [server_processor(web), server_processor(served_by), time.process_time()]
    if set(states(bought)) != {State.SERVICE_DECLARED}:
        raise AssertionError(f"not all were lived to their end: {states(bought)}")
    whole, each = sorted(shop.took.values()), sorted(shop.watch.answers)
    spent = [round((late - early) / many * 1000, 1) for early, late in zip(before, after, strict=True)]
    return {
        "purchases, from the request to the service declared": many,
        "seconds, the clock's turns left out": round(shop.wall, 1),
        "purchases a second": round(many / shop.wall, 2),
        "answers a purchase": round(len(each) / many, 1),
        "answers a second": round(len(each) / shop.wall, 1),
        "an answer, ms: p50, p99": [round(each[len(each) * at // 100] * 1000, 1) for at in (50, 99)],
        "a purchase, all its answers, ms: p50, p99": [round(whole[many * at // 100] * 1000) for at in (50, 99)],
        "processor a purchase, ms: the site, the server, the visitors": spent,
        "by address: answers a purchase, ms a purchase": {
            address: [round(len(took) / many, 1), round(sum(took) / many * 1000)]
            for address, took in sorted(shop.watch.by_address.items(), key=lambda one: -sum(one[1]))
        },
        "load average": [round(load, 1), round(os.getloadavg()[0], 1)],
    }


def _come_in(shop: Shop, made: country.Country) -> None:
    """Everybody signs in, again where a site that has just begun took too long to answer itself."""
    agents = {place.agent for place in made.places}
    for persona in [*made.accounts, *agents]:
        for _ in range(10):
            try:
                shop.visitor(persona).page("/organisme" if persona in agents else "/mes-inscriptions")
                break
            except Unanswered:
                time.sleep(1)


def states(bought: list[Purchase]) -> list[Any]:
    return [None if each.id is None else step_of(each.id, by=system("benchmark")).state for each in bought]
