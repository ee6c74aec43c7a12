"""The yearly summary of the bodies that have no DSN: one line a person and activity, told in `docs/formats`.

UTF-8, semicolons, the columns below in any order. No employer's name: a household's is somebody's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NoReturn

from acquis.people.types import FRANCE, CivilIdentity, Sex
from acquis.rules import Regime, WorkUnit

from ..types import Absence, DeclaredPerson, Ground, Header, Individual, Kind, Level, Origin, Source, Work
from .dsn import Ended, Item, Unread
from .fields import MOST_CENTS, MOST_HOURS_A_YEAR, birth_place, full_nir, hundredths, is_siret
from .lines import Line, cells
from .values import Note

COLUMNS = (
    "annee", "organisme", "nature", "ligne", "version", "annulation", "nir", "ntt", "nom", "nom_usage", "prenoms",
    "sexe", "naissance", "commune_naissance", "pays_naissance", "siret_employeur", "debut", "fin", "unite", "quantite",
    "temps_plein", "absences", "apprenti", "handicap", "contribution_payee", "categorie_c", "poste_incomplet",
)  # fmt: skip
_REQUIRED = ("annee", "organisme", "nature", "ligne", "nom", "prenoms", "sexe", "naissance", "unite", "quantite")
_REGIMES = {Kind.SELF_EMPLOYED: Regime.SELF_EMPLOYED, Kind.PUBLIC: Regime.PUBLIC_AGENT, Kind.SHELTERED: Regime.ESAT}
_UNITS = {
    "heures": WorkUnit.HOURS,
    "jours": WorkUnit.DAYS,
    "mois": WorkUnit.MONTHS,
    "part": WorkUnit.SHARE,
    "salaire": WorkUnit.PAY,
}
_ALLOWED = {
    Regime.EMPLOYEE: {WorkUnit.HOURS, WorkUnit.DAYS, WorkUnit.SHARE, WorkUnit.PAY},
    Regime.SELF_EMPLOYED: {WorkUnit.MONTHS, WorkUnit.DAYS, WorkUnit.SHARE},
    Regime.PUBLIC_AGENT: {WorkUnit.SHARE, WorkUnit.HOURS},
    Regime.ESAT: {WorkUnit.SHARE, WorkUnit.MONTHS, WorkUnit.DAYS, WorkUnit.HOURS},
}
_MOST = {
    WorkUnit.HOURS: MOST_HOURS_A_YEAR,
    WorkUnit.DAYS: 36_600,
    WorkUnit.MONTHS: 1_200,
    WorkUnit.SHARE: 1_000_000,
    WorkUnit.PAY: MOST_CENTS,
}
_SEX = {"F": Sex.FEMALE, "M": Sex.MALE}
_YES = frozenset({"oui", "1"})
_NO = frozenset({"non", "0", ""})
_GROUNDS = {
    "maternite": Ground.MATERNITY,
    "paternite": Ground.PATERNITY,
    "adoption": Ground.ADOPTION,
    "presence_parentale": Ground.PARENTAL_PRESENCE,
    "proche_aidant": Ground.CARER,
    "parental_education": Ground.PARENTAL_EDUCATION,
    "accident_travail": Ground.WORK_ACCIDENT,
    "maladie_professionnelle": Ground.OCCUPATIONAL_DISEASE,
    "transition_professionnelle": Ground.TRANSITION_PROJECT,
    "accident_trajet": Ground.COMMUTING_ACCIDENT,
    "maladie": Ground.ILLNESS,
    "autre": Ground.OTHER,
}


class _Blocked(Exception):
    """The line cannot be taken; what is wrong has been told."""


class Reading:
    """One passage over a summary. `counts` grows as it goes."""

    def __init__(self, note: Note, today: date) -> None:
        self.note, self.today = note, today
        self.counts = {"individuals": 0, "declarations": 0}
        self.readable = True

    def items(self, lines: Iterable[Line]) -> Iterator[Item]:
        """Headers, one for each run of lines of one body and year; individuals; lines that could not be read."""
        named = iter(lines)
        first = next(named, None)
        header = [] if first is None else [cell.strip().lower() for cell in cells(first)]
        missing = [name for name in _REQUIRED if name not in header]
        if missing:
            self.readable = False
            self.note(Level.FILE, "columns", blocking=True, line=1, missing=", ".join(missing))
            return
        current: Header | None = None
        for line in named:
            if not line.text.strip() and not line.too_long:
                continue
            self.counts["individuals"] += 1
            rank = self.counts["individuals"]
            row = cells(line)
            if len(row) != len(header):
                code = "too_long" if line.too_long else "bad_row"
                self.note(Level.INDIVIDUAL, code, blocking=True, line=line.number, individual=rank)
                yield Unread(rank)
                continue
            if line.foreign:
                self.note(Level.INDIVIDUAL, "foreign_letters", blocking=True, line=line.number, individual=rank)
                yield Unread(rank)
                continue
            reader = _Row(dict(zip(header, row, strict=True)), rank, line.number, self.note, self.today)
            try:
                head, individual = reader.read()
            except _Blocked:
                yield Unread(rank)
                continue
            if head != current:
                if current is not None:
                    yield Ended(whole=True)
                current = head
                self.counts["declarations"] += 1
                yield head
            yield individual
        if current is not None:
            yield Ended(whole=True)


class _Row:
    """One line. A first wrong value is told and blocks it."""

    def __init__(self, cells: dict[str, str], rank: int, line: int, note: Note, today: date) -> None:
        self.cells, self.rank, self.line, self.note, self.today = cells, rank, line, note, today

    def read(self) -> tuple[Header, Individual]:
        for name in _REQUIRED:
            if not self.get(name):
                self.refuse("missing", name)
        year = self.whole("annee", 4)
        if year < 2015 or year > self.today.year + 1:
            self.refuse("bad_date", "annee", value=self.get("annee"))
        if year >= self.today.year:
            self.refuse("year_not_over", "annee", value=year)
        body = self.get("organisme")
        if not is_siret(body):
            self.refuse("siret", "organisme", value=body)
        if self.get("nature") not in set(Kind):
            self.refuse("unknown_code", "nature", value=self.get("nature"))
        kind = Kind(self.get("nature"))
        first, last = date(year, 1, 1), date(year, 12, 31)
        header = Header(
            source=Source.SUMMARY,
            lineage=f"summary {body} {year}",
            order=0,
            siret=body,
            employer="",
            period_from=first,
            period_to=last,
        )
        work = self.work(kind, first, last)
        person = self.person(last)
        young = self.flag("apprenti") is True
        return header, Individual(rank=self.rank, line=self.line, person=person, works=(work,), young=young)

    def work(self, kind: Kind, first: date, last: date) -> Work:
        regime = _REGIMES.get(kind, Regime.EMPLOYEE)
        unit = _UNITS.get(self.get("unite"))
        if unit is None:
            self.refuse("unknown_code", "unite", value=self.get("unite"))
        if unit not in _ALLOWED[regime]:
            self.refuse("unit_not_allowed", "unite", value=self.get("unite"))
        start = self.day("debut") if self.get("debut") else first
        end = self.day("fin") if self.get("fin") else None
        if end is not None and end < start:
            self.refuse("dates_cross", "fin", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
        if start > last:
            self.refuse("starts_after", "debut")
        employer = self.get("siret_employeur")
        if employer and not is_siret(employer):
            self.refuse("siret", "siret_employeur", value=employer)
        reference = self.number("temps_plein", _MOST[unit]) if self.get("temps_plein") else None
        if unit is WorkUnit.PAY and reference is not None:
            self.refuse("unit_not_allowed", "temps_plein", value=self.get("temps_plein"))
        return Work(
            key=self.get("ligne")[:60],
            contract=self.get("ligne")[:60],
            contract_from=start,
            contract_to=end,
            period_from=first,
            period_to=last,
            regime=regime,
            unit=unit,
            origin=Origin.SUMMARY,
            paid=self.number("quantite", _MOST[unit]),
            quantity=None,
            reference=reference or None,
            present_days=0,
            span_days=365,
            absences=self.absences(_MOST[unit]),
            oeth=self.flag("handicap") is True,
            contribution_paid=self.flag("contribution_payee") if regime is Regime.SELF_EMPLOYED else None,
            category_c=self.flag("categorie_c") is True,
            incomplete_post=self.flag("poste_incomplet") is True,
            siret=employer,
            kind=kind.value,
            order=self.whole("version", 9) if self.get("version") else 1,
            cancelled=self.flag("annulation") is True,
            line=self.line,
        )

    def person(self, last: date) -> DeclaredPerson:
        nir = ""
        if self.get("nir"):
            try:
                nir = full_nir(self.get("nir"))
            except ValueError as error:
                self.refuse("nir_key" if str(error) == "key" else "nir_shape", "nir")
        sex = _SEX.get(self.get("sexe"))
        if sex is None:
            self.refuse("unknown_code", "sexe", value=self.get("sexe"))
        born_on = self.day("naissance")
        if born_on > last or born_on.year < 1901:
            self.refuse("bad_date", "naissance", value=self.get("naissance"))
        place, country = birth_place(nir)
        civil = CivilIdentity(
            birth_name=self.get("nom")[:200],
            usage_name=self.get("nom_usage")[:200],
            first_names=" ".join(self.get("prenoms").split())[:300],
            born_on=born_on,
            sex=sex,
            birth_place=place or self.get("commune_naissance")[:5],
            birth_country=country or self.get("pays_naissance")[:5] or FRANCE,
        )
        return DeclaredPerson(nir=nir, ntt=self.get("ntt")[:40], civil=civil)

    def absences(self, most: int) -> tuple[Absence, ...]:
        """``maternite=210|accident_travail=35``: the time each absence stands for, in the line's unit."""
        found = []
        for each in filter(None, self.get("absences").split("|")):
            name, _, time = each.partition("=")
            if name.strip() not in _GROUNDS:
                self.refuse("unknown_code", "absences", value=name)
            found.append(Absence(ground=_GROUNDS[name.strip()], time=self.parsed("absences", time.strip(), most)))
        return tuple(found)

    # ------------------------------------------------------------------ values

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def whole(self, name: str, digits: int) -> int:
        written = self.get(name)
        if not (written.isascii() and written.isdecimal() and len(written) <= digits):
            self.refuse("bad_number", name, value=written)
        return int(written)

    def number(self, name: str, most: int) -> int:
        return self.parsed(name, self.get(name), most)

    def parsed(self, name: str, written: str, most: int) -> int:
        try:
            value = hundredths(written)
        except ValueError:
            self.refuse("bad_number", name, value=written)
        if value < 0:
            self.refuse("negative", name, value=written)
        if value > most:
            self.refuse("absurd", name, value=written)
        return value

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.get(name))
        except ValueError:
            self.refuse("bad_date", name, value=self.get(name))

    def flag(self, name: str) -> bool | None:
        """Yes, no, or None where the line does not say; anything else is refused."""
        written = self.get(name).lower()
        if written not in _YES | _NO:
            self.refuse("unknown_code", name, value=written)
        return None if not written else written in _YES

    def refuse(self, code: str, name: str, **words: object) -> NoReturn:
        self.note(
            Level.INDIVIDUAL, code, blocking=True, line=self.line, rubric=name, individual=self.rank, **words
        )  # fmt: skip
        raise _Blocked
