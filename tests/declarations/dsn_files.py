"""DSN files of invented employers and people, built so that one thing at a time can be made wrong in them.

Numbers carry the order number 000 to 999 of communes that exist, and a right key; nobody has them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from stdnum import luhn

SIREN, NIC = "482761160", "00019"
OTHER_SIREN, OTHER_NIC = "792791329", "00016"


def nir(rank: int, *, sex: int = 1, year: int = 80, month: int = 5, place: str = "75056") -> str:
    """Thirteen characters, as the norm has them: without the key."""
    return f"{sex}{year:02d}{month:02d}{place}{rank % 1000:03d}"


def key(number: str) -> str:
    digits = int(number.replace("2A", "19").replace("2B", "18"))
    return f"{97 - digits % 97:02d}"


def siret_of(rank: int) -> str:
    """A SIRET with right keys; the same for the same rank."""
    siren = f"{80_000_000 + rank:08d}"
    siren += luhn.calc_check_digit(siren)
    body = f"{siren}0001"
    return body + luhn.calc_check_digit(body)


@dataclass
class Contract:
    """One contract of one individual in one month. `None` leaves a rubric out; `more` adds lines after it."""

    number: str = "C0001"
    start: str = "01012020"
    end: str | None = None
    nature: str = "01"
    status: str | None = "06"
    scheme: str = "99"
    unit: str | None = "10"
    reference: str | None = "151.67"
    quantity: str | None = "151.67"
    mode: str = "10"
    disability: str | None = "99"
    hours: str | None = "151.67"
    hours_paid: str | None = None
    pay: str | None = "2000.00"
    pay_type: str = "002"
    period: tuple[str, str] | None = None
    stops: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    suspensions: list[tuple[str, str, str]] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


@dataclass
class Person:
    """One individual. `number` is written in 30.001 as it is."""

    number: str | None = None
    name: str = "MARTIN"
    first_names: str = "CAMILLE"
    sex: str = "01"
    born: str = "14051980"
    contracts: list[Contract] = field(default_factory=lambda: [Contract()])
    more: list[str] = field(default_factory=list)


def person(rank: int = 1, *contracts: Contract, **facts: object) -> Person:
    """Somebody of this rank: a number, a name and a day of birth of their own."""
    values: dict[str, object] = {"name": NAMES[rank % 10], "first_names": FIRST[rank * 3 % 10], "born": born(rank)}
    values["number"] = nir(rank)
    return Person(contracts=list(contracts) or [Contract()], **(values | facts))  # type: ignore[arg-type]


def born(rank: int) -> str:
    return f"{1 + rank % 28:02d}051980"


def lines_of(who: Person, month: date) -> Iterator[str]:
    """The rubrics of one individual, in the order of the norm."""
    last = calendar.monthrange(month.year, month.month)[1]
    whole = (f"01{month:%m%Y}", f"{last:02d}{month:%m%Y}")
    if who.number is not None:
        yield f"S21.G00.30.001,'{who.number}'"
    yield f"S21.G00.30.002,'{who.name}'"
    yield f"S21.G00.30.004,'{who.first_names}'"
    yield f"S21.G00.30.005,'{who.sex}'"
    yield f"S21.G00.30.006,'{who.born}'"
    yield "S21.G00.30.007,'PARIS'"
    yield "S21.G00.30.010,'LYON'"
    yield from who.more
    for c in who.contracts:
        for number, value in (
            ("001", c.start), ("002", c.status), ("003", "04"), ("004", "543a"), ("007", c.nature), ("008", c.scheme),
            ("009", c.number), ("011", c.unit), ("012", c.reference), ("013", c.quantity), ("014", c.mode),
            ("072", c.disability),
        ):  # fmt: skip
            if value is not None:
                yield f"S21.G00.40.{number},'{value}'"
        for ground, last_worked, until, resumed in c.stops:
            yield f"S21.G00.60.001,'{ground}'"
            yield f"S21.G00.60.002,'{last_worked}'"
            yield f"S21.G00.60.003,'{until}'"
            if resumed:
                yield f"S21.G00.60.010,'{resumed}'"
        if c.end:
            yield f"S21.G00.62.001,'{c.end}'"
            yield "S21.G00.62.002,'031'"
        for ground, since, until in c.suspensions:
            yield f"S21.G00.65.001,'{ground}'"
            yield f"S21.G00.65.002,'{since}'"
            yield f"S21.G00.65.003,'{until}'"
        yield from c.more
    yield f"S21.G00.50.001,'{whole[1]}'"
    yield "S21.G00.50.002,'1500.00'"
    for c in who.contracts:
        start, end = c.period or whole
        yield f"S21.G00.51.001,'{start}'"
        yield f"S21.G00.51.002,'{end}'"
        yield f"S21.G00.51.010,'{c.number}'"
        yield f"S21.G00.51.011,'{c.pay_type}'"
        if c.hours_paid is not None:
            yield f"S21.G00.51.012,'{c.hours_paid}'"
        if c.pay is not None:
            yield f"S21.G00.51.013,'{c.pay}'"
        if c.hours is not None:
            yield "S21.G00.53.001,'01'"
            yield f"S21.G00.53.002,'{c.hours}'"
            yield "S21.G00.53.003,'10'"
    yield "S21.G00.86.001,'07'"
    yield "S21.G00.86.002,'02'"
    yield "S21.G00.86.003,'24'"


def declaration(
    people: Iterable[Person],
    *,
    month: date = date(2025, 3, 1),
    siren: str = SIREN,
    nic: str = NIC,
    nature: str = "01",
    kind: str = "01",
    order: int = 1,
) -> Iterator[str]:
    """One declaration of one establishment for one month."""
    yield f"S20.G00.05.001,'{nature}'"
    yield f"S20.G00.05.002,'{kind}'"
    yield "S20.G00.05.003,'11'"
    yield f"S20.G00.05.004,'{order}'"
    yield f"S20.G00.05.005,'01{month:%m%Y}'"
    yield f"S20.G00.05.007,'05{month:%m%Y}'"
    yield f"S21.G00.06.001,'{siren}'"
    yield f"S21.G00.06.002,'{nic}'"
    yield "S21.G00.06.003,'6201Z'"
    yield f"S21.G00.11.001,'{nic}'"
    yield "S21.G00.11.002,'6201Z'"
    for who in people:
        yield from lines_of(who, month)


def whole_file(*declarations: Iterable[str], sender: str = SIREN, name: str = "ATELIERS DU PORT") -> Iterator[str]:
    """The lines of a file: the sending, its declarations, and the total that closes it."""
    count = 0

    def counted(lines: Iterable[str]) -> Iterator[str]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    yield from counted(
        [
            "S10.G00.00.001,'LOGICIEL INVENTE'",
            "S10.G00.00.006,'P25V01'",
            f"S10.G00.01.001,'{sender}'",
            f"S10.G00.01.002,'{NIC}'",
            f"S10.G00.01.003,'{name}'",
        ]
    )
    for each in declarations:
        yield from counted(each)
    yield f"S90.G00.90.001,'{count + 2}'"
    yield f"S90.G00.90.002,'{len(declarations)}'"


def bytes_of(lines: Iterable[str], *, encoding: str = "iso-8859-1", end: str = "\r\n") -> bytes:
    return "".join(line + end for line in lines).encode(encoding)


def dsn(*people: Person, **facts: object) -> bytes:
    """A file of one declaration."""
    return bytes_of(whole_file(declaration(people, **facts)))  # type: ignore[arg-type]


NAMES = ("LEROY", "MARTIN", "PETIT", "GARCIA", "DURAND", "BENALI", "NGUYEN", "ROUX", "DA SILVA", "LEFÈVRE")
FIRST = ("CAMILLE", "LÉA", "HUGO", "INÈS", "MEHDI", "JULIE", "PAUL", "CHLOÉ", "ADAM", "SOPHIE")
PLACES = ("75056", "69123", "13055", "33063", "59350", "2A004", "31555", "44109", "67482", "34172")


def many(count: int, *, seed: int = 1, first: int = 0) -> Iterator[Person]:
    """Invented people, one after the other, the same from the same seed; no two with the same number."""
    random = Random(seed)
    for rank in range(first, first + count):
        sex, year, month = 1 + rank % 2, 60 + rank // 2 % 40, 1 + rank // 80 % 12
        place = PLACES[rank // 960 % len(PLACES)]
        number = f"{sex}{year:02d}{month:02d}{place}{rank // 9600 % 1000:03d}"
        part_time = random.random() < 0.15
        hours = "75.83" if part_time else "151.67"
        yield Person(
            number=number,
            name=NAMES[rank % 10],
            first_names=FIRST[rank // 7 % 10],
            sex=f"0{sex}",
            born=f"{1 + rank % 28:02d}{month:02d}19{year}",
            contracts=[Contract(quantity=hours, hours=hours, mode="20" if part_time else "10")],
        )
