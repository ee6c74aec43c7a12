"""Who lives in the demonstration: about two thousand invented holders, each with a working life.

Pure and seeded: the same seed gives the same people. Social security numbers carry the order
number 000, which is never given to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from acquis.kit.sql import fold
from acquis.people.types import Sex
from acquis.rules import Regime, WorkUnit

from .names import MEN, SURNAMES, WOMEN


class Profile(StrEnum):
    """The shape of a working life; each gives another account."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    LOW_QUALIFIED = "low_qualified"
    JOBSEEKER = "jobseeker"
    SELF_EMPLOYED = "self_employed"
    DISABLED_WORKER = "disabled_worker"
    SHELTERED = "sheltered"
    RETIRED = "retired"
    NEWCOMER = "newcomer"


#: Shares in per mille, close to the working population; newcomers have no credited year yet.
SHARES = {
    Profile.FULL_TIME: 560,
    Profile.PART_TIME: 130,
    Profile.LOW_QUALIFIED: 80,
    Profile.JOBSEEKER: 110,
    Profile.SELF_EMPLOYED: 60,
    Profile.DISABLED_WORKER: 20,
    Profile.SHELTERED: 5,
    Profile.RETIRED: 20,
    Profile.NEWCOMER: 15,
}

FIRST_YEAR, LAST_YEAR = 2019, 2025


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedYear:
    """The facts of one year, in the words of `rules.yearly_credit`; `worked` is a number as written."""

    year: int
    regime: Regime = Regime.EMPLOYEE
    unit: WorkUnit = WorkUnit.HOURS
    worked: str = "1607"
    low_qualified: bool = False
    oeth: bool = False
    contribution_paid: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An invented person, before anything is written about them."""

    sex: Sex
    birth_name: str
    usage_name: str
    first_names: tuple[str, ...]
    born_on: date
    birth_insee: str
    nir: str
    email: str
    profile: Profile
    years: tuple[WorkedYear, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class BirthTown:
    """Where somebody may be born: the INSEE code and how many live there, as a weight."""

    insee: str
    population: int


def nir_of(sex: Sex, born_on: date, insee: str) -> str:
    """Fifteen characters with a right key: sex, year, month, place, order 000, key."""
    body = f"{1 if sex is Sex.MALE else 2}{born_on:%y%m}{insee}000"
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - number % 97:02d}"


def holders(random: Random, towns: Sequence[BirthTown], count: int) -> list[Holder]:
    """Invent `count` people, no two with the same number."""
    weights = [town.population for town in towns]
    profiles, shares = list(SHARES), list(SHARES.values())
    seen: set[str] = set()
    made: list[Holder] = []
    while len(made) < count:
        profile = random.choices(profiles, shares)[0]
        sex = random.choice((Sex.MALE, Sex.FEMALE))
        born_on = _birth(random, profile)
        town = random.choices(towns, weights)[0]
        nir = nir_of(sex, born_on, town.insee)
        if nir in seen:
            continue
        seen.add(nir)
        first = tuple(random.sample(MEN if sex is Sex.MALE else WOMEN, random.choice((1, 2, 2, 3))))
        birth_name = random.choice(SURNAMES)
        married = sex is Sex.FEMALE and random.random() < 0.25
        made.append(
            Holder(
                sex=sex,
                birth_name=birth_name,
                usage_name=random.choice(SURNAMES) if married else "",
                first_names=first,
                born_on=born_on,
                birth_insee=town.insee,
                nir=nir,
                email=f"{_address(first[0])}.{_address(birth_name)}{len(made)}@exemple.invalid",
                profile=profile,
                years=_years(random, profile, born_on),
            )
        )
    return made


def _address(text: str) -> str:
    return fold(text).replace(" ", "-").replace("'", "")


def _birth(random: Random, profile: Profile) -> date:
    oldest, youngest = {Profile.RETIRED: (1956, 1962), Profile.NEWCOMER: (2004, 2009)}.get(profile, (1963, 2004))
    start = date(oldest, 1, 1)
    return start + timedelta(days=random.randrange((date(youngest, 12, 31) - start).days))


def _years(random: Random, profile: Profile, born_on: date) -> tuple[WorkedYear, ...]:
    """The years worked since the accounts are in euros, with gaps and part years as people have."""
    if profile is Profile.NEWCOMER:
        return ()
    first = max(FIRST_YEAR, born_on.year + random.randint(18, 23))
    last = random.randint(2020, 2023) if profile is Profile.RETIRED else LAST_YEAR
    years = []
    for year in range(first, last + 1):
        if random.random() < (0.3 if profile is Profile.JOBSEEKER else 0.06):
            continue
        years.append(_year(random, profile, year))
    return tuple(years)


def _year(random: Random, profile: Profile, year: int) -> WorkedYear:
    if profile is Profile.SELF_EMPLOYED:
        months = random.choice((12, 12, 12, 12, random.randint(3, 11)))
        return WorkedYear(
            year=year,
            regime=Regime.SELF_EMPLOYED,
            unit=WorkUnit.MONTHS,
            worked=str(months),
            contribution_paid=random.random() < 0.95,
        )
    if profile is Profile.SHELTERED:
        return WorkedYear(year=year, regime=Regime.ESAT, unit=WorkUnit.SHARE, worked="1")
    part_year = random.random() < 0.12
    if profile is Profile.PART_TIME:
        worked = random.choice(("642.5", "780", "803", "803.5", "964", "1285", str(random.randint(160, 1400))))
    elif profile is Profile.JOBSEEKER or part_year:
        worked = str(random.randint(90, 1500))
    else:
        worked = "1607"
    return WorkedYear(
        year=year,
        worked=worked,
        low_qualified=profile is Profile.LOW_QUALIFIED,
        oeth=profile is Profile.DISABLED_WORKER,
    )
