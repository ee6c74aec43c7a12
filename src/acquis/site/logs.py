"""Logs as JSON lines that say which request, which page and how long, and never who or what was asked.

An error is logged with its type and the lines of code it went through; its message is kept back outside debug,
because a database's message quotes the row it refused.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.typing import EventDict

from .config import Config

log = structlog.get_logger("acquis.requests")


def _trace(keep_messages: bool) -> Callable[[Any, str, EventDict], EventDict]:
    def render(_: Any, __: str, event: EventDict) -> EventDict:
        found = event.pop("exc_info", None)
        if not found:
            return event
        error = (
            found if isinstance(found, BaseException) else (found if isinstance(found, tuple) else sys.exc_info())[1]
        )
        if error is None:
            return event
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        if keep_messages:
            event["message_of_error"] = str(error)
        return event

    return render


def _without_address(_: Any, __: str, event: EventDict) -> EventDict:
    """Django's own records of a request carry it whole, and their sentence quotes the address asked for."""
    record = event.get("_record")
    if record is not None and record.name.startswith("django.request"):
        event["event"] = f"answered {getattr(record, 'status_code', '?')}"
    return event


def configuration(config: Config) -> dict[str, Any]:
    """Python's logging configuration; also configures structlog for our own loggers."""
    shared: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace(config.debug),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, _without_address],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "keep_exc_info": False,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "acquis": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
        },
    }


def number_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a number of its own, known to its log lines and to the person who reports a problem."""

    def answer(request: HttpRequest) -> HttpResponse:
        number = uuid4().hex
        began = time.perf_counter()
        request.number = number  # type: ignore[attr-defined]
        with bound_contextvars(request=number):
            response = get_response(request)
            match = request.resolver_match
            log.info(
                "answered",
                method=request.method,
                # The pattern, not the address: an address may hold what somebody searched for.
                page=match.route if match else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )
        response.headers["X-Request-ID"] = number
        return response

    return answer
