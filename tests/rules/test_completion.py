"""The completion rate of a record: by hours with two decimals, by steps at a distance, on one and on many."""

import numpy as np
import pytest

from acquis.rules import Followed, completion


def made(live=0, live_total=0, alone_total=0, steps=0, steps_total=0):
    found = completion(
        Followed(
            live_minutes=live,
            live_minutes_total=live_total,
            alone_minutes_total=alone_total,
            steps=steps,
            steps_total=steps_total,
        )
    )
    return int(found.rate_percent), int(found.done), int(found.total), bool(found.by_steps)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"live": 4200, "live_total": 4200}, (100, 7000, 7000, False)),
        ({"live": 150, "live_total": 210}, (71, 250, 350, False)),
        # 79.5 % is 80, 79.4 % is 79.
        ({"live": 795 * 6, "live_total": 6000}, (80, 7950, 10000, False)),
        ({"live": 794 * 6, "live_total": 6000}, (79, 7940, 10000, False)),
        ({"alone_total": 600, "steps": 3, "steps_total": 8}, (38, 300, 800, True)),
        ({"live": 120, "live_total": 120, "alone_total": 180, "steps": 3, "steps_total": 6}, (70, 350, 500, False)),
        ({}, (0, 0, 0, True)),
        # The rate is that of the hours as they are written: 3.33 of 7.
        ({"live": 200, "live_total": 420}, (48, 333, 700, False)),
    ],
)
def test_each_kind_of_training(facts, expected):
    assert made(**facts) == expected


def test_many_at_once_are_each_of_them():
    rows = [(4200, 4200, 0, 0, 0), (150, 210, 0, 0, 0), (0, 0, 600, 3, 8), (120, 120, 180, 3, 6), (0, 0, 0, 0, 0)]
    columns = np.array(rows, dtype=np.int64).T
    found = completion(
        Followed(
            live_minutes=columns[0],
            live_minutes_total=columns[1],
            alone_minutes_total=columns[2],
            steps=columns[3],
            steps_total=columns[4],
        )
    )
    together = list(zip(found.rate_percent, found.done, found.total, found.by_steps, strict=True))
    assert [tuple(map(int, each)) for each in together] == [tuple(map(int, made(*row))) for row in rows]
