"""How a declared identity is compared with a known person: field by field, then what the whole is worth.

The rules are written, not learned: an agent who is shown a doubt can be told why it is one. Being wrong has two
prices. Rights given to somebody else are worse than a line in the queue, so what is not certain is never matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA

from . import nir as nirs
from .types import FRANCE, DeclaredIdentity, Sex, matching_key

#: Letters that a name must have before one, or two, of them may be wrong.
ONE_WRONG, TWO_WRONG = 5, 9
OPENING_LETTERS = 3
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}


class Degree(IntEnum):
    """How much two values of one field agree."""

    DIFFERENT = 0
    UNKNOWN = 1
    CLOSE = 2
    SAME = 3


class Verdict(IntEnum):
    """What a comparison is worth."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison, its names as keys (`types.matching_key`); `nir` whole, empty when unknown."""

    birth_name: str
    usage_name: str
    first_names: tuple[str, ...]
    born_on: date
    sex: Sex
    place: str = ""
    department: str = ""
    country: str = ""
    nir: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.birth_name, self.usage_name) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Field by field."""

    name: Degree
    first_names: Degree
    born_on: Degree
    sex: Degree
    place: Degree


def side_of(identity: DeclaredIdentity, *, nir: str) -> Side:
    """The declared side; what is not declared of the birth is taken from the NIR, which says it too."""
    told = nirs.tells(nir) if nir else None
    place = identity.birth_place or (told.place if told else "")
    sex = identity.sex
    if sex is Sex.UNSPECIFIED and nir[:1] in _SEXES:
        sex = _SEXES[nir[0]]
    country = identity.birth_country or (told.country if told else "") or (FRANCE if place else "")
    return Side(
        birth_name=matching_key(identity.birth_name),
        usage_name=matching_key(identity.usage_name),
        first_names=tuple(matching_key(identity.first_names).split()),
        born_on=identity.born_on,
        sex=sex,
        place=place,
        department=identity.birth_department or department_of(place),
        country=country,
        nir=nir,
    )


def department_of(place: str) -> str:
    """The department of an INSEE commune code: two characters, three overseas."""
    return place[:3] if place.startswith(("97", "98")) else place[:2]


def resembles(one: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter, or two in a long word."""
    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= TWO_WRONG else 1 if shortest >= ONE_WRONG else 0
    return one == other or (allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed)


def compare(declared: Side, known: Side) -> Comparison:
    return Comparison(
        name=_names(declared, known),
        first_names=_first_names(declared.first_names, known.first_names),
        born_on=_days(declared.born_on, known.born_on),
        sex=_sexes(declared.sex, known.sex),
        place=_places(declared, known),
    )


def _names(declared: Side, known: Side) -> Degree:
    if _joined(declared.birth_name) == _joined(known.birth_name):
        return Degree.SAME
    for one in declared.names:
        for other in known.names:
            if _joined(one) == _joined(other) or resembles(one, other):
                return Degree.CLOSE
    # One part of a compound name, declared alone.
    parts, others = set(declared.birth_name.split()), set(known.birth_name.split())
    return Degree.CLOSE if parts < others or others < parts else Degree.DIFFERENT


def _joined(key: str) -> str:
    return key.replace(" ", "")


def _first_names(declared: tuple[str, ...], known: tuple[str, ...]) -> Degree:
    if not declared or not known:
        return Degree.UNKNOWN
    short, long = sorted((declared, known), key=len)
    if short == long[: len(short)] or "".join(declared) == "".join(known):
        return Degree.SAME
    if set(declared) & set(known) or resembles(declared[0], known[0]):
        return Degree.CLOSE
    return Degree.DIFFERENT


def _days(declared: date, known: date) -> Degree:
    if declared == known:
        return Degree.SAME
    return Degree.CLOSE if known in slips_of(declared) or declared in slips_of(known) else Degree.DIFFERENT


def slips_of(day: date) -> set[date]:
    """The days one is likely to write for `day`: one digit wrong, day and month swapped, or presumed at the 1st."""
    found = set()
    text = f"{day:%Y%m%d}"
    written = {f"{text[:4]}{text[6:]}{text[4:6]}", f"{text[:4]}0101", f"{text[:6]}01"}
    # The century is not mistaken: a person of another age would be found.
    written |= {f"{text[:i]}{digit}{text[i + 1 :]}" for i in range(2, 8) for digit in "0123456789"}
    for each in written:
        try:
            found.add(date(int(each[:4]), int(each[4:6]), int(each[6:])))
        except ValueError:
            continue
    return found - {day}


def _sexes(declared: Sex, known: Sex) -> Degree:
    if Sex.UNSPECIFIED in (declared, known):
        return Degree.UNKNOWN
    return Degree.SAME if declared is known else Degree.DIFFERENT


def _places(declared: Side, known: Side) -> Degree:
    if declared.place and known.place:
        if declared.place == known.place:
            return Degree.SAME
        # Communes merge and split: inside a department the code is no proof of another place.
        return Degree.CLOSE if department_of(declared.place) == department_of(known.place) else Degree.DIFFERENT
    if declared.country and known.country and declared.country != known.country:
        return Degree.DIFFERENT
    if declared.department and known.department:
        return Degree.SAME if declared.department == known.department else Degree.DIFFERENT
    if declared.country and declared.country == known.country != FRANCE and not _presumed(declared.born_on):
        return Degree.SAME
    return Degree.UNKNOWN


def _presumed(day: date) -> bool:
    """A day of birth nobody knew is written as the first of the year: many people share it."""
    return (day.month, day.day) == (1, 1)


def supports(found: Comparison) -> bool:
    """Whether the names and the birth confirm a number: two of the three agree, slips allowed."""
    return sum(degree >= Degree.CLOSE for degree in (found.name, found.first_names, found.born_on)) >= 2


def verdict(declared: Side, known: Side, found: Comparison) -> Verdict:
    """What a comparison is worth when no number decides."""
    if declared.nir and known.nir and declared.nir != known.nir:
        return _of_two_numbers(declared, known, found)
    core = (found.name, found.first_names, found.born_on)
    same = core.count(Degree.SAME)
    if same == 3 and found.sex is not Degree.DIFFERENT:
        whole = declared.first_names == known.first_names and len(declared.first_names) >= 2
        if found.place is Degree.SAME or (found.place is Degree.UNKNOWN and whole and not _presumed(known.born_on)):
            return Verdict.CERTAIN
    if found.place is Degree.DIFFERENT:
        return Verdict.NO
    if found.sex is Degree.DIFFERENT and same < 3:
        return Verdict.NO
    if same >= 2 and min(core) >= Degree.CLOSE:
        return Verdict.POSSIBLE
    # A name taken at marriage, declared as if it were the name of birth.
    renamed = found.first_names is found.born_on is found.place is Degree.SAME and len(declared.first_names) >= 2
    return Verdict.POSSIBLE if renamed else Verdict.NO


def _of_two_numbers(declared: Side, known: Side, found: Comparison) -> Verdict:
    """Two NIRs are two people, unless everything else is one, or the numbers differ by a slip.

    Twins have numbers that follow one another: their first names tell them apart.
    """
    core = (found.name, found.first_names, found.born_on)
    if all(degree is Degree.SAME for degree in core) and declared.place and declared.place == known.place:
        return Verdict.POSSIBLE
    slip = OSA.distance(declared.nir[:13], known.nir[:13], score_cutoff=1) <= 1
    return Verdict.POSSIBLE if slip and min(core) >= Degree.CLOSE else Verdict.NO


def contradicts(nir: str, born_on: date) -> bool:
    """Whether a NIR was given for another month of birth than the one declared with it."""
    told = nirs.tells(nir)
    if told.year is None:
        return False
    return told.year != born_on.year % 100 or (told.month is not None and told.month != born_on.month)


def block_words(side: Side) -> Iterator[tuple[str, str]]:
    """The keys under which persons of the same day may be found: (kind, word)."""
    for name in side.names:
        yield "name", name
        yield "opening", name[:OPENING_LETTERS]
    for word in side.first_names[:3]:
        yield "first", word
