"""Values of the law and sums of a nation, as they are read."""

import pytest
from tests.web.visiting import _plain

from acquis.insight.types import CLASS_LIMITS, GainClass, Group
from acquis.web.state import charts
from acquis.web.state.values import large_euros, millions, people, value_words


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (80_000, "centimes", "800 €"),
        (10_320, "centimes", "103,20 €"),
        (50, "pour cent", "50 %"),
        (1, "heures", "1 heure"),
        (1_607, "heures", "1 607 heures"),
        (67, "ans", "67 ans"),
        (True, "oui ou non", "oui"),
        (None, "centimes", "rien de fixé"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, said):
    assert _plain(value_words(value, unit)) == said


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (10_250_000_000, "102,5 millions d’euros"),
        (-10_250_000_000, "102,5 millions d’euros"),
        (100_000_000, "1 million d’euros"),
        (103_000_000_000, "1,03 milliard d’euros"),
        (523_000_000_000, "5,23 milliards d’euros"),
        (90_049_900, "900 000 €"),
        (0, "0 €"),
    ],
)
def test_a_large_sum_is_said_in_words(cents, said):
    assert _plain(large_euros(cents)) == said


def test_a_column_of_millions_has_one_decimal_everywhere():
    assert [_plain(millions(each, signed=True)) for each in (746_900_000_000, -300_000_000, 0, 1_000)] == [
        "+7 469,0",
        "−3,0",
        "0",
        "≈ 0",
    ]


def test_people_of_a_sample_are_rounded_and_those_of_the_nation_are_not():
    assert people(5_112, 200_000) == 1_025_000
    assert people(11, 200_000) == 2_200
    assert people(5_112, 40_100_000) == 5_112


def group(key, net):
    return Group(key=key, accounts=10, gainers=1, losers=1, gained_cents=max(net, 0), lost_cents=max(-net, 0))


def test_gains_stand_and_losses_hang_on_one_scale():
    chart = charts.columns([("a", 100, "+"), ("b", -50, "-"), ("c", 0, "0")])
    up, down, flat = chart.columns
    assert (up.y + up.height, down.y, flat.height) == (chart.ground, chart.ground, 0)
    assert up.height == 2 * down.height == charts.HEIGHT
    assert chart.height > down.y + down.height
    assert [column.tone for column in chart.columns] == ["gain", "loss", "none"]


def test_every_region_has_its_own_tile():
    tiles = charts.tiles([group(key, 100 * place) for place, key in enumerate(charts.TILES)])
    assert len({(tile.x, tile.y) for tile in tiles}) == len(charts.TILES) == 18
    assert (tiles[0].shade, tiles[-1].shade) == (0, charts.SHADES)
    assert charts.tiles([group("11", -5)])[0].tone == "loss"


def test_empty_classes_at_both_ends_are_left_out():
    limits = (0, *CLASS_LIMITS)
    classes = [
        GainClass(above_cents=low, upto_cents=high, accounts=count)
        for low, high, count in zip(limits, CLASS_LIMITS, (0, 3, 0, 2, 0, 0), strict=False)
    ]
    assert [each.accounts for each in charts.changed(classes)] == [3, 0, 2]
    assert charts.changed([GainClass(above_cents=0, upto_cents=0, accounts=9)]) == []
