"""A small load: open connections, each asking again as soon as it is answered. It shares the processors."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Case:
    """An address, and the milliseconds of every answer so far."""

    name: str
    port: int
    path: str
    cookie: str = ""
    spent: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def request(self) -> bytes:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}\r\n".encode()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, case: Case) -> int:
    """One request and its whole answer; the answer's length. Raises RuntimeError for anything but 200."""
    writer.write(case.request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    if " 200 " not in head.partition("\r\n")[0]:
        raise RuntimeError(f"{case.name}: {head.partition(chr(13))[0]}")
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" not in fields:
        raise RuntimeError(f"{case.name}: an answer without a length")
    length = int(fields["content-length"])
    await reader.readexactly(length)
    return length


async def _client(case: Case, until: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", case.port, limit=1 << 20)
    try:
        while time.perf_counter() < until:
            before = time.perf_counter()
            await _ask(reader, writer, case)
            case.times.append((time.perf_counter() - before) * 1000)
    finally:
        writer.close()


async def turn(case: Case, seconds: float, clients: int) -> None:
    """Ask `case` for so long, by so many at once."""
    before = time.perf_counter()
    await asyncio.gather(*(_client(case, before + seconds) for _ in range(clients)))
    case.spent += time.perf_counter() - before
