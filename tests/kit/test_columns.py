"""Columns to and from the database, and identifiers in them."""

from uuid import UUID, uuid4

import numpy as np
import pytest
from django.db import ProgrammingError, connection

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
@pytest.mark.parametrize(
    ("asked", "kind", "refusal"),
    [
        ("SELECT NULL::bigint UNION ALL SELECT 1", kit.BIGINT, ValueError),
        ("SELECT NULL::bigint", kit.BIGINT, ValueError),
        ("SELECT unnest(ARRAY['abc', NULL])", "S3", ValueError),
        ("SELECT unnest(ARRAY['ab', 'abcd'])", "S3", ValueError),
        (f"SELECT {kit.code_of('word', ['a', 'b'])} FROM unnest(ARRAY['a', 'c']) word", kit.INTEGER, ValueError),
        ("SELECT 1::bigint", kit.INTEGER, ProgrammingError),
        ("SELECT 1", kit.UUIDS, ProgrammingError),
    ],
)
def test_what_is_absent_or_wider_or_another_type_is_not_read(asked, kind, refusal):
    with pytest.raises(refusal, match="column 0" if refusal is ValueError else "does not exist"):
        kit.read(asked, [], [kind])


@pytest.mark.django_db
def test_texts_codes_narrower_numbers_and_identifiers_asked_for():
    ids = kit.uuids(sorted(uuid4() for _ in range(3)))
    given = "SELECT u, rpad(n::text, 3, '-'), n::int2 FROM unnest(%s) WITH ORDINALITY t(u, n) ORDER BY n"
    found = kit.read(given, [kit.UuidArray(ids)], [kit.UUIDS, "S3", kit.BIGINT])
    assert [column.tolist() for column in found] == [ids.tolist(), [b"1--", b"2--", b"3--"], [1, 2, 3]]
    (codes,) = kit.read(
        f"SELECT {kit.code_of('word', ['a', 'b'], times=8)} FROM unnest(ARRAY['b', 'a']) word", [], [kit.INTEGER]
    )
    assert codes.tolist() == [8, 0]
    assert kit.read(given, [kit.UuidArray(ids[:0])], [kit.UUIDS, "S3", kit.BIGINT])[0].tolist() == []


@pytest.mark.django_db
def test_rows_of_several_kinds_are_written_in_one_order_each_whole():
    count = 9_001  # more than are closed up at once
    ids, numbers = kit.uuids([UUID(int=n) for n in range(count)]), np.arange(count)
    names = ("id", "number", "flag", "word")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kinds (place serial, id uuid, number bigint, flag boolean, word text)")
        parts = []
        for kind, (number, flag, word) in enumerate(
            [(numbers, True, b"a"), (None, numbers % 2 > 0, b"longer"), (7, None, b"")]
        ):
            rows = np.flatnonzero(numbers % 3 == kind)
            values = [value[rows] if isinstance(value, np.ndarray) else value for value in (ids, number, flag)]
            parts.append((rows, kit.Rows([kit.UUIDS, kit.BIGINT, kit.FLAG, f"S{len(word)}"], [*values, word])))
        kit.write_in_order("kinds", names, parts)
        cursor.execute("SELECT id, number, flag, word FROM kinds ORDER BY place")
        found = cursor.fetchall()
    expected = [
        [(UUID(int=n), n, True, "a"), (UUID(int=n), None, n % 2 > 0, "longer"), (UUID(int=n), 7, None, "")][n % 3]
        for n in range(count)
    ]
    assert found == expected


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
    assert kit.opens(np.repeat(ordered, 2)).tolist() == [True, False] * len(ids)
    assert kit.opens(ordered[:0]).tolist() == []
    assert [each.tolist() for each in kit.places(ordered, ordered)] == [list(range(len(ids))), [True] * len(ids)]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_texts_are_told_apart_and_summed_as_texts_would_be(count):
    drawn = np.random.default_rng(count)
    texts = np.array([b"   ", b"01 ", b"2A ", b"2B ", b"971"], dtype="S3")[drawn.integers(0, 5, count)]
    cents = drawn.integers(-(1 << 60), 1 << 60, count) // max(1, count)
    names, of = kit.told_apart(texts)
    assert names.tolist() == sorted(set(texts.tolist()))
    assert names[of].tolist() == texts.tolist()
    wanted = [sum(c for t, c in zip(texts.tolist(), cents.tolist(), strict=True) if t == name) for name in names]
    assert kit.summed(of, cents, len(names)).tolist() == wanted


def test_order_is_of_all_bytes():
    low, high = UUID(int=1 << 64), UUID(int=(1 << 64) + 1)
    assert kit.is_in_order(kit.uuids([low, low, high]))
    assert not kit.is_in_order(kit.uuids([high, low]))
    assert kit.is_in_order(kit.uuids([]))
