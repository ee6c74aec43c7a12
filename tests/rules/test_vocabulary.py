"""The few words of the rules, on values and on columns."""

from fractions import Fraction

import numpy as np
import pytest

from acquis.rules import Refusal
from acquis.rules.vocabulary import (
    at_least,
    at_most,
    choose,
    none_of,
    refuse_when,
    share,
    share_nearest,
    share_nearest_halves_down,
    share_rounded_up,
    total,
    unless_refused,
)

VALUES = list(range(40))


@pytest.mark.parametrize("whole", [1, 2, 3, 7, 10])
def test_sharing_rounds_as_its_name_says(whole):
    column = np.array(VALUES)
    for word, expected in (
        (share, lambda exact: exact.__floor__()),
        (share_rounded_up, lambda exact: exact.__ceil__()),
        (share_nearest, lambda exact: (exact + Fraction(1, 2)).__floor__()),
        (share_nearest_halves_down, lambda exact: (exact - Fraction(1, 2)).__ceil__()),
    ):
        wanted = [expected(Fraction(3 * value, whole)) for value in VALUES]
        assert [word(3, value, whole) for value in VALUES] == wanted
        assert word(3, column, whole).tolist() == wanted


def test_choosing_and_bounding():
    column = np.array([1, 5, 9])
    assert choose(True, "a", "b") == "a"
    assert choose(column > 4, column, 0).tolist() == [0, 5, 9]
    assert (at_most(5, 9), at_least(5, 9)) == (5, 9)
    assert at_most(5, column).tolist() == [1, 5, 5]
    assert at_least(column, 5).tolist() == [5, 5, 9]


def test_none_of_is_not_the_bitwise_not():
    assert none_of(True) is False
    assert none_of(False, False) is True
    assert none_of(np.array([True, False]), False).tolist() == [False, True]


def test_the_first_refusal_wins():
    first, second = Refusal.ACTION_NOT_ELIGIBLE, Refusal.LICENCE_ALREADY_HELD
    assert refuse_when(False, first, refuse_when(False, second)) is None
    assert refuse_when(True, first, refuse_when(True, second)) is first
    flags = np.array([True, True, False, False])
    others = np.array([True, False, True, False])
    assert refuse_when(flags, first, refuse_when(others, second)).tolist() == [first, first, second, None]
    assert refuse_when(True, first, refuse_when(others, second)).tolist() == [first] * 4
    assert refuse_when(others, first).tolist() == [first, None, first, None]


def test_a_refused_account_is_promised_nothing():
    assert unless_refused(None, 5) == 5
    assert unless_refused(Refusal.ACTION_NOT_ELIGIBLE, 5) == 0
    refusals = refuse_when(np.array([True, False]), Refusal.ACTION_NOT_ELIGIBLE)
    assert unless_refused(refusals, 5).tolist() == [0, 5]


def test_the_total_of_nothing_is_nothing():
    assert total([]) == 0
    assert total([1, np.array([1, 2])]).tolist() == [2, 3]
