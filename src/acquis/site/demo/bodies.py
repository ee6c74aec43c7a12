"""The training bodies of the demonstration: about one hundred and fifty, none of them real.

Their company numbers begin with 000, a range that no company has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .names import BODY_SHAPES, BODY_WORDS, STREETS
from .offers import SUBJECTS, Subject


@dataclass(frozen=True, slots=True)
class BodyTown:
    """A town a body may stand in."""

    insee: str
    name: str
    postal_code: str
    department: str
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An invented training body, before anything is written about it.

    `punctuality` is the chance that it answers and declares in time; `size` weighs how much it sells.
    """

    siret: str
    nda: str
    name: str
    address: str
    town: BodyTown
    subjects: tuple[Subject, ...]
    iban: str
    bic: str
    punctuality: float
    size: float


#: Where the numbers of these bodies begin; those below belong to the personas' organisations.
FIRST_NUMBER = 101


def luhn_complete(digits: str) -> str:
    """Append the digit that makes the whole pass Luhn's test."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def siret_of(number: int) -> str:
    """A company number that passes every test and belongs to nobody."""
    return luhn_complete(luhn_complete(f"000{number:05d}") + "0001")


def iban_of(number: int) -> str:
    """A French account number with right keys, at a bank that does not exist (99999)."""
    bank, branch, account = "99999", "00001", f"{number:011d}"
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    body = f"{bank}{branch}{account}{key:02d}"
    check = 98 - int(f"{body}152700") % 97
    return f"FR{check:02d}{body}"


def body_of_persona(siret: str, name: str, town: BodyTown, subjects: Sequence[str], number: int) -> Body:
    """The body a persona works for: punctual, and large enough to have something to do every day."""
    return Body(
        siret=siret,
        nda=f"{town.department[:2]}99{number:07d}",
        name=name,
        address=f"12 {STREETS[number % len(STREETS)]}",
        town=town,
        subjects=tuple(subject for subject in SUBJECTS if subject.key in subjects),
        iban=iban_of(number),
        bic="ACQSFRPPXXX",
        punctuality=0.97,
        size=18.0,
    )


def bodies(random: Random, towns: Sequence[BodyTown], count: int) -> list[Body]:
    """Invent `count` bodies over the larger towns, every subject taught somewhere."""
    weights = [town.population for town in towns]
    names: set[str] = set()
    made: list[Body] = []
    while len(made) < count:
        town = random.choices(towns, weights)[0]
        name = random.choice(BODY_SHAPES).format(word=random.choice(BODY_WORDS).replace("-", " "), town=town.name)
        if name in names:
            continue
        names.add(name)
        number = FIRST_NUMBER + len(made)
        first = SUBJECTS[len(made) % len(SUBJECTS)]
        others = random.sample(SUBJECTS, random.choice((0, 1, 1, 2, 3)))
        made.append(
            Body(
                siret=siret_of(number),
                nda=f"{int(town.department[:2]) if town.department[:2].isdigit() else 94:02d}99{number:07d}",
                name=name,
                address=f"{random.randint(1, 120)} {random.choice(STREETS)}",
                town=town,
                subjects=tuple(dict.fromkeys((first, *others))),
                iban=iban_of(number),
                bic="ACQSFRPPXXX",
                punctuality=random.choice((0.99, 0.97, 0.95, 0.9, 0.8)),
                size=random.paretovariate(1.3),
            )
        )
    return made
