"""What the roles that serve may do, tried with SQL as those very roles; and that it is enough for the whole product."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import Error, ProgrammingError, connection, transaction
from psycopg import sql
from tests import scenes
from tests.ledger.scenes import COMMITMENTS, DONE, RIGHTS, TODAY, Holder
from tests.scenes import APPROVER, AT, FINANCE
from tests.site.places import reachable

from acquis.accounts.types import PurseKind
from acquis.enrolments.types import State
from acquis.journal.checks import CHECKS
from acquis.journal.reads import note_read
from acquis.kit.ids import new_id
from acquis.ledger import actions as ledger
from acquis.ledger.types import NewAccount
from acquis.site import privileges
from acquis.site.postgres.server import EmbeddedServer
from acquis.site.privileges import DOORS, INNER, Role
from acquis.treasury import actions as treasury

pytestmark = pytest.mark.django_db


@contextmanager
def serving_as(role: Role) -> Iterator[None]:
    """This connection under a role that serves, until the test's transaction is undone or the block ends."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture
def some_rows() -> None:
    holder = Holder(1_000)
    ledger.reserve(transfers=[holder.spends(10)], **DONE)
    ledger.open_payable(provider_id=new_id(), **DONE)
    note_read(by=scenes.SYSTEM, person_id=new_id(), what="name", reason="test")
    scenes.a_holder()


FORBIDDEN = [
    "UPDATE ledger_transfer SET amount_cents = 1",
    "DELETE FROM ledger_transfer",
    "DELETE FROM ledger_transfer WHERE false",
    "TRUNCATE ledger_transfer",
    "INSERT INTO ledger_transfer (owner) VALUES (gen_random_uuid())",
    "COPY ledger_transfer FROM STDIN",
    "ALTER TABLE ledger_transfer DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_transfer_no_change ON ledger_transfer",
    "SET session_replication_role = replica",
    "INSERT INTO ledger_guardedaccount SELECT gen_random_uuid(), gen_random_uuid(), 'eur', 1000000, 0, now()",
    "UPDATE ledger_guardedaccount SET posted_cents = 1000000",
    "DELETE FROM ledger_guardedaccount",
    "INSERT INTO ledger_openaccount SELECT gen_random_uuid(), gen_random_uuid(), 'eur', now()",
    "UPDATE ledger_openaccount SET owner = gen_random_uuid()",
    "DELETE FROM ledger_housesum",
    "UPDATE accounts_yearslab SET granted = ''",
    "DELETE FROM accounts_yearslab",
    "UPDATE journal_event SET by = 'nobody'",
    "DELETE FROM journal_event",
    "TRUNCATE journal_event",
    "UPDATE journal_read SET by = 'nobody'",
    "DELETE FROM journal_read",
    "UPDATE catalogue_certificationversion SET code = ''",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999', now())",
    "CREATE TABLE mine (n int)",
    "CREATE TEMPORARY TABLE mine (n int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "ALTER FUNCTION ledger_open_payable(timestamptz, uuid) SECURITY INVOKER",
    "DROP TABLE accounts_account",
    "ALTER TABLE accounts_account ADD COLUMN mine int",
    "CREATE INDEX mine ON accounts_account (id)",
    "TRUNCATE accounts_account",
    "SELECT ledger_refuse('mine', '{}')",
    "SELECT ledger_payable(gen_random_uuid())",
    "CREATE ROLE mine",
    "ALTER ROLE acquis_web SUPERUSER",
    "SELECT pg_read_file('/etc/passwd')",
]


def refused_to(role: Role, statement: str) -> None:
    with (
        serving_as(role),
        pytest.raises(Error) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), refused.value


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_neither_role_may(role, statement, some_rows):
    refused_to(role, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT ledger_cut()",
        "UPDATE ledger_rollup SET cut_seq = 99",
        "INSERT INTO ledger_housesum VALUES (gen_random_uuid(), 1, 1)",
        "INSERT INTO accounts_yearslab SELECT * FROM accounts_yearslab",
    ],
)
def test_the_web_may_not_and_the_worker_may(statement, some_rows):
    refused_to(Role.WEB, statement)
    with serving_as(Role.WORK), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_grant_to_itself_changes_nothing(some_rows):
    """Who may not grant is told so and gains nothing, whichever right it asks for."""
    with serving_as(Role.WEB), connection.cursor() as cursor:
        for table in ("ledger_transfer", "ledger_guardedaccount", "journal_event"):
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                with suppress(Error), transaction.atomic():
                    cursor.execute(f"GRANT {right} ON {table} TO CURRENT_USER")
                cursor.execute("SELECT has_table_privilege(%s, %s)", [table, right])
                assert cursor.fetchone() == (False,)


def test_money_moves_through_the_doors_and_only_as_they_allow(some_rows):
    with serving_as(Role.WEB):
        holder = Holder(1_000)
        ledger.post(transfers=[holder.spends(300)], **DONE)
        ledger.reserve(transfers=[holder.spends(200, "held"), holder.spends(100, "freed")], **DONE)
        ledger.post_reserved(references=["held"], effective_on=TODAY, **DONE)
        ledger.release(references=["freed"], **DONE)
        ledger.post(transfers=[holder.spends(50, "wrong")], **DONE)
        ledger.reverse(reference="wrong", reversal_reference="right", **DONE)
        assert holder.balance() == (500, 0)
        payable = ledger.open_payable(provider_id=new_id(), **DONE)
        ledger.post(transfers=[holder.transfer(holder.purse, payable, 100)], **DONE)
        for unlimited in (RIGHTS, COMMITMENTS, payable):
            with pytest.raises(Exception, match="ledger_account_differs"):
                ledger.open_accounts(accounts=[NewAccount(id=unlimited, owner=holder.owner)], **DONE)


def test_what_the_doors_run_cannot_be_replaced_by_the_caller():
    """The path of a door is pinned: what the caller puts before our schema is not seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, proconfig, proowner = relowner FROM pg_proc, pg_class"
            " WHERE relname = 'ledger_transfer' AND proname = ANY (%s)",
            [list(DOORS)],
        )
        found = {name: (definer, settings, owned) for name, definer, settings, owned in cursor.fetchall()}
    assert found.keys() == DOORS.keys()
    for definer, settings, owned in found.values():
        assert definer
        assert owned
        assert "search_path=pg_catalog, public, pg_temp" in settings


def test_every_function_of_the_ledger_is_a_door_or_behind_one():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'ledger\\_%%' AND prorettype <> 'trigger'::regtype"
            " AND pronamespace = current_schema()::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} == DOORS.keys() | INNER


@pytest.mark.parametrize("role", Role)
def test_the_catalogue_of_rights_is_what_the_server_says(role):
    """No right beyond the policy on any table, present or future: computed anew from the tables that are there."""
    with connection.cursor() as cursor:
        cursor.execute(privileges._TABLES)
        tables = cursor.fetchall()
        for table, append_only in tables:
            wanted = set(privileges.rights(table, role, append_only=append_only))
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
                assert cursor.fetchone()[0] is (right in wanted), (table, right)
    append_only = {table for table, only in tables if only}
    assert append_only >= {"ledger_transfer", "journal_event", "journal_read", "catalogue_certificationversion"}


def test_the_whole_life_of_a_purchase_under_the_role_of_the_web(some_rows):
    with serving_as(Role.WEB):
        body = scenes.with_bank_account(scenes.a_body())
        holder = scenes.a_holder(rights_cents=90_000, top_ups={PurseKind.EMPLOYER: 20_000})
        scene = scenes.validated(holder, body, ends_on=scenes.date(2027, 6, 30))
        assert scene.now.state == State.SERVICE_VALIDATED
        other = scenes.confirmed(holder, body, price_cents=1_000)
        from acquis.enrolments import actions

        actions.withdraw(enrolment_id=other.id, by=holder.actor, at=AT)
        late = AT.replace(year=2027, month=12)
        batch = treasury.prepare_payouts(until=late.date(), by=FINANCE, at=late)
        treasury.approve_payouts(batch_id=batch, by=APPROVER, at=late)
        treasury.mark_paid(batch_id=batch, by=FINANCE, at=late)


def test_the_worker_rolls_up_and_verifies_everything(some_rows):
    for context in ("accounts", "enrolments", "ledger", "people", "providers", "treasury", "catalogue", "accounting"):
        importlib.import_module(f"acquis.{context}.checks")
    with serving_as(Role.WORK):
        ledger.roll_up(**DONE)
        ledger.roll_up(**DONE)
        broken = {name: found for name, check in CHECKS.items() if (found := list(check()))}
        # The ledger's own holder has an account and no purse: for the books it is nobody's.
        assert set(broken) == {"accounting: every movement of the ledger is in the chart of accounts"}, broken


def test_a_role_that_may_too_much_is_told():
    assert "is a superuser" in privileges.excess()
    assert "may change or remove a transfer" in privileges.excess()
    for role in Role:
        with serving_as(role):
            assert privileges.excess() == []


def test_provisioning_takes_back_what_somebody_gave():
    assert privileges.provisioned()
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON ledger_transfer, journal_event TO acquis_web, PUBLIC")
        cursor.execute("GRANT EXECUTE ON FUNCTION ledger_cut() TO acquis_web")
        cursor.execute("REVOKE ALL ON accounts_account FROM acquis_web")
    assert not privileges.provisioned()
    privileges.provision()
    assert privileges.provisioned()
    with connection.cursor() as cursor:
        # What replacing a function leaves behind: a door that opens nothing.
        cursor.execute("ALTER FUNCTION ledger_fold SECURITY INVOKER")
    assert not privileges.provisioned()
    privileges.provision()
    assert privileges.provisioned()
    refused_to(Role.WEB, "DELETE FROM ledger_transfer")
    refused_to(Role.WEB, "DELETE FROM journal_event")
    refused_to(Role.WEB, "SELECT ledger_cut()")


def test_an_owner_who_may_not_make_roles_says_which_are_missing(monkeypatch):
    monkeypatch.setattr(privileges, "Role", {"acquis_nobody"})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE acquis_work")
    with pytest.raises(privileges.RolesMissing, match="CREATE ROLE acquis_nobody"):
        privileges._make_roles()
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE acquis_nobody")


def test_the_embedded_server_asks_each_role_for_its_own_password():
    with reachable("home/data") as folder, EmbeddedServer(folder / "home", durable=False) as server:
        for role in Role:
            with psycopg.connect(server.url_of(role)) as mine:
                assert mine.execute(
                    "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone() == (
                    role,
                    False,
                )
            secret = server.folder / f"password.{role}"
            assert secret.stat().st_mode & 0o777 == 0o600
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(server.url_of(role).replace(secret.read_text().strip(), "guess"))
        with psycopg.connect(server.url) as owner:
            kept = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = ANY (%s)", [[*Role]]).fetchall()
            assert [digest.split("$")[0] for (digest,) in kept] == ["SCRAM-SHA-256"] * 2
        before = server.url_of(Role.WEB)
        # A password that was lost is made anew at the next start; one that is there stays.
        (server.folder / "password.acquis_work").unlink()
        server.stop()
        server.start()
        assert server.url_of(Role.WEB).split("@")[0] == before.split("@")[0]
        for role in Role:
            psycopg.connect(server.url_of(role)).close()
