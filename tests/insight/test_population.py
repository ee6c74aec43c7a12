"""A synthetic nation: the same from the same seed, of the shares it says, and ready for the rules as it is."""

import json
from datetime import date

import numpy as np
import pytest
from tests.rules.test_command import acquis

from acquis.insight import draws, nation
from acquis.insight.export import COLUMNS, columns_of, write
from acquis.insight.population import REGIMES, SCALES, SLICE, UNITS, YEAR, Population
from acquis.insight.portrait import Portrait, paint
from acquis.kit.departments import departments
from acquis.rules import Regime, WorkUnit, law_on, yearly_credit, yearly_hours
from acquis.rules.accrual import YearOfWork


def painted(accounts: int, seed: int = 1) -> Portrait:
    portrait, population = Portrait(), Population(accounts, seed)
    for drawn in population.slices():
        paint(population, drawn, portrait)
    return portrait


def test_the_same_seed_gives_the_same_nation_and_another_one_does_not():
    assert painted(150_000, 7) == painted(150_000, 7)
    assert painted(150_000, 7) != painted(150_000, 8)


def test_a_slice_drawn_alone_is_that_of_the_whole_nation():
    whole = list(Population(2 * SLICE + 10, 5).slices())
    assert [drawn.size for drawn in whole] == [SLICE, SLICE, 10]
    alone = columns_of(Population(2 * SLICE + 10, 5).slice(1))
    for name, column in columns_of(whole[1]).items():
        assert np.array_equal(column, alone[name]), name
    assert not np.array_equal(columns_of(whole[0])["worked"], alone["worked"])


def test_its_shares_are_those_of_the_file():
    portrait = painted(1_000_000)
    given = {name: share.figures for name, share in nation.shares().items()}
    situations = given["situations"]["weights"]
    everybody = sum(situations.values())
    # Situations are exact, the rest within what a million draws allows.
    assert portrait.by_regime["public_agent"] == 1_000_000 * situations["public_agent"] // everybody
    assert portrait.active == 1_000_000 - 1_000_000 * situations["idle"] // everybody
    count = given["accounts"]["count"]
    assert portrait.oeth == pytest.approx(given["disability"]["count"] / count * 1e6, rel=0.02)
    assert portrait.purchases == pytest.approx(given["purchases"]["count"] / count * 1e6, rel=0.02)
    inhabitants = sum(each.population for each in departments())
    ile_de_france = sum(each.population for each in departments() if each.region == "11")
    assert portrait.by_region["11"] == pytest.approx(ile_de_france / inhabitants * 1e6, rel=0.02)


def test_half_time_is_a_spike_exactly_on_the_threshold():
    drawn = Population(SLICE, 1).slice(0)
    hours = next(b for b in drawn.blocks if b.unit is WorkUnit.HOURS and b.reference is None and b.is_active)
    half = int((hours.worked == 80_350).sum())
    assert half > 1_000
    assert half > 20 * int((hours.worked == 80_189).sum())


def test_every_block_is_taken_by_the_rules_as_it_stands():
    law, drawn = law_on(date(YEAR, 12, 31)), Population(20_000, 2).slice(0)
    assert sum(block.stop - block.start for block in drawn.blocks) == drawn.size
    for block in drawn.blocks:
        balance = drawn.balance[block.start : block.stop]
        if block.regime is Regime.PUBLIC_AGENT:
            granted = yearly_hours(law, drawn.year_of_service(block, balance, block.worked)).granted_hours
        else:
            credit = yearly_credit(law, drawn.year_of_work(block, balance, block.worked))
            assert credit.refusal is None
            granted = credit.granted_cents
            assert (balance <= law.credit.low_qualified_ceiling_cents).all()
        assert granted.max() > 0 if block.is_active else granted.max() == 0
        assert (balance >= 0).all()


def test_the_file_holds_what_was_drawn(tmp_path):
    population, path, told = Population(SLICE + 500, 4), tmp_path / "nation.npz", []
    write(population, path, told=told.append)
    assert told == [SLICE, SLICE + 500]
    assert [left.name for left in tmp_path.iterdir()] == ["nation.npz"]
    with np.load(path) as file:
        assert set(file) == {*COLUMNS, "regimes", "units", "scales", "seed"}
        last = columns_of(population.slice(1))
        for name in COLUMNS:
            assert np.array_equal(file[name][SLICE:], last[name]), name
        # One account asked alone, from the file only, has what the columns have.
        at = int(np.flatnonzero(file["regime"] == REGIMES.index(Regime.SELF_EMPLOYED))[3])
        unit = UNITS[file["unit"][at]]
        alone = yearly_credit(
            law_on(date(YEAR, 12, 31)),
            YearOfWork(
                regime=Regime.SELF_EMPLOYED,
                unit=unit,
                worked=int(file["worked"][at]),
                scale=SCALES[unit],
                contribution_paid=bool(file["contribution_paid"][at]),
            ),
        )
        assert alone.refusal is None


def test_parts_are_whole_and_make_the_whole():
    assert draws.apportion([1, 1, 1], 10).tolist() == [4, 3, 3]
    assert len(draws.table_of_spread([[1, 3, 1], [9, 9, 2]])) == draws.QUANTILES


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[ages]\nlabel = "a"\nbasis = "rumour"\nas_of = 2026-01-01\nsource = "b"', "nation.toml: ages: basis"),
        ('[ages]\nlabel = "a"\nbasis = "register"\nsource = "b"', "nation.toml: ages: as_of"),
        ('[ages]\nlabel = ""\nbasis = "register"', "nation.toml: ages: label"),
        (
            '[ages]\nlabel = "a"\nbasis = "register"\nas_of = 2026-01-01\nsource = "b"\nx = [[1, -2]]',
            "nation.toml: ages: x[0][1]",
        ),
        ("[ages", "nation.toml: "),
    ],
)
def test_a_bad_share_is_named(text, where):
    with pytest.raises(nation.NationFileError) as raised:
        nation.read(text)
    assert str(raised.value).startswith(where)


def test_the_command_tells_the_nation_without_a_framework():
    done = acquis("simulate", "population", "--accounts", "3000", "--seed", "9", "--json", "--shares")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["accounts"], told["seed"], sum(told["by_regime"].values())) == (3000, 9, 3000)
    assert {share["basis"] for share in told["shares"]} == {"register", "statistics", "assumption"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--accounts", "0"), "accounts: must be between 1 and"),
        (("--accounts", "5", "--seed", "-1"), "seed: must be between 0"),
        (("--accounts", "5", "--out", "/tmp/nation.csv"), "--out: /tmp/nation.csv: the name must end in .npz"),
        (("--accounts", "5", "--out", "/no/such/nation.npz"), "--out: /no/such: is not a folder"),
    ],
)
def test_the_command_refuses_by_the_name_of_the_word(words, said):
    done = acquis("simulate", "population", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(said)


def test_draws_are_those_of_the_generator_whatever_their_sizes():
    chance, own = draws.Chance(7, 3), np.random.Generator(np.random.SFC64(np.random.SeedSequence((7, 3))))
    for size in (1, 2, 3, 10_001, 0, 7, 50_000, 20_000, 5):
        assert chance.draws(size).tolist() == np.frombuffer(own.bytes(2 * size), dtype="<u2").tolist()
