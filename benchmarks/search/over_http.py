"""The open API asked over HTTP, by granian, over the national catalogue: fifty clients, paced, then at once."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.web.__main__ import serving

from acquis.site.postgres.server import EmbeddedServer

from . import catalogue
from .questions import Question, questions

CLIENTS = 50
#: Each of the paced clients asks as often as this, in seconds: fifty people who read what they are shown.
PACE = 1.0
SECONDS = 20.0


def measured(count: int, folder: Path) -> list[dict[str, Any]]:
    """Milliseconds of the answers: the paced clients', then those of clients who ask again at once."""
    with EmbeddedServer(folder / "postgres") as server:
        os.environ |= {
            "ACQUIS_DATABASE_URL": server.url,
            "ACQUIS_HOME": str(folder),
            "ACQUIS_DEMO": "true",
            "ACQUIS_OPEN_API_PER_MINUTE": "0",
            "DJANGO_SETTINGS_MODULE": "acquis.site.settings",
        }
        asked = fill(count)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        paths = ["/api/open/v1/offers?" + words(question) for question in asked]
        with serving("acquis.site.wsgi:application", port):
            # The first questions bring the loops and the index into memory.
            asyncio.run(load(port, paths, seconds=8.0, pace=PACE))
            rows = []
            for name, pace in (("50 clients, one question a second each", PACE), ("50 clients, at once again", 0.0)):
                times = sorted(asyncio.run(load(port, paths, seconds=SECONDS, pace=pace)))
                rows.append(
                    {
                        "clients": name, "offers": count, "answers": len(times),
                        "per second": round(len(times) / SECONDS),
                        **{f"p{share}": round(times[len(times) * share // 100], 1) for share in (50, 95, 99)},
                    }
                )  # fmt: skip
    return rows


def fill(count: int) -> list[Question]:
    """Tables, towns, and the index; the offers themselves are not in the database."""
    import django

    django.setup()
    from acquis.catalogue.actions import load_own_towns
    from acquis.catalogue.search import index
    from acquis.catalogue.search.columns import machine
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.site import migration

    # As a machine that has served for a minute: what serves never waits for the loops, and asks as they are written.
    machine.make()
    migration.migrate()
    load_own_towns(by=system("benchmark"), at=clock.now())
    store = index.store()
    given = catalogue.sources()
    with store.writing_alone():
        position = {"settled": 0, "applied": [], "mark": None}
        store.make(catalogue.offers(count, given=given), position=position)
    return questions(list(catalogue.offers(min(count, 20_000), given=given)), 1200)


def words(question: Question) -> str:
    told = {"q": question.text}
    if question.modality:
        told["modality"] = question.modality
    if question.register:
        told["registry"] = question.register
    if question.max_price_cents is not None:
        told["max_price_cents"] = str(question.max_price_cents)
    return "&".join(f"{name}={quote(value)}" for name, value in told.items())


async def load(port: int, paths: list[str], *, seconds: float, pace: float) -> list[float]:
    """Ask for so long; the milliseconds of each answer."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_client(port, paths, until, pace, times, number) for number in range(CLIENTS)))
    return times


async def _client(port: int, paths: list[str], until: float, pace: float, times: list[float], number: int) -> None:
    rng = random.Random(number)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    try:
        await asyncio.sleep(rng.random() * pace)
        while (began := time.perf_counter()) < until:
            path = paths[rng.randrange(len(paths))]
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            if " 200 " not in head.partition("\r\n")[0]:
                raise RuntimeError(f"{path}: {head.partition(chr(13))[0]}")
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            await reader.readexactly(int(fields["content-length"]))
            spent = time.perf_counter() - began
            times.append(spent * 1000)
            if pace:
                await asyncio.sleep(max(0.0, pace - spent))
    finally:
        writer.close()
