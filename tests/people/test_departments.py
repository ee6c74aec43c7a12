"""Where people live, as statistics tell it: from the postal code, whoever asks and in whatever order."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from acquis.kit import columns
from acquis.people.models import Person
from acquis.people.queries import departments_of

pytestmark = pytest.mark.django_db
OF = {
    "75011": b"75 ", "01000": b"01 ", "20000": b"2A ", "20167": b"2A ", "20200": b"2B ", "20600": b"2B ",
    "97410": b"974", "98800": b"988", "": b"   ", "7": b"7  ", "97": b"97 ",
}  # fmt: skip


def test_each_department_is_that_of_the_postal_code():
    people = [
        Person(
            birth_name="A", birth_name_key="a", first_names="B", first_names_key="b", sex="female",
            born_on=date(1990, 1, 1), birth_country="99100", postal_code=code, registered_at=datetime.now(UTC),
        )
        for code in OF
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    asked = [(uuid4(), b"   "), *((person.id, OF[person.postal_code]) for person in reversed(people))]
    assert departments_of(columns.uuids([each for each, _ in asked])).tolist() == [told for _, told in asked]
    assert departments_of(columns.uuids([])).tolist() == []
