"""Values of the law and sums of a nation, as they are read."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.visiting import _plain

from acquis.insight.types import CLASS_LIMITS, GainClass, Group
from acquis.rules import parse_change
from acquis.web.state import charts, simulation
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


def _over(moves: list[int], *changes: str) -> Any:
    """An outcome of a thousandth of the nation in which the credits of each year move by so many million euros."""
    years = [
        SimpleNamespace(
            year=2027 + place, credited_before_cents=10**12, credited_after_cents=10**12 + move * 100_000,
            used_before_cents=0, used_after_cents=0,
        )
        for place, move in enumerate(moves)
    ]  # fmt: skip
    made = tuple(parse_change(each) for each in changes or ("credit.employee_cents=60000@2027-01-01",))
    return SimpleNamespace(years=years, changes=made, accounts=40_100)


@pytest.mark.parametrize(
    ("moves", "changes", "said"),
    [
        ([10, 8, 6], (), ""),
        ([10, 8, 4], (), "atteint plus tôt le plafond de son compte : l’écart se réduit."),
        ([10, 4, -2], (), "À partir de 2029 il devient négatif : des comptes déjà pleins"),
        ([10, 4, -2], (), "Rien n’est repris à personne : de 2027 à 2029, l’écart est en tout de +12,0 millions"),
        ([-10, -4, 2], (), "À partir de 2029 il devient positif : des comptes reçoivent encore"),
        ([-10, -4, 2], (), "l’écart est en tout de −12,0 millions"),
        # Another cause than ceilings: nothing is claimed.
        ([10, 4, -2], ("credit.employee_cents=60000@2027-01-01", "credit.esat_cents=1@2029-01-01"), ""),
        ([10, 4, -2], ("account.closing_age=72@2027-01-01",), ""),
    ],
)
def test_why_the_effect_turns_is_said_with_its_year_and_the_whole(moves, changes, said) -> None:
    told = _plain(simulation._turn(_over(moves, *changes)))
    assert said in told
    assert bool(told) == bool(said)


def test_each_year_tells_the_gap_since_the_first() -> None:
    rows = simulation._years(_over([10, 4, -2]))
    assert [(each.more, each.since) for each in rows] == [
        (10**9, 10**9),
        (4 * 10**8, 14 * 10**8),
        (-2 * 10**8, 12 * 10**8),
    ]
