"""The plan by account, carried out as far as one machine can: the reshaped tables hold the whole life of a purchase,
and the statements that the acts really send name the account wherever they write or lock."""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests import scenes
from tests.scenes import APPROVER, AT, FINANCE

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import State
from acquis.journal.checks import CHECKS
from acquis.site import scaling
from acquis.site.scaling import SAID, Place, Table
from acquis.treasury import actions as treasury

pytestmark = pytest.mark.django_db

CONTEXTS = ("accounts", "enrolments", "ledger", "people", "providers", "treasury", "catalogue", "journal")


def reshape() -> list[Table]:
    """Carry out the plan's first part; the tables as they are then."""
    with connection.cursor() as cursor:
        for statement in scaling.reshaping(scaling.tables()):
            cursor.execute(statement)
    return scaling.tables()


def test_every_table_of_people_s_rows_has_a_place_and_a_reason():
    found = {table.name: table for table in scaling.tables()}
    assert found["ledger_transfer"].place == found["ledger_guardedaccount"].place == Place.BY_ACCOUNT
    heart = {name: table for name, table in found.items() if name.startswith(("accounts_", "enrolments_"))}
    assert heart.keys() - SAID.keys() == {name for name, table in heart.items() if table.place == Place.BY_ACCOUNT}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'account_id' AND table_schema = current_schema()"
        )
        held = {name for (name,) in cursor.fetchall()} & found.keys()
    undecided = {name for name in held if found[name].place != Place.BY_ACCOUNT} - SAID.keys()
    assert undecided == set(), "these tables say whose a row is: by account, or a reason in `scaling.SAID`"


def test_once_reshaped_every_key_holds_the_account_and_nothing_ties_nodes():
    before = scaling.tables()
    assert scaling.reshaping(before)
    found = {table.name: table for table in reshape()}
    for table in found.values():
        if table.place == Place.BY_ACCOUNT:
            assert [key.name for key in table.keys if not key.holds] == [], table.name
            assert [key for key in table.keys if key.primary], table.name
        for link in table.links:
            target = found[link.target]
            # Links of one column: along the account itself, or to what every node has.
            ties = Place.BY_ACCOUNT in (table.place, target.place)
            assert not ties or target.place == Place.EVERYWHERE or link.column == table.column, link.name
    # Nothing is left to do, and links of two columns both begin with the account.
    assert [each for each in scaling.reshaping(found.values()) if "ADD FOREIGN KEY" not in each] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, (SELECT attname FROM pg_attribute WHERE attrelid = t.oid AND attnum = conkey[1]),"
            " (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]), r.relname"
            " FROM pg_constraint JOIN pg_class t ON t.oid = conrelid JOIN pg_class r ON r.oid = confrelid"
            " WHERE contype = 'f' AND cardinality(conkey) > 1"
        )
        rows = cursor.fetchall()
    assert rows
    for name, column, target_column, target in rows:
        assert (column, target_column) == (found[name].column, found[target].column)


def test_what_is_unique_among_all_is_told_when_it_would_be_narrowed():
    assert set(scaling.narrowed(scaling.tables())) >= {
        "accounts_account (person_id)",
        "enrolments_enrolment (number)",
        "accounts_topup (reference)",
        "ledger_transfer (id)",
    }


def live_a_life() -> None:
    """What moves money from the first right to the bank, and what is undone on the way."""
    body = scenes.with_bank_account(scenes.a_body())
    holder = scenes.a_holder(rights_cents=90_000, top_ups={PurseKind.EMPLOYER: 20_000}, jobseeker=True)
    lapsing = scenes.give(holder, PurseKind.REGION, 500, expires_on=AT.date())
    accounts.lapse_purse(purse_id=lapsing, by=scenes.SYSTEM, at=scenes.moment(scenes.date(2026, 11, 21)))
    scene = scenes.validated(holder, body, ends_on=scenes.date(2027, 6, 30))
    assert scene.now.state == State.SERVICE_VALIDATED
    withdrawn = scenes.confirmed(holder, body, price_cents=1_000)
    enrolments.withdraw(enrolment_id=withdrawn.id, by=holder.actor, at=AT)
    absent = scenes.confirmed(holder, body, price_cents=1_000)
    enrolments.declare_no_show(enrolment_id=absent.id, by=body.agent, at=scenes.moment(scenes.date(2026, 12, 9)))
    declined = scenes.requested(holder, body)
    enrolments.abandon(enrolment_id=declined.id, by=holder.actor, at=AT)
    late = AT.replace(year=2027, month=12)
    batch = treasury.prepare_payouts(until=late.date(), by=FINANCE, at=late)
    treasury.approve_payouts(batch_id=batch, by=APPROVER, at=late)
    treasury.mark_paid(batch_id=batch, by=FINANCE, at=late)


def test_the_acts_live_on_the_reshaped_tables():
    for context in CONTEXTS:
        importlib.import_module(f"acquis.{context}.checks")
    reshape()
    live_a_life()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {name: found for name, check in CHECKS.items() if (found := list(check()))} == {}


@contextmanager
def captured() -> Iterator[set[str]]:
    """The statements sent through Django, their values and the length of their lists taken away."""
    seen: set[str] = set()

    def keep(execute, statement, values, many, context):
        shape = " ".join(str(statement).replace('"', "").replace("= (%s)", "= %s").split())
        seen.add(re.sub(r"IN \(%s(, %s)*\)", "IN (%s)", shape))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(keep):
        yield seen


def names_account(statement: str, table: Table) -> bool:
    """Whether a statement says on which node, or nodes, its rows of the table are."""
    if re.search(rf"INSERT INTO {table.name} ", statement):
        return re.search(rf"INSERT INTO {table.name} \([^)]*\b{table.column}\b", statement) is not None
    where = statement.partition(" WHERE ")[2]
    return re.search(rf"(\b{table.name}\.|[^.\w]){table.column} (= %s|IN \(%s\)|= ANY)", f" {where}") is not None


#: Read on every node: found by a key of their own, by who does not know the account. Each is an index's answer from
#: each node, so it is right everywhere, and does not get quicker with nodes. None of them locks or writes.
ASKED_OF_EVERY_NODE = {
    "accounts_account": {"person_id"},
    "accounts_topup": {"reference"},
    "enrolments_enrolment": {"id", "number"},
    "enrolments_share": {"enrolment_id"},
    "enrolments_step": {"enrolment_id"},
    "accounts_purse": {"id"},
    "treasury_withholding": {"provider_id"},
    "ledger_guardedaccount": {"id"},
}


def test_what_the_acts_send_names_the_account_or_is_a_reading_by_a_key():
    spread = [table for table in scaling.tables() if table.place == Place.BY_ACCOUNT]
    with captured() as seen:
        live_a_life()
    touched, astray, asked = 0, [], set()
    for statement in seen:
        for table in spread:
            if not re.search(rf"\b(FROM|JOIN|INTO|UPDATE) {table.name}\b", statement):
                continue
            touched += 1
            if names_account(statement, table):
                continue
            where = statement.partition(" WHERE ")[2]
            keys = {key for key in ASKED_OF_EVERY_NODE.get(table.name, ()) if re.search(rf"\b{key} (=|IN) ", where)}
            writes = re.search(r"\b(UPDATE|DELETE|INSERT) ", statement) or "FOR UPDATE" in statement
            asked |= {(table.name, key) for key in keys}
            # The house's sums are made where all transfers are read: a node adds up its own, the first adds the nodes.
            if "ledger_openaccount" in statement:
                continue
            if writes or not keys:
                astray.append(statement)
    assert touched > 30
    assert astray == [], "\n".join(astray)
    # The list says nothing that is not sent.
    assert {table for table, _ in asked} <= ASKED_OF_EVERY_NODE.keys()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("SELECT a FROM enrolments_enrolment WHERE enrolments_enrolment.id = %s FOR UPDATE", False),
        ("SELECT a FROM enrolments_enrolment WHERE (enrolments_enrolment.account_id = %s) FOR UPDATE", True),
        ("UPDATE enrolments_enrolment SET account_id = %s WHERE enrolments_enrolment.id = %s", False),
        ("UPDATE enrolments_enrolment SET number = %s WHERE enrolments_enrolment.account_id = %s", True),
        ("INSERT INTO enrolments_enrolment (id, account_id) VALUES (%s, %s)", True),
        ("INSERT INTO enrolments_enrolment (id) VALUES (%s)", False),
    ],
)
def test_a_statement_that_goes_astray_is_seen(statement, named):
    table = next(table for table in scaling.tables() if table.name == "enrolments_enrolment")
    assert names_account(statement, table) is named


def test_the_plan_is_printed_for_people_and_for_machines(capsys, monkeypatch):
    plan = scaling.spreading(scaling.tables())
    assert plan[0].startswith("SELECT create_reference_table(")
    first = next(each for each in plan if "create_distributed_table" in each)
    assert first == "SELECT create_distributed_table('accounts_account', 'id')"
    assert "SELECT create_distributed_table('ledger_transfer', 'owner', colocate_with => 'accounts_account')" in plan
