"""Undoing the migration of tracks: no place of a run is lost, or it is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ProgrammingError
from tests.crediting.scenes import AT, FINANCE, SYSTEM, a_year, accounts

from acquis.crediting.actions import advance, prepare
from acquis.crediting.models import Run, Track
from acquis.crediting.types import RunKind

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("crediting", name)])


@pytest.fixture
def back_again():
    """Whatever happens, the schema is that of today when the test ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('crediting_track')")
        if cursor.fetchone()[0] is None:
            migrate("0003_tracks")


def test_there_and_back_a_run_stands_where_it_stood(back_again):
    ids = accounts(3)
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    advance(run_id=run_id, rows=[a_year(each) for each in ids[:2]], by=SYSTEM, at=AT)
    (track,) = Track.objects.filter(run_id=run_id)
    migrate("0002_reconciliations")
    with connection.cursor() as cursor:
        cursor.execute("SELECT after, done FROM crediting_run")
        assert cursor.fetchall() == [(track.after, 2)]
    migrate("0003_tracks")
    (again,) = Track.objects.filter(run_id=run_id)
    assert (again.after, again.done, again.is_over) == (track.after, 2, False)


def test_a_run_on_several_tracks_must_end_first(back_again):
    accounts(1)
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    Track.objects.create(run_id=run_id, number=1)
    with pytest.raises(ProgrammingError, match="run 1 is walked on several tracks"):
        migrate("0002_reconciliations")
    assert Track.objects.filter(run_id=run_id).count() == 2
    assert Run.objects.get().number == 1
