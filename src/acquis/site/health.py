"""What a load balancer and an operator ask: is it alive, may it serve, which version is it."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from uuid import uuid4

from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from acquis.people import crypto

from . import migration


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Everything a request may need is there; 503 and the names of what is not, otherwise."""
    answers = {name: _holds(check) for name, check in READY.items()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


@never_cache
def which(request: HttpRequest) -> HttpResponse:
    """The version of the product, and the commit it was built from when the operator says it."""
    return JsonResponse({"version": version("acquis"), "commit": os.environ.get("ACQUIS_COMMIT", "")})


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError, ValueError, crypto.KeysMissing):
        return False


def _database_writes() -> bool:
    """A write goes through, and is undone; into a table that is there, because who serves may make none."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, '', now())", [uuid4().hex]
        )
        transaction.set_rollback(True)
    return True


#: Once the tables have this process's version they keep it: reading every migration again would cost a second.
_current = False


def _tables_are_current() -> bool:
    global _current
    _current = _current or not migration.pending()
    return _current


def _queue_moves() -> bool:
    """No job has been due for more than ten minutes without being taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id "
            "WHERE j.status = 'todo' AND e.type = 'deferred' "
            "AND greatest(e.at, j.scheduled_at) < now() - interval '10 minutes')"
        )
        return bool(cursor.fetchone()[0])


def _keys_are_there() -> bool:
    return bool(crypto.keys().seal)


READY: dict[str, Callable[[], bool]] = {
    "database": _database_writes,
    "tables": _tables_are_current,
    "queue": _queue_moves,
    "keys": _keys_are_there,
}
