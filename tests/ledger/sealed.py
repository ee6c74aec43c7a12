"""Seals as the jobs make them, and a superuser’s hand that alters what they hold."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from acquis.kit.actor import Actor, Role
from acquis.kit.ids import new_id
from acquis.ledger import models
from acquis.ledger.actions import (
    anchor,
    roll_up,
    seal,
)
from acquis.ledger.queries import broken_seals

from .scenes import AT, DONE

#: Nothing of ours is called so, nor by any other run of the tests.
STRANGE = "0190a8a0-0000-7000-8000-000000000000"
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=new_id())
TOMORROW = {"by": DONE["by"], "at": AT + timedelta(days=1)}


def seal_all(**done):
    """What the jobs do, until nothing is left."""
    done = done or DONE
    # The cut gives way to whoever holds the table for a moment, the server's own cleaning included.
    for _ in range(20):
        roll_up(**done)
        last = rows().last()
        if last is None or models.RollUp.objects.get(id=1).cut_seq >= last.seq:
            break
    while seal(**done):
        pass
    return anchor(**done)


def found():
    return list(broken_seals(report=lambda done, total: None))


@contextmanager
def triggers_off(*tables):
    """A superuser's hand: the triggers of these tables put aside."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change")


def as_superuser(statement, *values, table="ledger_transfer"):
    with triggers_off(table) as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def rows(**chosen):
    return models.Transfer.objects.filter(**chosen).order_by("seq")
