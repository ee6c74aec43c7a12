"""Two who bring the same declaration in at once: every line once, and nobody twice."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.declarations import models
from acquis.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_file_read_twice_at_once_counts_once():
    content = s.dsn(*(f.person(n) for n in range(1, 40)))
    together = Barrier(2)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            together.wait()
            s.bring(content)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert models.WorkedLine.objects.count() == 39
    assert models.Declaration.objects.count() == 1
    assert Person.objects.count() == 39
