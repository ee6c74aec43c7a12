"""Columns to and from the database, and identifiers in them."""

from uuid import UUID, uuid4

import numpy as np
import pytest

from acquis.kit import columns as kit


@pytest.mark.django_db
def test_columns_come_as_they_were_asked_for():
    ids = sorted(uuid4() for _ in range(3))
    given = "SELECT u, n * 10, n::int4, n = 2 FROM unnest(%s::uuid[]) WITH ORDINALITY AS t(u, n) ORDER BY n"
    found = kit.read(given, [ids], [kit.UUIDS, kit.BIGINT, kit.INTEGER, kit.FLAG])
    assert kit.uuid_list(found[0]) == ids
    assert [column.tolist() for column in found[1:]] == [[10, 20, 30], [1, 2, 3], [False, True, False]]
    nothing = kit.read(f"{given} LIMIT 0", [ids], [kit.UUIDS, kit.BIGINT, kit.INTEGER, kit.FLAG])
    assert [len(column) for column in nothing] == [0] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["SELECT n::int4 FROM generate_series(1, 3) n", "SELECT NULL::bigint UNION SELECT 1"])
def test_what_is_not_of_the_type_asked_for_is_not_read(asked):
    with pytest.raises(ValueError, match="column 0"):
        kit.read(asked, [], [kit.BIGINT])


@pytest.mark.parametrize("low_half_only", [True, False])
def test_identifiers_are_found_and_ordered_by_all_their_bytes(low_half_only):
    numbers = [*range(1, 60, 3), 2**63 + 5, 2**64 - 1] if low_half_only else [uuid4().int for _ in range(50)]
    ids = [UUID(int=number) for number in numbers]
    column = kit.uuids(ids)
    assert kit.ends(column) == (min(ids), max(ids))
    ordered, strangers = kit.uuids(sorted(ids)), [UUID(int=2), UUID(int=2**127)]
    at, known = kit.places(ordered, kit.uuids([*ids, *strangers]))
    assert known.tolist() == [True] * len(ids) + [False] * 2
    assert [sorted(ids)[place] for place in at[: len(ids)]] == ids
    assert kit.distinct(np.repeat(ordered, 2)) == len(ids)
    assert kit.uuid_texts(column) == [str(each) for each in ids]
    assert kit.written_out(column) == ",".join(each.hex for each in ids)
