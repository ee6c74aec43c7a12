"""What was declared of one year, line by line: who said it, for which period, which time counts, and the absences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from acquis.declarations.types import DeclaredLine, DeclaredYear
from acquis.rules import WorkUnit
from acquis.web.design.written import NBSP, day_short, decimal, month
from acquis.web.labels import label


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: period, who declared, time counted, and what to say of it."""

    period: str
    who: str
    counted: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One regime of the year: its rows, and the sum of them beside a full year."""

    regime: str
    rows: tuple[Row, ...]
    total: str


def declared(years: Sequence[DeclaredYear]) -> list[Told]:
    """The declared year in words; [] when nothing was declared to us line by line."""
    return [Told(label(each.regime), tuple(_row(line) for line in each.lines), _total(each)) for each in years]


def measured(text: str, unit: WorkUnit) -> str:
    """« 151,67 h », « 109 jours », « 7 mois », « 2 150,00 € »; a share says nothing but itself."""
    words = {WorkUnit.HOURS: _("h"), WorkUnit.DAYS: _("jours"), WorkUnit.MONTHS: _("mois"), WorkUnit.PAY: "€"}
    return f"{decimal(text)}{NBSP}{words[unit]}" if unit in words else decimal(text)


def period_words(line: DeclaredLine) -> str:
    """« mars 2025 », or the year alone."""
    whole_year = (line.period_from.month, line.period_to.month) == (1, 12)
    return str(line.period_from.year) if whole_year else month(line.period_from)


def who_words(line: DeclaredLine) -> str:
    """Who declared the line, as they are known."""
    if line.siret:
        number = f"SIRET{NBSP}{line.siret}"
        return f"{line.employer}, {number}" if line.employer else number
    return label(line.kind) if line.kind else _("Employeur non précisé")


def _row(line: DeclaredLine) -> Row:
    words = {"day": day_short(line.received_at)}
    if line.former is not None:
        words["former"] = measured(line.former, line.unit)
    notes = []
    if line.withdrawn:
        notes.append(_("Ligne retirée : elle ne compte plus pour vous"))
        if line.former is not None:
            notes.append(_("Avant le %(day)s : %(former)s") % words)
    elif line.former is not None:
        notes.append(_("Corrigée le %(day)s ; avant : %(former)s") % words)
    elif line.version > 1:
        notes.append(_("Corrigée le %(day)s") % words)
    for ground, days, time, counts in line.absences:
        about = {"ground": label(ground), "time": measured(time, line.unit), "days": days}
        if counts:
            notes.append(_("%(ground)s : compté comme du travail (%(time)s)") % about)
        else:
            notes.append(_("%(ground)s : non compté") % about)
    return Row(period_words(line), who_words(line), measured(line.counted, line.unit), tuple(notes))


def _total(year: DeclaredYear) -> str:
    """The sum beside a full year, as the rule takes it."""
    if year.unit is WorkUnit.SHARE and year.reference:
        share = 10_000 * int(year.worked) // int(year.reference)
        text = decimal(f"{share // 100}.{share % 100:02d}")
        return _("%(share)s %% d’une année complète") % {"share": text}
    if year.unit is WorkUnit.PAY:
        return measured(f"{int(year.worked) // 100}.{int(year.worked) % 100:02d}", year.unit)
    total = measured(year.worked, year.unit)
    if year.reference is None:
        return total
    return _("%(worked)s sur %(reference)s pour une année complète") % {
        "worked": total,
        "reference": measured(year.reference, year.unit),
    }
