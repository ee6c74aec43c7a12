"""What was sealed cannot change unseen: not a byte of a row, nor a row too few or too many, nor a seal itself."""

import json
import threading
from contextlib import contextmanager
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection, transaction

from acquis.kit.actor import Actor, Role
from acquis.kit.ids import new_id
from acquis.ledger import models, sealing
from acquis.ledger.actions import (
    anchor,
    open_book,
    post,
    post_columns,
    post_reserved,
    release,
    reserve,
    reverse,
    roll_up,
    seal,
)
from acquis.ledger.digests import EMPTY, leaf
from acquis.ledger.queries import anchors, broken_seals, proof_of, published, sealed_statement, statement
from acquis.ledger.rows import author, content
from acquis.ledger.statements import verify
from acquis.ledger.types import Code
from acquis.site.commands import main

from .scenes import AT, DONE, RIGHTS, TODAY, Holder, broken

pytestmark = pytest.mark.django_db

#: Nothing of ours is called so, nor by any other run of the tests.
STRANGE = "0190a8a0-0000-7000-8000-000000000000"
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=new_id())
TOMORROW = {"by": DONE["by"], "at": AT + timedelta(days=1)}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of four rows, read in windows of three numbers, so that a handful of rows shows everything."""
    monkeypatch.setattr(sealing, "BLOCK", 4)
    monkeypatch.setattr(sealing, "WINDOW", 3)


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


@pytest.fixture
def holder():
    """Twelve rows of two holders, of every kind, with an author, a subject and letters beyond ASCII; all anchored."""
    holder, other = Holder(10_000), Holder(500)
    reserve(transfers=[holder.spends(300, "tenue é"), holder.spends(200, "rendue ☂")], **DONE)
    post_reserved(references=["tenue é"], effective_on=TODAY, **DONE)
    release(references=["rendue ☂"], **DONE)
    post(transfers=[holder.spends(700, "erreur", about=new_id())], by=AGENT, at=AT)
    reverse(reference="erreur", reversal_reference="retour", by=AGENT, at=AT)
    post(transfers=[other.spends(n) for n in range(1, 5)], **DONE)
    assert seal_all() == 1
    return holder


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
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    post(transfers=[Holder(1_000).receives(n) for n in range(1, 9)], **DONE)
    seal_all()
    go_on.set()
    thread.join()
    seal_all(**TOMORROW)
    assert sum(each.size for each in anchors()) == models.Transfer.objects.count()
    assert found() == []


#: Every column of a row, and another value for it.
ALTERED = {
    "owner": "gen_random_uuid()",
    "id": "gen_random_uuid()",
    "seq": "seq",
    "debit": "gen_random_uuid()",
    "credit": "gen_random_uuid()",
    "amount_cents": "amount_cents + 1",
    "kind": "overlay(kind placing 'q' from 1)",
    "code": "overlay(code placing 'q' from 1)",
    "effective_on": "effective_on + 1",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "by": "overlay(by placing 'q' from 1)",
    "reference": "overlay(reference placing 'q' from 1)",
    "about": "coalesce(about, '00000000-0000-0000-0000-000000000000')",
    "follows": "coalesce(follows, '00000000-0000-0000-0000-000000000000')",
}


def test_every_column_is_tried():
    assert ALTERED.keys() == {field.column for field in models.Transfer._meta.concrete_fields if field.column}


@pytest.mark.parametrize("column", sorted(ALTERED.keys() - {"seq"}))
def test_one_altered_byte_is_found_and_its_row_named(holder, column):
    row = rows(owner=holder.owner)[0 if column in ("about", "follows") else 4]
    as_superuser(f"UPDATE ledger_transfer SET {column} = {ALTERED[column]} WHERE seq = %s", row.seq)
    (finding,) = found()
    assert (finding["where"], finding["number"]) == ("transfer", row.seq)
    assert finding["what"].startswith("altered since it was sealed in block")
    assert finding["id"] == str(models.Transfer.objects.get(seq=row.seq).id)


def test_a_row_that_took_another_number_is_found(holder):
    last = rows().last()
    with triggers_off("ledger_transfer") as cursor:
        cursor.execute("ALTER TABLE ledger_transfer ALTER COLUMN seq SET GENERATED BY DEFAULT")
        cursor.execute("UPDATE ledger_transfer SET seq = seq + 1000000 WHERE seq = %s", [last.seq])
    assert "is gone" in found()[0]["what"]


def test_a_row_too_few_is_found_where_it_stood(holder):
    gone, before = rows()[5], rows()[4]
    as_superuser("DELETE FROM ledger_transfer WHERE seq = %s", gone.seq)
    (finding,) = found()
    assert (finding["number"], finding["where"]) == (before.seq, "transfer")
    assert finding["what"] == "row 2 of block 2 is gone; it stood after this one"


def test_a_row_slipped_in_where_a_number_was_free_is_found(holder):
    # A number left free by a transaction that was undone, between two that were sealed.
    gap = rows()[5]
    with triggers_off("ledger_transfer") as cursor:
        cursor.execute(
            "UPDATE ledger_transfer SET owner = gen_random_uuid(), id = gen_random_uuid() WHERE seq = %s", [gap.seq]
        )
        cursor.execute(
            "INSERT INTO ledger_transfer (owner, id, seq, debit, credit, amount_cents, kind, code, effective_on,"
            " recorded_at, by, reference) OVERRIDING SYSTEM VALUE"
            " SELECT owner, gen_random_uuid(), seq, debit, credit, 5, 'posted', code, effective_on, recorded_at, by,"
            " 'slipped' FROM ledger_transfer WHERE seq = %s",
            [gap.seq],
        )
    assert {each["what"].split(" since")[0].split(" into")[0] for each in found()} == {"altered", "slipped"}


@pytest.mark.parametrize(
    ("table", "change", "where", "what"),
    [
        ("ledger_block", "root = sha256(root) WHERE number = 2", "block", "its root or its size was altered"),
        ("ledger_block", "size = size + 1 WHERE number = 2", "block", "its root or its size was altered"),
        ("ledger_block", "marks = sha256(marks) WHERE number = 2", "block", "its marks were altered"),
        ("ledger_block", "number = 9 WHERE number = 2", "block", "the block is missing"),
        ("ledger_block", "after_seq = after_seq - 1 WHERE number = 3", "block", "it begins after row"),
        ("ledger_anchor", "root = sha256(root)", "anchor", "its root is not that of its blocks"),
        ("ledger_anchor", "blocks = blocks + 1", "anchor", "its root is not that of its blocks"),
        ("ledger_anchor", "size = size + 1", "anchor", "its root is not that of its blocks"),
        ("ledger_anchor", "day = day + 1", "anchor", "its digest is not its own"),
        ("ledger_anchor", "previous = sha256(previous)", "anchor", "it does not follow the anchor before"),
        ("ledger_anchor", "digest = sha256(digest)", "anchor", "its digest is not its own"),
        ("ledger_anchor", "number = 2", "anchor", "the anchor is missing"),
    ],
)
def test_the_seals_themselves_cannot_be_altered_unseen(holder, table, change, where, what):
    as_superuser(f"UPDATE {table} SET {change}", table=table)
    assert any(each["where"] == where and each["what"].startswith(what) for each in found())
    if table == "ledger_anchor":
        assert broken("ledger: every anchor") != []


def test_whoever_rewrites_everything_is_found_by_the_anchors_others_kept(holder):
    kept = {each.number: each.digest for each in anchors()}
    tables = ("ledger_transfer", "ledger_block", "ledger_anchor")
    with triggers_off(*tables) as cursor:
        cursor.execute("UPDATE ledger_transfer SET amount_cents = amount_cents + 1 WHERE seq = %s", [rows()[0].seq])
        cursor.execute("DELETE FROM ledger_block")
        cursor.execute("DELETE FROM ledger_anchor")
    assert seal_all() == 1
    assert found() == []
    (finding,) = broken_seals(published=kept, report=lambda done, total: None)
    assert finding == {"where": "anchor", "number": 1, "what": "it is not the one that was published"}
    (finding,) = broken_seals(published={2: ""}, report=lambda done, total: None)
    assert finding["what"] == "it was published and is not here"


# Statements that prove themselves. -------------------------------------------------------------------------------


def test_a_statement_is_true_and_says_nothing_of_others(holder):
    post(transfers=[holder.spends(5, "later")], **DONE)
    document = json.loads(json.dumps(sealed_statement(holder.owner)))
    public = json.loads(json.dumps(published(anchors())))
    verdict = verify(document, public)
    assert (verdict.holds, verdict.proved, verdict.waiting, verdict.wrong) == (True, 7, 1, ())
    text = json.dumps(document)
    assert str(AGENT.id) not in text
    others = models.Transfer.objects.exclude(owner=holder.owner)
    assert others.exists()
    assert not any(str(value) in text for row in others for value in (row.id, row.owner, row.reference))


def test_the_movements_of_a_statement_have_their_proofs(holder):
    movements = statement(holder.purses)
    found = proof_of([movement.id for movement in movements], owner=holder.owner)
    assert found.keys() == {movement.id for movement in movements}
    assert proof_of([movements[0].id], owner=new_id()) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount_cents", 9_999_999),
        ("id", STRANGE),
        ("owner", STRANGE),
        ("debit", STRANGE),
        ("credit", STRANGE),
        ("seq", 1),
        ("effective_on", "2020-01-01"),
        ("recorded_at", "2020-01-01T00:00:00+00:00"),
        ("author", "00" * 32),
        ("about", STRANGE),
        ("follows", STRANGE),
        ("kind", "released"),
        ("code", "top_up"),
        ("reference", "mine"),
        ("proof", {"anchor": 9, "index": 0, "size": 1, "path": [], "block": 0, "up": []}),
        ("proof", {"anchor": 1, "index": 0, "size": 1, "path": [], "block": 0, "up": []}),
        ("proof", {"anchor": 1, "index": "x", "size": 4, "path": ["zz"], "block": 0, "up": []}),
        ("amount_cents", "much"),
        ("effective_on", None),
        ("recorded_at", 12),
    ],
)
def test_a_statement_that_was_touched_up_is_false(holder, name, value):
    document, public = sealed_statement(holder.owner), published(anchors())
    document["transfers"][2][name] = value
    verdict = verify(document, public)
    assert not verdict.holds
    assert len(verdict.wrong) == 1


def test_nonsense_is_wrong_and_not_an_error(holder):
    good, public = sealed_statement(holder.owner), published(anchors())
    for document in (None, [], {}, {"format": "other"}, good | {"transfers": None}, good | {"transfers": [None, 3]}):
        assert verify(document, public).wrong
    for strange in (None, [], {"format": "other"}, public | {"anchors": [None]}, public | {"anchors": []}):
        assert verify(good, strange).wrong
    twice = good | {"transfers": good["transfers"][:1] * 2}
    assert "is there twice" in verify(twice, public).wrong[0]


@pytest.mark.parametrize("part", ["day", "size", "blocks", "root", "previous", "digest", "number"])
def test_anchors_that_were_touched_up_prove_nothing(holder, part):
    assert seal_all(**TOMORROW) == 2
    document, public = sealed_statement(holder.owner), published(anchors())
    other = {"day": "2020-01-01", "size": 3, "blocks": 9, "number": 7}.get(part, "ab" * 32)
    public["anchors"][0][part] = other
    assert not verify(document, public).holds


def test_a_day_of_the_anchor_is_the_day_in_paris():
    late = AT.replace(hour=23, minute=30)
    assert anchor(by=DONE["by"], at=late) == 1
    assert anchors()[0].day == date(2026, 11, 23)


def test_proofs_know_blocks_of_many_anchors(holder):
    for n in range(1, 4):
        post(transfers=[holder.receives(1) for _ in range(3 * n)], **DONE)
        seal_all(by=DONE["by"], at=AT + timedelta(days=n))
    document = sealed_statement(holder.owner)
    assert {each["proof"]["anchor"] for each in document["transfers"]} == {1, 2, 3, 4}
    assert verify(document, published(anchors())).proved == 7 + 18


class TestCommands:
    """The words of `acquis ledger`; verifying a statement asks for no database (pytest-django would refuse it)."""

    @pytest.fixture
    def files(self, holder, tmp_path):
        (tmp_path / "statement.json").write_text(json.dumps(sealed_statement(holder.owner)))
        (tmp_path / "anchors.json").write_text(json.dumps(published(anchors())))
        return tmp_path

    def test_verify_statement(self, files, capsys):
        words = ["ledger", "verify-statement", f"{files}/statement.json", "--anchors", f"{files}/anchors.json"]
        assert main(words) == 0
        assert capsys.readouterr().out.startswith("true: 7 transfers")
        file = files / "statement.json"
        file.write_text(file.read_text().replace('"amount_cents": 700', '"amount_cents": 701'))
        assert main([*words, "--json"]) == 1
        told = json.loads(capsys.readouterr().out)
        assert (told["holds"], told["proved"]) == (False, 5)
        (files / "anchors.json").write_text("{")
        assert main(words) == 2
        assert main([*words[:2], "/nowhere", *words[3:]]) == 2


def test_anchors_are_public(holder, client):
    public = client.get("/api/open/v1/ledger/anchors").json()
    assert public == published(anchors())
    assert verify(sealed_statement(holder.owner), public).holds
    assert client.get("/api/open/v1/ledger/anchors", {"after": 1}).json()["anchors"] == []
    assert client.get("/api/open/v1/ledger/anchors", {"after": "x"}).status_code == 422


# Credits of books, which have no number and stand in the order of owners. ---------------------------------------


@pytest.fixture
def credited(holder):
    """Ten owners credited by two slices of one book; the holder is one of them. Anchored on the next day."""
    owners = sorted([holder, *(Holder() for _ in range(9))], key=lambda each: each.owner)
    book = open_book(
        reference="book:credit 2025 employee", debit=RIGHTS, code=Code.YEARLY_CREDIT, effective_on=TODAY, **DONE
    )
    for number, part in enumerate((owners[:6], owners[6:])):
        columns = {
            "owners": column([each.owner for each in part]),
            "accounts": column([each.purse for each in part]),
            "amounts_cents": np.array([50_000 + n for n in range(len(part))], dtype=np.int64),
        }
        post_columns(book=book, number=number, **columns, by=AGENT, at=AT)
    assert seal_all(**TOMORROW) == 2
    return owners


def column(ids):
    return np.frombuffer(b"".join(each.bytes for each in ids), dtype=np.uint8).reshape(-1, 16)


def test_credits_of_books_are_sealed_slice_by_slice(credited):
    blocks = models.Block.objects.filter(book__isnull=False).order_by("number")
    assert [(block.slice, block.size) for block in blocks] == [(0, 4), (0, 2), (1, 4)]
    assert anchors()[1].size == 10
    assert seal(**DONE) == 0
    assert found() == []
    assert broken() == []


def test_a_statement_proves_a_credit_of_a_book_and_tells_of_nobody_else(credited, holder):
    document = json.loads(json.dumps(sealed_statement(holder.owner)))
    (credit,) = [each for each in document["transfers"] if each["reference"].startswith("book:")]
    assert credit["proof"]["anchor"] == 2
    assert verify(document, published(anchors())).proved == 8
    text = json.dumps(document)
    assert not any(str(each.owner) in text for each in credited if each is not holder)
    credit["amount_cents"] += 1
    assert verify(document, published(anchors())).wrong == (
        f"transfer {document['transfers'].index(credit) + 1} ({credit['id']}): it is not what was anchored on anchor 2",
    )
    movement = next(each for each in statement(holder.purses) if each.reference.startswith("book:"))
    assert proof_of([movement.id], owner=holder.owner)[movement.id].anchor == 2


@pytest.mark.parametrize(
    ("table", "change", "rows_named"),
    [
        ("ledger_credit", "amount_cents = amount_cents + 1 WHERE owner = %s", 1),
        ("ledger_credit", "account = gen_random_uuid() WHERE owner = %s", 1),
        ("ledger_slice", "by = 'nobody' WHERE number = 0", 6),
        ("ledger_book", "effective_on = effective_on + 1", 10),
        ("ledger_book", "debit = gen_random_uuid()", 10),
    ],
)
def test_an_altered_credit_is_found_and_its_owner_named(credited, table, change, rows_named):
    third = credited[2].owner
    as_superuser(f"UPDATE {table} SET {change}", *([third] if "%s" in change else []), table=table)
    named = [each for each in found() if each["where"] == "credit of book"]
    assert len(named) == rows_named
    assert str(third) in {each["owner"] for each in named}


def test_a_credit_too_few_is_found(credited):
    as_superuser("DELETE FROM ledger_credit WHERE owner = %s", credited[2].owner, table="ledger_credit")
    (finding,) = found()
    assert finding["owner"] == str(credited[1].owner)
    assert "is gone; it stood after this one" in finding["what"]
