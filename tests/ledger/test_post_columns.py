"""Books of credits: opened once, written slice by slice, each whole or not at all, and transfers like any other."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from django.db import Error, connection, transaction

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_accounts, open_book, post, post_columns, reverse
from acquis.ledger.models import Book, Credit, Slice
from acquis.ledger.queries import house_sums, statement
from acquis.ledger.references import transfer_id
from acquis.ledger.types import Code, MovementState, NewAccount, Refusal, Unit

from .scenes import AT, COMMITMENTS, DONE, RIGHTS, TODAY, Holder, broken

REFERENCE = "book:credit 2025 employee"
BOOK = {"debit": RIGHTS, "code": Code.YEARLY_CREDIT, "effective_on": TODAY}


def column(ids):
    return np.frombuffer(b"".join(i.bytes for i in ids), dtype=np.uint8).reshape(-1, 16)


def columns(holders, amounts):
    """The columns of one credit each, in the order of owners."""
    pairs = sorted(zip(holders, amounts, strict=True), key=lambda pair: pair[0].owner)
    return {
        "owners": column([holder.owner for holder, _ in pairs]),
        "accounts": column([holder.purse for holder, _ in pairs]),
        "amounts_cents": np.array([amount for _, amount in pairs], dtype=np.int64),
    }


@pytest.fixture
def book():
    return open_book(reference=REFERENCE, **BOOK, **DONE)


@pytest.fixture
def holders():
    return [Holder(100), Holder(), Holder()]


def refusal_of(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given, **DONE)
    return refused.value.reason


@pytest.mark.django_db
def test_a_book_is_opened_once():
    number = open_book(reference=REFERENCE, **BOOK, **DONE)
    assert open_book(reference=REFERENCE, **BOOK, **DONE) == number
    assert Book.objects.count() == 1


@pytest.mark.django_db
def test_refusals_of_opening_in_the_order_of_the_checks():
    assert refusal_of(open_book, reference="credit 2025", **BOOK | {"debit": new_id()}) == Refusal.NOT_A_TRANSFER
    assert refusal_of(open_book, reference="book:" + "x" * 160, **BOOK) == Refusal.NOT_A_TRANSFER
    assert refusal_of(open_book, reference=REFERENCE, **BOOK | {"debit": new_id()}) == Refusal.ACCOUNT_UNKNOWN
    open_book(reference=REFERENCE, **BOOK, **DONE)
    for other in ({"debit": COMMITMENTS}, {"code": Code.TOP_UP}, {"effective_on": TODAY.replace(day=1)}):
        assert refusal_of(open_book, reference=REFERENCE, **BOOK | other) == Refusal.REFERENCE_REUSED


@pytest.mark.django_db
def test_a_slice_moves_the_money_and_is_told_like_any_transfer(book, holders):
    before = house_sums()[RIGHTS].debits_cents
    assert post_columns(book=book, number=1, **columns(holders, [500, 600, 700]), **DONE) is True
    assert [holder.balance() for holder in holders] == [(600, 0), (600, 0), (700, 0)]
    assert house_sums()[RIGHTS].debits_cents == before + 1_800
    (credit,) = statement([holders[1].purse])
    assert (credit.reference, credit.amount_cents) == (f"{REFERENCE} {holders[1].owner}", 600)
    assert (credit.code, credit.effective_on, credit.recorded_at) == (Code.YEARLY_CREDIT, TODAY, AT)
    assert credit.state == MovementState.POSTED
    assert credit.id == transfer_id(credit.reference)
    assert credit.counterpart == RIGHTS
    assert len(statement([holders[0].purse])) == 2
    post(transfers=[holders[2].spends(700)], **DONE)
    assert broken() == []


@pytest.mark.django_db
def test_told_again_a_slice_changes_nothing_and_otherwise_is_refused(book, holders):
    slice_ = columns(holders, [500, 600, 700])
    post_columns(book=book, number=1, **slice_, **DONE)
    assert post_columns(book=book, number=1, **slice_, **DONE) is False
    other = slice_ | {"amounts_cents": slice_["amounts_cents"] + 1}
    assert refusal_of(post_columns, book=book, number=1, **other) == Refusal.REFERENCE_REUSED
    assert [holder.balance() for holder in holders] == [(600, 0), (600, 0), (700, 0)]
    assert broken() == []


@pytest.mark.django_db
def test_an_owner_has_one_credit_in_a_book(book, holders):
    post_columns(book=book, number=1, **columns(holders[:1], [500]), **DONE)
    with transaction.atomic():
        reason = refusal_of(post_columns, book=book, number=2, **columns(holders, [1, 2, 3]))
        transaction.set_rollback(False)
    assert reason == Refusal.REFERENCE_REUSED
    assert [holder.balance() for holder in holders] == [(600, 0), (0, 0), (0, 0)]
    assert broken() == []


@pytest.mark.django_db
def test_refusals_of_a_slice_in_the_order_of_the_checks(book, holders):
    good = columns(holders, [500, 600, 700])
    stranger = Holder.__new__(Holder)
    stranger.owner, stranger.purse = new_id(), holders[0].purse
    hours = Holder.__new__(Holder)
    hours.owner, hours.purse = new_id(), new_id()
    open_accounts(accounts=[NewAccount(id=hours.purse, owner=hours.owner, unit=Unit.HOUR)], **DONE)
    cases = [
        (Refusal.REFERENCE_UNKNOWN, {"book": book + 1_000, "amounts_cents": good["amounts_cents"] * 0}),
        (Refusal.NOT_A_TRANSFER, {"amounts_cents": good["amounts_cents"] * 0}),
        (Refusal.NOT_A_TRANSFER, {"amounts_cents": good["amounts_cents"] * 1.0}),
        (Refusal.NOT_A_TRANSFER, {"owners": good["owners"][::-1]}),
        (Refusal.NOT_A_TRANSFER, {"owners": good["owners"][:1].repeat(3, axis=0)}),
        (Refusal.NOT_A_TRANSFER, {"owners": good["owners"][:2]}),
        (Refusal.NOT_A_TRANSFER, {name: value[:0] for name, value in good.items()}),
        (Refusal.ACCOUNT_UNKNOWN, columns([*holders, stranger], [1, 2, 3, 4])),
        (Refusal.UNITS_DIFFER, columns([*holders, hours], [1, 2, 3, 4])),
    ]
    for refusal, other in cases:
        with transaction.atomic():
            assert refusal_of(post_columns, **{"book": book, "number": 1} | good | other) == refusal
    assert [holder.balance() for holder in holders] == [(100, 0), (0, 0), (0, 0)]
    assert Slice.objects.count() == Credit.objects.count() == 0
    assert broken() == []


@pytest.mark.django_db
def test_a_credit_is_reversed_by_its_reference_once(book, holders):
    post_columns(book=book, number=1, **columns(holders, [500, 600, 700]), **DONE)
    reference = f"{REFERENCE} {holders[1].owner}"
    for _ in range(2):
        reverse(reference=reference, reversal_reference="undo", **DONE)
        assert holders[1].balance() == (0, 0)
    assert refusal_of(reverse, reference=reference, reversal_reference="again") == Refusal.ALREADY_REVERSED
    unknown = f"{REFERENCE} {new_id()}"
    assert refusal_of(reverse, reference=unknown, reversal_reference="none") == Refusal.REFERENCE_UNKNOWN
    post(transfers=[holders[2].spends(1)], **DONE)
    spent = f"{REFERENCE} {holders[2].owner}"
    assert refusal_of(reverse, reference=spent, reversal_reference="no") == Refusal.BALANCE_TOO_LOW
    assert broken() == []


@pytest.mark.django_db
def test_no_lone_transfer_stands_under_the_reference_of_a_credit(holders):
    taken = holders[0].receives(1, f"{REFERENCE} {holders[0].owner}")
    assert refusal_of(post, transfers=[taken]) == Refusal.NOT_A_TRANSFER


INSERT = "INSERT INTO ledger_credit (owner, account, amount_cents, book) "


@pytest.mark.django_db
def test_a_credit_written_by_hand_moves_its_balance_or_is_refused(book, holders):
    values = f"VALUES ('{holders[0].owner}', '{holders[0].purse}', 5, {book})"
    with pytest.raises(Error, match="no rows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT + values)
    assert holders[0].balance() == (100, 0)
    assert broken() == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_book", "ledger_slice", "ledger_credit"])
def test_books_are_never_changed(book, holders, table):
    post_columns(book=book, number=1, **columns(holders, [500, 600, 700]), **DONE)
    for statement_ in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET {'reference' if 'book' in table else 'book'} = NULL",
    ):
        with (
            pytest.raises(Error, match="never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement_)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_guardedaccount SET posted_cents = posted_cents + 1",
        "ALTER TABLE ledger_credit DISABLE TRIGGER USER; UPDATE ledger_credit SET amount_cents = amount_cents + 1",
        "ALTER TABLE ledger_slice DISABLE TRIGGER USER; UPDATE ledger_slice SET amount_cents = amount_cents + 1",
        "ALTER TABLE ledger_credit DISABLE TRIGGER USER; DELETE FROM ledger_credit",
    ],
)
def test_damage_done_by_hand_is_found(book, holders, damage):
    post_columns(book=book, number=1, **columns(holders, [500, 600, 700]), **DONE)
    assert broken() == []
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert broken() != []


CLIENT = """
import sys, django
django.setup()
from django.db import connections
connections.databases["default"].update(NAME=sys.argv[1])
import numpy as np
from acquis.ledger.actions import post_columns
from tests.ledger.scenes import DONE
from tests.ledger.test_post_columns import filled
book, size = int(sys.argv[2]), int(sys.argv[3])
print("begun", flush=True)
for number in range(8):
    post_columns(book=book, number=number, **filled(number, size), **DONE)
    print(number, flush=True)
"""


def filled(number, size):
    """Slice `number` of a run over owners whose ids are numbers; the purse of each is the owner's complement."""
    ids = np.zeros((size, 16), dtype=np.uint8)
    ids[:, 8:] = np.arange(number * size + 1, (number + 1) * size + 1, dtype=">u8").view(np.uint8).reshape(-1, 8)
    return {"owners": ids, "accounts": 255 - ids, "amounts_cents": np.full(size, 7, dtype=np.int64)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lines", [1, 4])
def test_a_run_killed_in_the_middle_of_a_slice_goes_on_without_a_doubled_or_lost_cent(lines):
    size, slices = 4_000, 8
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_guardedaccount (owner, id, unit, opened_at) SELECT lpad(to_hex(n), 32, '0')::uuid,"
            " ('ffffffffffffffff' || lpad(to_hex(-1 - n), 16, '0'))::uuid, 'eur', now()"
            " FROM generate_series(1, %s::bigint) n",
            [size * slices],
        )
    book = open_book(reference=REFERENCE, **BOOK, **DONE)
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/postgres"
    environment = {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DATABASE_URL": address}
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, settings["NAME"], str(book), str(size)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment | {"PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert client.stdout is not None
    for _ in range(lines):
        assert client.stdout.readline()
    time.sleep(0.02)
    client.send_signal(signal.SIGKILL)
    client.wait(60)
    client.stdout.close()

    answers = [post_columns(book=book, number=n, **filled(n, size), **DONE) for n in range(slices)]
    assert Credit.objects.count() == size * slices
    assert answers[-1] is True, "the client was to be killed before its last slice"
    assert house_sums()[RIGHTS].debits_cents == 7 * size * slices
    assert broken() == []
