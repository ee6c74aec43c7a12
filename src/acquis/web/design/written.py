"""Figures, days and amounts as people read them, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from acquis.kit import money
from acquis.kit.clock import PARIS, day_of
from acquis.kit.money import NO_BREAK_SPACE as NBSP

_DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def _language() -> str:
    language = (get_language() or "fr")[:2]
    return language if language in _DAYS else "fr"


def _as_day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def _numbered(day: date) -> str:
    """The day in its month: French says « 1er », then plain figures."""
    number = "1er" if day.day == 1 and _language() == "fr" else str(day.day)
    return f"{number}{NBSP}{_MONTHS[_language()][day.month - 1]}"


def day(value: date | datetime) -> str:
    """« 30 novembre 2026 »; a moment is shown as the day it is in Paris."""
    on = _as_day(value)
    return f"{_numbered(on)} {on.year}"


def day_long(value: date | datetime, near: date | datetime | None = None) -> str:
    """« lundi 30 novembre »; with `near` (usually today) the year is added when it could be mistaken."""
    on = _as_day(value)
    text = f"{_DAYS[_language()][on.weekday()]} {_numbered(on)}"
    far = near is not None and abs((on - _as_day(near)).days) > 300
    return f"{text} {on.year}" if far else text


def day_full(value: date | datetime) -> str:
    """« lundi 30 novembre 2026 »."""
    on = _as_day(value)
    return f"{day_long(on)} {on.year}"


def day_short(value: date | datetime) -> str:
    """« 30/11/2026 », for dense tables."""
    return _as_day(value).strftime("%d/%m/%Y")


def month(value: date | datetime) -> str:
    """« novembre 2026 »."""
    on = _as_day(value)
    return f"{_MONTHS[_language()][on.month - 1]}{NBSP}{on.year}"


def hour(value: datetime) -> str:
    """« 14 h 05 », Paris time."""
    at = value.astimezone(PARIS)
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}" if _language() == "fr" else f"{at:%H:%M}"


def moment(value: datetime) -> str:
    """« lundi 30 novembre 2026 à 14 h 05 »."""
    between = "à" if _language() == "fr" else "at"
    return f"{day_full(value)} {between} {hour(value)}"


def number(value: int) -> str:
    """« 12 345 », "12,345"."""
    return f"{value:,}" if _language() == "en" else f"{value:,}".replace(",", NBSP)


def per_mille(value: int) -> str:
    """Per mille as per cent: « 87,5 % », "87.5%"."""
    return f"{decimal(f'{value // 10}.{value % 10}')}{'' if _language() == 'en' else NBSP}%"


def decimal(text: str) -> str:
    """A number as machines write it (``"1607.5"``), as people do: « 1 607,5 », "1,607.5"."""
    whole, _point, part = text.partition(".")
    mark = "." if _language() == "en" else ","
    return number(int(whole)) + (f"{mark}{part}" if part.strip("0") else "")


def mean(hundredths: int) -> str:
    """A mean of stars: « 4,3 » for 433, the half above."""
    tenths = (hundredths + 5) // 10
    return decimal(f"{tenths // 10}.{tenths % 10}")


def euros(cents: int, *, signed: bool = False) -> str:
    """« 3 412,70 € », "€3,412.70"."""
    return money.euros(cents, signed=signed, language=_language())


def euros_plain(cents: int) -> str:
    """« 500 € », "€500" when there are no cents to show, else as `euros`."""
    text = euros(cents)
    return text.removesuffix(".00") if _language() == "en" else text.replace(f",00{NBSP}€", f"{NBSP}€")


def signed_euros(cents: int) -> str:
    """« +500,00 € », « −42,00 € »: a movement."""
    return euros(cents, signed=True)


def plural(count: int, singular: str, many: str | None = None) -> str:
    """« 1 formation », « 2 formations »: French counts zero and one alike."""
    several = count >= 2 if _language() == "fr" else count != 1
    return f"{number(count)}{NBSP}{(many or singular + 's') if several else singular}"


def hours(value: int) -> str:
    """« 420 h », « −167 h »."""
    return f"{'−' if value < 0 else ''}{number(abs(value))}{NBSP}h"


def kilometres(value: float) -> str:
    """« 3 km », « moins de 1 km » is left to the page."""
    return f"{round(value)}{NBSP}km"


def siren(number: str) -> str:
    """Nine digits in threes, kept on one line."""
    return NBSP.join((number[:3], number[3:6], number[6:9]))


def siret(number: str) -> str:
    """A SIREN and five digits, kept on one line."""
    return NBSP.join((siren(number), number[9:]))


FILTERS: dict[str, Callable[..., Any]] = {
    "euros": euros,
    "euros_plain": euros_plain,
    "per_mille": per_mille,
    "signed_euros": signed_euros,
    "day": day,
    "day_long": day_long,
    "day_full": day_full,
    "day_short": day_short,
    "month": month,
    "hour": hour,
    "moment": moment,
    "number": number,
    "plural": plural,
    "hours": hours,
    "mean": mean,
    "kilometres": kilometres,
    "siren": siren,
    "siret": siret,
}
