"""Many at once, on real connections: nobody overdraws, nobody waits in a circle, nothing is left half done."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from acquis.kit.refusal import Refused
from acquis.ledger.actions import post, post_reserved, release, reserve
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Refusal

from .scenes import DONE, RIGHTS, TODAY, Holder, broken, rows_with

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run each work in a thread with its own connection, all starting together; a refusal is an answer."""
    gate = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            answers[place] = works[place]()
        except Refused as refused:
            answers[place] = refused.reason
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.parametrize("act", [post, reserve])
def test_of_fifty_spenders_exactly_as_many_win_as_can_be_paid(act):
    holder = Holder(100_000)
    answers = at_once([lambda n=n: act(transfers=[holder.spends(3_000, f"{act} {n}")], **DONE) for n in range(50)])
    assert answers.count(None) == 33
    assert answers.count(Refusal.BALANCE_TOO_LOW) == 17
    assert holder.balance() == ((1_000, 0) if act is post else (100_000, 99_000))
    assert broken() == []


def test_fifty_times_the_same_payment_is_one_payment():
    holder = Holder(100_000)
    same = holder.spends(3_000, "the same")
    assert at_once([lambda: post(transfers=[same], **DONE)] * 50) == [None] * 50
    assert holder.balance() == (97_000, 0)
    assert broken() == []


def test_a_hot_funder_pays_many_at_once_to_the_cent_and_nobody_queues_for_it():
    holders = [Holder() for _ in range(16)]
    before = house_sums()[RIGHTS]

    def pay(holder: Holder) -> None:
        for n in range(20):
            post(transfers=[holder.receives(7 + n)], **DONE)

    # A payment from the same funder that is not committed yet holds none of the others up.
    with transaction.atomic():
        Holder(5)
        assert at_once([lambda h=h: pay(h) for h in holders]) == [None] * 16
    each = sum(7 + n for n in range(20))
    assert {holder.balance() for holder in holders} == {(each, 0)}
    assert house_sums()[RIGHTS].debits_cents - before.debits_cents == 16 * each + 5
    assert broken() == []


@pytest.mark.parametrize("back", [False, True])
def test_two_purses_of_one_owner_exchange_without_a_circle(back):
    holder = Holder(10_000, 10_000)
    one, other = holder.purses

    def exchange(debit: Any, credit: Any) -> None:
        for _ in range(30):
            post(transfers=[holder.transfer(debit, credit, 1)], **DONE)

    ways = [(one, other), (other, one)] if back else [(one, other)] * 2
    assert at_once([lambda w=w: exchange(*w) for w in ways * 3]) == [None] * 6
    moved = 0 if back else 180
    assert (holder.balance(one), holder.balance(other)) == ((10_000 - moved, 0), (10_000 + moved, 0))
    assert broken() == []


def test_a_reservation_raced_for_ends_one_way():
    holder = Holder(10_000)
    reserve(transfers=[holder.spends(4_000, "r")], **DONE)
    works = [lambda: release(references=["r"], **DONE)] * 5
    works += [lambda: post_reserved(references=["r"], effective_on=TODAY, **DONE)] * 5
    answers = at_once(works)
    assert sorted(map(str, answers)) == ["None"] * 5 + [str(Refusal.NOT_PENDING)] * 5
    assert holder.balance() == ((10_000, 0) if answers[0] is None else (6_000, 0))
    assert broken() == []


def test_batches_in_opposite_orders_do_not_wait_in_a_circle():
    holders = [Holder(10_000) for _ in range(60)]

    def spend_all(order: list[Holder]) -> None:
        for _ in range(10):
            post(transfers=[h.spends(1) for h in order], **DONE)

    def replay(order: list[Holder]) -> None:
        for n in range(10):
            post(transfers=[h.spends(1, f"replay {n} {h.owner}") for h in order], **DONE)

    backwards = holders[::-1]
    shuffled = holders[1::2] + holders[::2]
    works = [
        (spend_all, holders),
        (spend_all, backwards),
        (spend_all, shuffled),
        (replay, holders),
        (replay, backwards),
    ]
    assert at_once([lambda w=w, o=o: w(o) for w, o in works]) == [None] * 5
    assert {h.balance() for h in holders} == {(10_000 - 40, 0)}
    assert broken() == []


CLIENT = """
import sys, uuid, django
from django.conf import settings
django.setup()
from django.db import connections
connections.databases["default"].update(NAME=sys.argv[1], OPTIONS={"application_name": "victim"})
from tests.ledger.scenes import DONE, Holder
from acquis.ledger.actions import post
holder = Holder()
batch = [holder.receives(1, f"{holder.owner} {n}") for n in range(int(sys.argv[2]))]
print(holder.owner, holder.purse, flush=True)
post(transfers=batch, **DONE)
print("done", flush=True)
"""


def killed_while_posting(size: int, delay: float) -> tuple[str, str] | None:
    """The owner and purse of a client killed `delay` seconds after it began to post; None when it had finished."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/postgres"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DATABASE_URL": address}
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, settings["NAME"], str(size)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert client.stdout is not None
    owner, purse = client.stdout.readline().split()
    time.sleep(delay)
    client.send_signal(signal.SIGKILL)
    assert client.wait(60) in (0, -signal.SIGKILL)
    finished = "done" in client.stdout.read()
    client.stdout.close()
    wait_until_gone("victim")
    return None if finished else (owner, purse)


@pytest.mark.parametrize("delay", [0.02, 0.25])
def test_a_client_killed_in_the_middle_of_a_batch_leaves_nothing_half(delay):
    # How long a batch takes depends on the machine: a client that was too quick is given more to do.
    sizes = [20_000, 60_000, 180_000]
    owner, purse = next(found for size in sizes if (found := killed_while_posting(size, delay)) is not None)
    assert rows_with(f"{owner} {n}" for n in range(20_000)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT posted_cents FROM ledger_guardedaccount WHERE id = %s", [purse])
        assert cursor.fetchone() == (0,)
    assert broken() == []


def wait_until_gone(application: str) -> None:
    """Wait until the server has noticed that its client died."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [application])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("the server still serves a dead client")
