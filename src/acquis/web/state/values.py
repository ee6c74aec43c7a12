"""Values of the law and sums of a nation, as people read and type them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.insight.queries import Changeable, for_the_nation
from acquis.kit.money import parse_euros
from acquis.rules import Change
from acquis.rules.changes import NONE
from acquis.rules.parameters import Value
from acquis.web.design.written import decimal, euros_plain, number

MILLION, THOUSAND_MILLION = 100_000_000, 100_000_000_000


def value_words(value: Value | None, unit: str) -> str:
    """« 800 € », « 50 % », « 25 heures », « oui »; what is not fixed is said so."""
    if value is None:
        return _("rien de fixé")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int):
        return _whole(value, unit)
    return str(value)


def _whole(value: int, unit: str) -> str:
    match unit:
        case "centimes":
            return euros_plain(value)
        case "pour cent":
            return _("%(n)s %%") % {"n": number(value)}
        case "heures":
            return ngettext("%(n)s heure", "%(n)s heures", value) % {"n": number(value)}
        case "jours":
            return ngettext("%(n)s jour", "%(n)s jours", value) % {"n": number(value)}
        case "mois":
            return ngettext("%(n)s mois", "%(n)s mois", value) % {"n": number(value)}
        case "ans":
            return ngettext("%(n)s an", "%(n)s ans", value) % {"n": number(value)}
    return number(value)


def unit_words(unit: str) -> str:
    """The unit beside a field to type in."""
    return {
        "centimes": "€",
        "pour cent": "%",
        "heures": _("heures"),
        "jours": _("jours"),
        "mois": _("mois"),
        "ans": _("ans"),
    }.get(unit, "")


def typed(text: str, parameter: Changeable) -> str:
    """What a person typed, as `rules.change` reads it: euros become cents, everything else stays.

    Raises ValueError when an amount is no amount.
    """
    if parameter.now.unit == "centimes" and text != NONE:
        return str(parse_euros(text))
    return "".join(text.split()).replace("\u00a0", "").replace("\u202f", "")


def changed_value(change: Change, parameter: Changeable) -> str:
    return value_words(change.value, parameter.now.unit)


# ---------------------------------------------------------------- sums of a nation


def people(count: int, accounts: int) -> int:
    """So many accounts of the sample, as people of the nation, rounded to what a sample can tell."""
    found = for_the_nation(count, accounts)
    step = 1 if count == found else 1_000 if found >= 10_000 else 100
    return round(found / step) * step


def large_euros(cents: int) -> str:
    """« 102,6 millions d’euros », « 1,03 milliard d’euros », « 900 000 € »; the sign is left to the sentence."""
    amount = abs(cents)
    if amount >= THOUSAND_MILLION:
        figure = f"{amount / THOUSAND_MILLION:.2f}"
        several = amount >= 2 * THOUSAND_MILLION
        words = _("%(n)s milliards d’euros") if several else _("%(n)s milliard d’euros")
        return words % {"n": decimal(figure)}
    if amount >= MILLION:
        several = amount >= 2 * MILLION
        words = _("%(n)s millions d’euros") if several else _("%(n)s million d’euros")
        return words % {"n": decimal(f"{amount / MILLION:.1f}")}
    return euros_plain(round(amount / 100_000) * 100_000)


def millions(cents: int, *, signed: bool = False) -> str:
    """« 102,6 », « −3,0 »: millions of euros in a column; « 0 » when there is nothing."""
    if cents == 0:
        return "0"
    sign = "−" if cents < 0 else "+" if signed else ""
    whole, _point, part = f"{abs(cents) / MILLION:.1f}".partition(".")
    if (whole, part) == ("0", "0"):
        return "≈ 0"
    # Every figure of a column has its decimal, so that they stand under each other.
    return f"{sign}{number(int(whole))}{decimal('0.1')[1]}{part}"
