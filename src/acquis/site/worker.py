"""The process that does what the calendar and the journal ask: procrastinate's worker on our jobs.

A worker of procrastinate ends when its server does. Ours then waits for the server and begins again, in this process
that is ready, within a second or two of the server's return; nobody has to start it again.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress

import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector

logger = logging.getLogger(__name__)

#: A worker that ended is begun again after so many seconds, twice as many each time until the longest.
_SHORTEST, _LONGEST = 0.2, 5.0
#: Who worked for so long has no bad luck behind them.
_LUCKY = 30.0
#: The server is asked as often as this, in seconds, whether it is back.
_ASKS_EVERY = 0.25
#: And so often its absence is told.
_TELLS_EVERY = 60.0
#: Nobody waits longer for one of the worker's own connections; what is broken is begun again instead.
_PATIENCE = 3.0
#: Other work has no priority, which is 0.
_FIRST = 1


class _Manager(JobManager):
    """Knows under which number its worker works, so that whoever comes after it can give the number up."""

    number: int | None = None

    async def register_worker(self) -> int:
        number = self.number = await super().register_worker()
        return number

    async def unregister_worker(self, worker_id: int) -> None:
        await super().unregister_worker(worker_id)
        self.number = None


def worker_app(*, periodic: bool = True) -> App:
    """An application for the worker that shares our jobs but not our connector.

    A job that plans another job must do it in its own Django transaction. So the jobs keep their link to the
    Django application, and only the worker's own questions to the queue go through its asynchronous connector
    (`App.replace_connector`, which the documentation proposes, would take the jobs' planning along).
    """
    own = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), timeout=_PATIENCE))
    own.job_manager = _Manager(connector=own.connector)
    own.tasks = app.tasks
    if periodic:
        own.periodic_registry = app.periodic_registry
    return own


def run(*, wait: bool = True, polling: float = 5.0) -> None:
    """Work until told to stop (SIGINT, SIGTERM), or, with `wait=False`, until nothing is due.

    A worker that does not wait plans no periodic job either: whoever runs it wants to see the queue empty.
    """
    if wait:
        asyncio.run(_keep_working(polling))
    else:
        worker_app(periodic=False).run_worker(
            wait=False, listen_notify=False, delete_jobs="successful", install_signal_handlers=False
        )


async def _keep_working(polling: float) -> None:
    """Work again each time the work ends, until told to stop."""
    told_to_stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told_to_stop.set)
    stopping = asyncio.create_task(told_to_stop.wait())
    pause, number, again = _SHORTEST, None, False
    while not told_to_stop.is_set():
        own, began = worker_app(), time.monotonic()
        working = asyncio.create_task(_work(own, polling, again=again, former=number))
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        # A worker that is cancelled ends what it is doing first.
        working.cancel()
        (ended,) = await asyncio.gather(working, return_exceptions=True)
        if told_to_stop.is_set():
            return
        if ended is not None and not isinstance(ended, psycopg.Error | ConnectorException):
            raise ended
        logger.warning("the worker ended, and begins again: %s", ended or "it lost its server")
        assert isinstance(own.job_manager, _Manager)
        number, again = own.job_manager.number or number, True
        pause = _SHORTEST if time.monotonic() - began > _LUCKY else min(2 * pause, _LONGEST)
        await asyncio.wait([stopping], timeout=pause)


async def _work(own: App, polling: float, *, again: bool, former: int | None) -> None:
    """One life of a worker, once the server answers; what it was doing in its `former` life is put back first."""
    await _answered()
    # What the deferring of periodic work left open in its thread died with the server.
    await sync_to_async(connections.close_all)()
    async with own.open_async():
        if former is not None:
            await own.job_manager.unregister_worker(former)
        if again:
            # The turn of the minute may have asked for it already.
            with suppress(AlreadyEnqueued):
                await own.configure_task("journal.take_up_again", priority=_FIRST).defer_async(timestamp=0)
        await own.run_worker_async(
            listen_notify=True,
            fetch_job_polling_interval=polling,
            shutdown_graceful_timeout=20,
            delete_jobs="successful",
            install_signal_handlers=False,
        )


async def _answered() -> None:
    """Wait until the server lets us in."""
    told = -_TELLS_EVERY
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**connector_params(), connect_timeout=2):
                return
        except psycopg.OperationalError as error:
            if time.monotonic() - told >= _TELLS_EVERY:
                logger.warning("the worker waits for its server: %s", error)
                told = time.monotonic()
            await asyncio.sleep(_ASKS_EVERY)
