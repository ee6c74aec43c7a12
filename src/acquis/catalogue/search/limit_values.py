"""What the words of a limit are worth: criteria of a request, the value as a criterion takes it, and its label."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ..types import Funding, Modality, Rhythm
from .plan import Way

#: What a rule makes of its match: value, label, criteria.
Made = tuple[str, str, dict[str, Any]]
Maker = Callable[[re.Match[str], date], Made]

NUMBER_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10, "quinze": 15}
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout",
    "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
#: Levels of the framework, by years after the baccalauréat.
_AFTER_BAC = {"1": 5, "2": 5, "3": 6, "4": 6, "5": 7, "6": 8, "7": 8, "8": 8}
_NAMED_LEVELS = {
    "cap": 3, "bep": 3, "bac": 4, "baccalaureat": 4, "bts": 5, "dut": 5, "licence": 6, "bachelor": 6, "master": 7,
    "ingenieur": 7, "doctorat": 8,
}  # fmt: skip
#: Hours of a day and of a week of training.
_DAY, _WEEK = 7, 35
#: « avant fin janvier », « avant la mi-janvier »: days of the month before.
_PARTS = {"debut": 5, "mi": 15, "fin": 28}
_SHORT_HOURS = 70
_CHEAP_CENTS = 100_000
_SOON_DAYS = 45
#: Nothing is on sale farther ahead; beyond, « dans 99999 mois » would leave the calendar.
_FARTHEST_DAYS = 10 * 365
ABOVE_BAC = tuple(Way((f"level:{level}",)) for level in (6, 7, 8))


def n(said: str) -> int:
    return NUMBER_WORDS.get(said) or int(said)


def level(level: int) -> Made:
    return str(level), _("niveau %(level)d") % {"level": level}, {"levels": frozenset({level})}


def after_bac(m: re.Match[str], on: date) -> Made:
    return level(_AFTER_BAC[m["years"]])


def numbered_level(m: re.Match[str], on: date) -> Made:
    return level(int(m["level"]))


def named_level(m: re.Match[str], on: date) -> Made:
    return level(_NAMED_LEVELS[m["name"]])


def level_of_bac(m: re.Match[str], on: date) -> Made:
    return level(_NAMED_LEVELS["bac"])


def without_diploma(m: re.Match[str], on: date) -> Made:
    return "-5", _("sans le bac : jusqu’à bac + 2"), {}


def _most_hours(hours: int) -> Made:
    return f"-{hours}", _("%(hours)d heures au plus") % {"hours": hours}, {"max_hours": hours}


def hours(m: re.Match[str], on: date) -> Made:
    unit = {"j": _DAY, "s": _WEEK}.get(m["unit"][0], 1)
    return _most_hours(n(m["n"]) * unit)


def least_hours(m: re.Match[str], on: date) -> Made:
    unit = {"j": _DAY, "s": _WEEK}.get(m["unit"][0], 1)
    hours = n(m["n"]) * unit
    return f"{hours}-", _("%(hours)d heures au moins") % {"hours": hours}, {"min_hours": hours}


def short(m: re.Match[str], on: date) -> Made:
    return _most_hours(_SHORT_HOURS)


def _most_price(euros: int) -> Made:
    shown = f"{euros:,}".replace(",", "\u202f")
    return f"-{euros * 100}", _("%(price)s € au plus") % {"price": shown}, {"max_price_cents": euros * 100}


def price(m: re.Match[str], on: date) -> Made:
    return _most_price(n(m["n"]))


def price_between(m: re.Match[str], on: date) -> Made:
    low, high = sorted((n(m["low"]), n(m["n"])))
    told = _("de %(low)d à %(high)d €") % {"low": low, "high": high}
    return f"{low * 100}-{high * 100}", told, {"min_price_cents": low * 100, "max_price_cents": high * 100}


def free(m: re.Match[str], on: date) -> Made:
    return "-0", _("gratuit"), {"max_price_cents": 0}


def funded(m: re.Match[str], on: date) -> Made:
    payer = {"r": Funding.REGION, "o": Funding.SKILLS_OPERATOR}.get(m["payer"][0], Funding.EMPLOYMENT_SERVICE)
    told = {
        Funding.REGION: _("payée par la région"),
        Funding.EMPLOYMENT_SERVICE: _("payée par France Travail"),
        Funding.SKILLS_OPERATOR: _("payée par un opérateur de compétences"),
    }
    return str(payer), told[payer], {"fundings": frozenset({payer})}


def accessible(m: re.Match[str], on: date) -> Made:
    return "true", _("accessible aux personnes handicapées"), {"accessible": True}


def cheap(m: re.Match[str], on: date) -> Made:
    return _most_price(_CHEAP_CENTS // 100)


def _starts(first: date, last: date | None, label: str) -> Made:
    value = f"{first.isoformat()}/{last.isoformat() if last else ''}"
    return value, label, {"starts_from": first} | ({"starts_until": last} if last else {})


def within(m: re.Match[str], on: date) -> Made:
    days = n(m["n"]) * {"j": 1, "s": 7, "m": 30}[m["unit"][0]]
    last = on + timedelta(days=min(days + (1 if m["unit"][0] == "m" else 0), _FARTHEST_DAYS))
    return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})


def soon(m: re.Match[str], on: date) -> Made:
    last = on + timedelta(days=_SOON_DAYS)
    return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})


def in_a_week(m: re.Match[str], on: date) -> Made:
    """« la semaine prochaine » is from Monday to Sunday, « dès la semaine prochaine » from then on."""
    monday = on - timedelta(days=on.weekday()) + timedelta(days=7 if m["next"] else 0)
    first = max(on, monday)
    if m["how"]:
        return _starts(first, None, _("débute après le %(day)s") % {"day": _told(first)})
    last = monday + timedelta(days=6)
    return _starts(first, last, _("débute avant le %(day)s") % {"day": _told(last)})


def next_month(m: re.Match[str], on: date) -> Made:
    first = _first_of(on.year + on.month // 12, on.month % 12 + 1)
    return _starts(first, _last_of(first), _("débute en %(month)s") % {"month": _month_told(first)})


def in_month(m: re.Match[str], on: date) -> Made:
    month = MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m["year"] else on.year + (month < on.month)
    first = _first_of(year, month)
    how = m["how"] or "en"
    begins = first + timedelta(days=_PARTS[m["part"]]) if m["part"] else first
    if how.startswith(("avant", "d ici")):
        last = begins - timedelta(days=1) if how == "avant" else _last_of(first)
        return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})
    if how in ("a partir de", "des", "apres"):
        first = _last_of(first) + timedelta(days=1) if how == "apres" else first
        return _starts(max(on, first), None, _("débute après le %(day)s") % {"day": _told(max(on, first))})
    return _starts(max(on, first), _last_of(first), _("débute en %(month)s") % {"month": _month_told(first)})


def on_a_day(m: re.Match[str], on: date) -> Made:
    """« avant le 15 janvier », « à partir du 3 mars », « le 3 mars »: the next such day, unless a year is said."""
    month, number, how = MONTHS.index(m["month"]) + 1, max(1, int(m["day"])), m["how"] or "le"
    years = [int(m["year"])] if m["year"] else [on.year, on.year + 1]
    days = [
        min(_first_of(year, month) + timedelta(days=number - 1), _last_of(_first_of(year, month))) for year in years
    ]
    day = next((day for day in days if day >= on), days[-1])
    if how in ("a partir du", "des le", "apres le"):
        return _starts(max(on, day), None, _("débute après le %(day)s") % {"day": _told(max(on, day))})
    if how == "le":
        return _starts(day, day, _("débute le %(day)s") % {"day": _told(day)})
    return _starts(on, day, _("débute avant le %(day)s") % {"day": _told(day)})


def season(m: re.Match[str], on: date) -> Made:
    first_month, months = {"rentree": (9, 2), "ete": (7, 2), "printemps": (3, 3), "automne": (9, 3)}[m["season"]]
    year = on.year + (first_month < on.month)
    first = _first_of(year, first_month)
    last = _last_of(_first_of(year, first_month + months - 1))
    return _starts(max(on, first), last, _("débute avant le %(day)s") % {"day": _told(last)})


def _first_of(year: int, month: int) -> date:
    return date(min(max(year, 2000), 2200), month, 1)


def _last_of(first: date) -> date:
    return _first_of(first.year + first.month // 12, first.month % 12 + 1) - timedelta(days=1)


def _told(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _month_told(day: date) -> str:
    names = (
        _("janvier"), _("février"), _("mars"), _("avril"), _("mai"), _("juin"), _("juillet"), _("août"),
        _("septembre"), _("octobre"), _("novembre"), _("décembre"),
    )  # fmt: skip
    return f"{names[day.month - 1]} {day.year}"


def modality(*modalities: Modality) -> Maker:
    def make(m: re.Match[str], on: date) -> Made:
        label = _("à distance") if Modality.REMOTE in modalities else _("en présentiel")
        if modalities == (Modality.MIXED,):
            label = _("mixte")
        return ",".join(modalities), label, {"modalities": frozenset(modalities)}

    return make


def rhythm(rhythm: Rhythm) -> Maker:
    def make(m: re.Match[str], on: date) -> Made:
        told = {
            Rhythm.WEEKENDS: _("le week-end"),
            Rhythm.WEEKDAYS: _("en semaine"),
            Rhythm.PART_TIME: _("à temps partiel"),
            Rhythm.FULL_TIME: _("à temps plein"),
        }
        return str(rhythm), told[rhythm], {"rhythms": frozenset({rhythm})}

    return make
