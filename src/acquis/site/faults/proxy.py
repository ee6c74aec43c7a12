"""What stands between our processes and PostgreSQL: it loses a COMMIT, or its acknowledgement, when it is told to.

It knows three words of the server's protocol: the statement that begins a transaction, the one that commits it, and
the one between them that records a fact, because a transaction without a fact is no act. So that it reads them, our
processes prepare no statement (`prepare_threshold=0`).
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from enum import StrEnum

#: A simple query that says COMMIT, as the driver sends it: the letter, the length, the word.
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
_BEGIN, FACT = b"BEGIN", b"INSERT INTO journal_event "
_CHUNK = 1 << 16


class Loss(StrEnum):
    """What becomes of the next COMMIT of an act."""

    #: The server never hears of it.
    BEFORE = "before"
    #: The server has done it, and nobody is told.
    AFTER = "after"
    #: It is done, and told late.
    LATE = "late"


@dataclass
class Armed:
    """A loss that waits for its COMMIT; `happened` is set when it has come."""

    loss: Loss
    seconds: float = 0.0
    happened: threading.Event = field(default_factory=threading.Event)


class _Line:
    """One connection: the client's side and the server's."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.client, self.server = client, server
        self.acts = False
        self.armed: Armed | None = None

    def cut(self) -> None:
        for side in (self.client, self.server):
            side.transport.abort()


class Proxy:
    """Listens on a port of its own for the server on another; lives in a thread of its own until `close`."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._lines: set[_Line] = set()
        self._armed: Armed | None = None
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.port = 0
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def arm(self, loss: Loss, *, seconds: float = 0.0) -> Armed:
        """Hurt the next COMMIT of an act."""
        armed = self._armed = Armed(loss, seconds)
        return armed

    def disarm(self) -> None:
        self._armed = None

    def cut(self) -> int:
        """Drop every connection at once; how many there were."""
        found = len(self._lines)
        self._loop.call_soon_threadsafe(self._cut_all)
        return found

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    # ------------------------------------------------------------------ in the thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(listening.sockets[0].getsockname()[1])
        self._ready.set()
        self._loop.run_forever()
        self._cut_all()

    def _cut_all(self) -> None:
        for line in list(self._lines):
            line.cut()

    async def _serve(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            to_client.transport.abort()
            return
        line = _Line(to_client, to_server)
        self._lines.add(line)
        try:
            await asyncio.gather(self._asks(line, from_client), self._answers(line, from_server))
        except OSError:
            pass
        finally:
            self._lines.discard(line)
            line.cut()

    async def _asks(self, line: _Line, client: asyncio.StreamReader) -> None:
        while said := await client.read(_CHUNK):
            line.acts = (line.acts and _BEGIN not in said) or FACT in said
            if self._armed is not None and line.acts and COMMIT in said:
                line.armed, self._armed = self._armed, None
                if line.armed.loss is Loss.BEFORE:
                    line.cut()
                    line.armed.happened.set()
                    return
            line.server.write(said)
            await line.server.drain()
        line.cut()

    async def _answers(self, line: _Line, server: asyncio.StreamReader) -> None:
        while said := await server.read(_CHUNK):
            if line.armed is not None:
                armed, line.armed = line.armed, None
                if armed.loss is Loss.AFTER:
                    line.cut()
                    armed.happened.set()
                    return
                armed.happened.set()
                await asyncio.sleep(armed.seconds)
            line.client.write(said)
            await line.client.drain()
        line.cut()
