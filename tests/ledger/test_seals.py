"""What was written is sealed in order, block by block, slice by slice, and each day has its anchor."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from acquis.ledger import models, sealing
from acquis.ledger.actions import (
    post,
    roll_up,
    seal,
)
from acquis.ledger.digests import EMPTY, leaf
from acquis.ledger.queries import anchors, published, sealed_statement
from acquis.ledger.rows import author, content

from .scenes import DONE, TODAY, Holder, broken
from .sealed import TOMORROW, found, rows, seal_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_blocks")]


def test_all_is_sealed_in_order_and_holds(holder):
    blocks = list(models.Block.objects.order_by("number"))
    assert [block.size for block in blocks] == [4, 4, 4]
    assert [block.after_seq for block in blocks[1:]] == [block.upto_seq for block in blocks[:-1]]
    assert blocks[-1].upto_seq == rows().last().seq
    assert found() == []
    assert broken() == []


def test_the_digest_in_sql_is_the_digest_in_python(holder):
    for told in sealed_statement(holder.owner)["transfers"]:
        row = models.Transfer.objects.get(seq=told["seq"])
        assert told["author"] == author(row.id, row.by)
        ((_, digest),) = sealing.digests(after=row.seq - 1, upto=row.seq)
        assert digest == leaf(content(told))


def test_sealing_again_changes_nothing_and_a_day_is_anchored_once(holder):
    before = published(anchors())
    assert seal_all() == 1
    post(transfers=[holder.spends(1)], **DONE)
    assert seal_all() == 1
    assert published(anchors()) == before
    assert models.Block.objects.count() == 3
    assert seal_all(**TOMORROW) == 2
    first, second = anchors()
    assert (first.day, second.day) == (TODAY - timedelta(days=1), TODAY)
    assert (first.size, second.size) == (12, 1)
    assert second.previous == first.digest
    assert anchors(after=1) == [second]


def test_only_the_cut_itself_gives_way(holder):
    post(transfers=[holder.spends(1)], **DONE)
    roll_up(**DONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting = reset_val FROM pg_settings WHERE name = 'lock_timeout'")
        assert cursor.fetchone() == (True,)


def test_a_day_on_which_nothing_moved_has_its_anchor_too(holder):
    assert seal_all(**TOMORROW) == 2
    assert anchors()[1].size == 0
    assert anchors()[1].root == EMPTY.hex()
    assert found() == []
    assert broken() == []


def test_a_full_block_waits_for_no_anchor_and_one_act_writes_few(monkeypatch):
    holder = Holder()
    post(transfers=[holder.receives(1) for _ in range(11)], **DONE)
    roll_up(**DONE)
    roll_up(**DONE)
    monkeypatch.setattr(sealing, "AT_ONCE", 1)
    assert [seal(**DONE) for _ in range(3)] == [4, 4, 0]
    assert anchors() == []
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_never_passed_over():
    holder = Holder(1_000)
    written, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            post(transfers=[holder.spends(10)], **DONE)
            written.set()
            go_on.wait(60)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(60)
    post(transfers=[Holder(1_000).receives(n) for n in range(1, 9)], **DONE)
    seal_all()
    go_on.set()
    thread.join()
    seal_all(**TOMORROW)
    assert sum(each.size for each in anchors()) == models.Transfer.objects.count()
    assert found() == []


def test_credits_of_books_are_sealed_slice_by_slice(credited):
    blocks = models.Block.objects.filter(book__isnull=False).order_by("number")
    assert [(block.slice, block.size) for block in blocks] == [(0, 4), (0, 2), (1, 4)]
    assert anchors()[1].size == 10
    assert seal(**DONE) == 0
    assert found() == []
    assert broken() == []
