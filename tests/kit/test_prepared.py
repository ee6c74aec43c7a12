"""Statements composed once answer as the ORM does, whoever asks and with whatever values."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from acquis.catalogue.models import Certification, CertificationVersion
from acquis.kit import prepared
from acquis.kit.prepared import Prepared, PreparedValues, given, insert, update
from acquis.treasury.models import Series

pytestmark = pytest.mark.django_db

VERSION = Prepared(lambda: CertificationVersion.objects.filter(code=given("code")))
JOINED = Prepared(lambda: Certification.objects.filter(pk=given("code")).select_related("version"))
LOCKED = Prepared(lambda: Series.objects.select_for_update().filter(name=given("name")))
LAST = PreparedValues(
    lambda: Series.objects.filter(last__gt=given("over")).order_by("last").values_list("last", "name")
)


def version(code: str) -> CertificationVersion:
    return CertificationVersion(
        code=code,
        content_hash=f"hash {code}",
        content={"title": "é", "parts": [1, None]},
        as_of=date(2026, 9, 1),
        recorded_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    )


def test_rows_are_those_of_the_orm_with_their_json_their_moments_and_what_is_joined():
    one, two = version("RNCP1"), version("RNCP2")
    insert(one, two)
    assert one.pk != two.pk
    told = {"register": "RNCP", "title": "t", "folded": "t", "active": True, "content_hash": "h"}
    Certification.objects.create(code="RNCP1", version=one, as_of=one.as_of, **told)
    for code, written in (("RNCP1", one), ("RNCP2", two), ("RNCP1", one)):
        found = VERSION.first(code=code)
        plain = CertificationVersion.objects.get(code=code)
        assert found == plain == written
        for field in CertificationVersion._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(plain, field.attname), field.name
        assert not found._state.adding
    assert VERSION.all(code="RNCP3") == []
    with CaptureQueriesContext(connection) as seen:
        assert JOINED.first(code="RNCP1").version.content == {"title": "é", "parts": [1, None]}
    assert len(seen) == 1


def test_rows_are_locked_within_a_transaction_only(transactional_db):
    insert(Series(name="a", last=1))
    with pytest.raises(TransactionManagementError):
        LOCKED.first(name="a")
    with transaction.atomic():
        assert LOCKED.first(name="a").last == 1


def test_whoever_counts_statements_sees_those_too():
    insert(Series(name="a", last=70_000), Series(name="b", last=3))
    told = LAST.all(over=2)
    with CaptureQueriesContext(connection) as seen:
        assert LAST.all(over=2) == told == [(3, "b"), (70_000, "a")]
    assert len(seen) == 1
    assert LAST.value(over=100_000) is None
    assert LAST.any(over=69_999)


def test_numbers_of_any_width_share_one_plan():
    def plans() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%\"treasury_series\"%last%'"
            )
            return cursor.fetchone()[0]

    LAST.all(over=1)
    before = plans()
    assert before
    for over in (2, 70_000, 5_000_000_000):
        LAST.all(over=over)
    assert plans() == before


def test_a_change_of_a_row_that_is_gone_is_told_and_one_that_breaks_a_key_is_djangos():
    row = Series(name="a", last=1)
    insert(row)
    row.last = 2
    update(row, ["last"])
    assert Series.objects.get(name="a").last == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Series(name="a", last=1))
    Series.objects.all().delete()
    with pytest.raises(Series.DoesNotExist):
        update(row, ["last"])


def test_a_change_and_the_row_beside_it_are_written_together_or_not_at_all():
    row = Series(name="a", last=1)
    insert(row)
    row.last = 2
    update(row, ["last"], beside=version("RNCP1"))
    assert CertificationVersion.objects.get().code == "RNCP1"
    row.last = 3
    with pytest.raises(IntegrityError), transaction.atomic():
        update(row, ["last"], beside=Series(name="a", last=9))
    assert (Series.objects.get().last, CertificationVersion.objects.count()) == (2, 1)


def test_after_an_error_the_transaction_takes_nothing_more():
    def careless() -> None:
        with contextlib.suppress(DataError), transaction.atomic(savepoint=False):
            prepared.ask("SELECT 1 / %s::integer", [0])
        prepared.ask("SELECT 1", [])

    with pytest.raises(TransactionManagementError), transaction.atomic():
        careless()
