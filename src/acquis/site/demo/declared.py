"""How the years of the invented country are declared: by employers' monthly files, and by yearly summaries.

The files are read as anybody's would be; the years' credits then come from the facts they hold.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stdnum import luhn

from acquis.outside.identity_standin import personas
from acquis.people.types import NewPerson, Sex
from acquis.rules import Regime, WorkUnit

from .people import WorkedYear

#: Employers who send a file each month, and how many work at each: enough to be seen, few enough to be quick.
EMPLOYERS, AT_EACH = 6, 12
FULL_TIME = "1607"
_COLUMNS = (
    "annee", "organisme", "nature", "ligne", "nir", "nom", "nom_usage", "prenoms", "sexe", "naissance",
    "commune_naissance", "pays_naissance", "unite", "quantite", "handicap", "contribution_payee",
)  # fmt: skip
_NATURES = {Regime.SELF_EMPLOYED: "independant", Regime.ESAT: "esat", Regime.EMPLOYEE: "employeur"}
_UNITS = {WorkUnit.HOURS: "heures", WorkUnit.MONTHS: "mois", WorkUnit.SHARE: "part"}


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody, and the facts of one year of theirs."""

    person: NewPerson
    year: WorkedYear


def siret(rank: int) -> str:
    """An invented establishment with right keys."""
    siren = f"{40_000_000 + rank:08d}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001{luhn.calc_check_digit(siren + '0001')}"


def _monthly(rank: int) -> str:
    """The establishment of the employer of this rank: the first is a company that has its pages here."""
    return personas.organisation("biscuiterie").siret if rank == 1 else siret(rank)


def in_files(declared: Sequence[Declared], folder: Path, *, monthly: bool = True) -> tuple[list[Path], Path]:
    """Write a DSN file for each employer, and one summary for everybody else; no DSN unless `monthly`."""
    full = [each for each in declared if each.year.worked == FULL_TIME and each.person.nir and not each.year.oeth]
    staff = [full[place::EMPLOYERS][:AT_EACH] for place in range(EMPLOYERS)] if monthly else []
    files = []
    for rank, those in enumerate(staff, 1):
        if those:
            path = folder / f"dsn-2025-employeur-{rank}.dsn"
            lines = _dsn(_monthly(rank), those)
            # The norm's encoding has no typographic apostrophe.
            text = "".join(f"{line}\r\n" for line in lines).replace("’", "'")
            path.write_bytes(text.encode("iso-8859-1", errors="replace"))
            files.append(path)
    apart = {id(each) for those in staff for each in those}
    summary = folder / "recapitulatif.csv"
    with summary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(_row(rank, each) for rank, each in enumerate(declared, 1) if id(each) not in apart)
    return files, summary


def _row(rank: int, each: Declared) -> list[str]:
    civil, year = each.person.civil, each.year
    paid = "" if year.contribution_paid is None else "oui" if year.contribution_paid else "non"
    return [
        str(year.year), siret(0), _NATURES[year.regime], f"L{rank:06d}", each.person.nir or "", civil.birth_name,
        civil.usage_name, civil.first_names, "F" if civil.sex is Sex.FEMALE else "M", civil.born_on.isoformat(),
        civil.birth_place, civil.birth_country, _UNITS[year.unit], year.worked, "oui" if year.oeth else "", paid,
    ]  # fmt: skip


def _dsn(employer: str, those: Sequence[Declared]) -> list[str]:
    """Twelve declarations of one establishment, everybody at full time."""
    lines = [
        "S10.G00.00.001,'PAIE INVENTEE'",
        "S10.G00.00.006,'P25V01'",
        f"S10.G00.01.001,'{employer[:9]}'",
        f"S10.G00.01.002,'{employer[9:]}'",
        f"S10.G00.01.003,'ENTREPRISE INVENTEE {employer[6:8]}'",
    ]
    year = those[0].year.year
    for month in range(1, 13):
        lines += [
            "S20.G00.05.001,'01'",
            "S20.G00.05.002,'01'",
            "S20.G00.05.003,'11'",
            f"S20.G00.05.004,'{month}'",
            f"S20.G00.05.005,'01{month:02d}{year}'",
            f"S21.G00.06.001,'{employer[:9]}'",
            f"S21.G00.06.002,'{employer[9:]}'",
            f"S21.G00.11.001,'{employer[9:]}'",
        ]
        for rank, each in enumerate(those, 1):
            lines += _individual(each, rank, month)
    return [*lines, f"S90.G00.90.001,'{len(lines) + 2}'", "S90.G00.90.002,'12'"]


def _individual(each: Declared, rank: int, month: int) -> Iterator[str]:
    civil, year = each.person.civil, each.year.year
    last = monthrange(year, month)[1]
    values = (
        ("30.001", (each.person.nir or "")[:13]),
        ("30.002", civil.birth_name),
        ("30.003", civil.usage_name),
        ("30.004", civil.first_names),
        ("30.005", "02" if civil.sex is Sex.FEMALE else "01"),
        ("30.006", f"{civil.born_on:%d%m%Y}"),
        ("40.001", f"0101{year - 2}"),
        ("40.007", "01"),
        ("40.008", "99"),
        ("40.009", f"CT{rank:05d}"),
        ("40.011", "10"),
        ("40.012", "151.67"),
        ("40.013", "151.67"),
        ("40.014", "10"),
        ("51.001", f"01{month:02d}{year}"),
        ("51.002", f"{last:02d}{month:02d}{year}"),
        ("51.010", f"CT{rank:05d}"),
        ("51.011", "002"),
        ("51.013", "2150.00"),
        ("53.001", "01"),
        ("53.002", "151.67"),
        ("53.003", "10"),
    )
    for rubric, value in values:
        if value:
            yield f"S21.G00.{rubric},'{value}'"
