"""The process that does what the calendar and the journal ask: procrastinate's worker on our jobs."""

from __future__ import annotations

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp


def worker_app(*, periodic: bool = True) -> App:
    """An application for the worker that shares our jobs but not our connector.

    A job that plans another job must do it in its own Django transaction. So the jobs keep their link to the
    Django application, and only the worker's own questions to the queue go through its asynchronous connector
    (`App.replace_connector`, which the documentation proposes, would take the jobs' planning along).
    """
    own = DjangoApp(connector=app.connector.get_worker_connector())  # type: ignore[attr-defined]
    own.tasks = app.tasks
    if periodic:
        own.periodic_registry = app.periodic_registry
    return own


def run(*, wait: bool = True, polling: float = 5.0) -> None:
    """Work until told to stop (SIGINT, SIGTERM), or, with `wait=False`, until nothing is due.

    A worker that does not wait plans no periodic job either: whoever runs it wants to see the queue empty.
    """
    worker_app(periodic=wait).run_worker(
        wait=wait,
        listen_notify=wait,
        fetch_job_polling_interval=polling,
        shutdown_graceful_timeout=20,
        delete_jobs="successful",
        install_signal_handlers=wait,
    )
