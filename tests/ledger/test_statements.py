"""A statement proves what it tells to whoever holds the anchors, and tells of nobody else."""

import json
from datetime import date, timedelta

import pytest

from acquis.kit.ids import new_id
from acquis.ledger import models
from acquis.ledger.actions import (
    anchor,
    post,
    release,
    reserve,
)
from acquis.ledger.queries import anchors, balances, proof_of, published, sealed_statement, statement
from acquis.ledger.statements import verify
from acquis.site.commands import main

from .conftest import credit
from .scenes import AT, DONE
from .sealed import AGENT, STRANGE, TOMORROW, seal_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_blocks")]


def test_a_statement_is_true_and_says_nothing_of_others(holder):
    post(transfers=[holder.spends(5, "later")], **DONE)
    document = json.loads(json.dumps(sealed_statement(holder.owner)))
    public = json.loads(json.dumps(published(anchors())))
    verdict = verify(document, public)
    assert (verdict.holds, verdict.proved, verdict.waiting, verdict.wrong) == (True, 7, 1, ())
    assert verdict.whole is True
    assert sum(balance.posted_cents for balance in balances(holder.purses).values()) == int(
        verdict.totals[0].removesuffix(" EUR").replace(".", "")
    )
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


def test_a_statement_from_which_a_line_was_taken_is_false(holder):
    post(transfers=[holder.spends(5, "later")], **DONE)
    good, public = json.loads(json.dumps(sealed_statement(holder.owner))), published(anchors())
    for place in range(len(good["transfers"])):
        short = good | {"transfers": [*good["transfers"][:place], *good["transfers"][place + 1 :]]}
        # Its end rewritten for one line fewer: the balances still tell.
        for closing in (good["closing"], good["closing"] | {"transfers": len(short["transfers"])}):
            verdict = verify(short | {"closing": closing}, public)
            assert not verdict.holds
            assert any("missing" in each or "are there" in each for each in verdict.wrong)
    without = {name: value for name, value in good.items() if name != "closing"}
    assert (verify(without, public).holds, verify(without, public).whole) == (True, None)


def test_a_reservation_that_is_missing_shows_by_what_followed_it(holder):
    reserve(transfers=[holder.spends(5, "held")], **DONE)
    release(references=["held"], **DONE)
    good = json.loads(json.dumps(sealed_statement(holder.owner)))
    assert verify(good, published(anchors())).wrong == ()
    good["transfers"] = [each for each in good["transfers"] if each["reference"] != "held"]
    assert "which is missing" in verify(good, published(anchors())).wrong[0]


@pytest.mark.parametrize(
    ("part", "value", "told"),
    [
        ("amount_cents", "much", "« amount_cents » is not a whole number"),
        ("reference", 3, "« reference » is not a text"),
        ("effective_on", "31/12/2025", "a day, a number or a digest in it is not written as it should be"),
        ("kind", None, "« kind » is not a text"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(holder, part, value, told):
    document, public = sealed_statement(holder.owner), published(anchors())
    document["transfers"][1][part] = value
    assert verify(document, public).wrong == (f"transfer 2 cannot be read: {told}",)
    del document["transfers"][1]["amount_cents"]
    assert verify(document, public).wrong[0].endswith("« amount_cents » is missing")
    assert "given for each other" in verify(public, document).wrong[0]


@pytest.mark.parametrize("closing", [3, [], {}, {"transfers": "7", "purses": []}, {"transfers": 7, "purses": [1]}])
def test_an_end_that_cannot_be_read_is_wrong(holder, closing):
    document = sealed_statement(holder.owner) | {"closing": closing}
    assert "closing" in verify(document, published(anchors())).wrong[0]


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
        capsys.readouterr()
        for written in (b'{"format": "acquis', b"\xff\xfe%PDF", b"[" * 100_000):
            file.write_bytes(written)
            assert main(words) == 2
            told = capsys.readouterr().err
            assert "the file was c" in told or "not a text file" in told
            assert not any(word in told for word in ("Error", "Traceback", "codec", "char "))


def test_anchors_are_public(holder, client):
    public = client.get("/api/open/v1/ledger/anchors").json()
    assert public == published(anchors())
    assert verify(sealed_statement(holder.owner), public).holds
    assert client.get("/api/open/v1/ledger/anchors", {"after": 1}).json()["anchors"] == []
    assert client.get("/api/open/v1/ledger/anchors", {"after": "x"}).status_code == 422


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


def test_a_statement_proves_the_credits_of_several_books(credited, holder):
    """Every year has books of its own, and an owner one credit in each."""
    for year in (2026, 2027):
        credit(f"book:credit {year} employee", credited)
    assert seal_all(**TOMORROW | {"at": TOMORROW["at"] + timedelta(days=1)}) == 3
    document = json.loads(json.dumps(sealed_statement(holder.owner)))
    verdict = verify(document, published(anchors()))
    assert (verdict.wrong, verdict.proved, verdict.waiting) == ((), 10, 0)
