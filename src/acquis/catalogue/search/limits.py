"""What people plainly mean as a limit: « moins de 20 heures », « bac+2 », « à distance », « dans 2 mois », « pas cher ».

Each rule is a few words over the folded words of the question, tried only when one of its telling words is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ..types import Modality, Rhythm
from .plan import Way
from .types import Reading


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit read in the words `start` to `end` (tokens): the criteria it sets, and how it is told.

    One that is not `firm` is let go when nothing keeps it. `unwanted` takes offers away that no criterion can.
    """

    reading: Reading
    start: int
    end: int
    value: str
    label: str
    criteria: Mapping[str, Any] = field(default_factory=dict)
    firm: bool = True
    unwanted: tuple[Way, ...] = ()


#: What a rule makes of its match: value, label, criteria, or None when it does not apply after all.
Made = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: any of `telling` must be a word of the question before its pattern is tried."""

    reading: Reading
    telling: frozenset[str]
    pattern: re.Pattern[str]
    make: Callable[[re.Match[str], date], Made | None]
    firm: bool = True
    unwanted: tuple[Way, ...] = ()


_NUMBER_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10, "quinze": 15}
_NUMBER = r"(?P<n>\d{1,5}|" + "|".join(_NUMBER_WORDS) + r")"
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)  # fmt: skip
#: Levels of the framework, by years after the baccalauréat.
_AFTER_BAC = {"1": 5, "2": 5, "3": 6, "4": 6, "5": 7, "6": 8, "7": 8, "8": 8}
_NAMED_LEVELS = {
    "cap": 3, "bep": 3, "bac": 4, "baccalaureat": 4, "bts": 5, "dut": 5, "licence": 6, "bachelor": 6, "master": 7,
    "ingenieur": 7, "doctorat": 8,
}  # fmt: skip
#: Hours of a day and of a week of training.
_DAY, _WEEK = 7, 35
_SHORT_HOURS = 70
_CHEAP_CENTS = 100_000
_SOON_DAYS = 45
_ABOVE_BAC = tuple(Way((f"level:{level}",)) for level in (6, 7, 8))


def _n(said: str) -> int:
    return _NUMBER_WORDS.get(said) or int(said)


def _level(level: int) -> Made:
    return str(level), _("niveau %(level)d") % {"level": level}, {"levels": frozenset({level})}


def _after_bac(m: re.Match[str], on: date) -> Made:
    return _level(_AFTER_BAC[m["years"]])


def _numbered_level(m: re.Match[str], on: date) -> Made:
    return _level(int(m["level"]))


def _named_level(m: re.Match[str], on: date) -> Made:
    return _level(_NAMED_LEVELS[m["name"]])


def _without_diploma(m: re.Match[str], on: date) -> Made:
    return "-5", _("sans le bac"), {}


def _most_hours(hours: int) -> Made:
    return f"-{hours}", _("%(hours)d heures au plus") % {"hours": hours}, {"max_hours": hours}


def _hours(m: re.Match[str], on: date) -> Made:
    unit = {"j": _DAY, "s": _WEEK}.get(m["unit"][0], 1)
    return _most_hours(_n(m["n"]) * unit)


def _least_hours(m: re.Match[str], on: date) -> Made:
    unit = {"j": _DAY, "s": _WEEK}.get(m["unit"][0], 1)
    hours = _n(m["n"]) * unit
    return f"{hours}-", _("%(hours)d heures au moins") % {"hours": hours}, {"min_hours": hours}


def _short(m: re.Match[str], on: date) -> Made:
    return _most_hours(_SHORT_HOURS)


def _most_price(euros: int) -> Made:
    shown = f"{euros:,}".replace(",", "\u202f")
    return f"-{euros * 100}", _("%(price)s € au plus") % {"price": shown}, {"max_price_cents": euros * 100}


def _price(m: re.Match[str], on: date) -> Made:
    return _most_price(_n(m["n"]))


def _price_between(m: re.Match[str], on: date) -> Made:
    low, high = sorted((int(m["low"]), int(m["n"])))
    told = _("de %(low)d à %(high)d €") % {"low": low, "high": high}
    return f"{low * 100}-{high * 100}", told, {"min_price_cents": low * 100, "max_price_cents": high * 100}


def _free(m: re.Match[str], on: date) -> Made:
    return "-0", _("gratuit"), {"max_price_cents": 0}


def _cheap(m: re.Match[str], on: date) -> Made:
    return _most_price(_CHEAP_CENTS // 100)


def _starts(first: date, last: date | None, label: str) -> Made:
    value = f"{first.isoformat()}/{last.isoformat() if last else ''}"
    return value, label, {"starts_from": first} | ({"starts_until": last} if last else {})


def _within(m: re.Match[str], on: date) -> Made:
    days = _n(m["n"]) * {"j": 1, "s": 7, "m": 30}[m["unit"][0]]
    last = on + timedelta(days=days + (1 if m["unit"][0] == "m" else 0))
    return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})


def _soon(m: re.Match[str], on: date) -> Made:
    last = on + timedelta(days=_SOON_DAYS)
    return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})


def _next_month(m: re.Match[str], on: date) -> Made:
    first = _first_of(on.year + on.month // 12, on.month % 12 + 1)
    return _starts(first, _last_of(first), _("débute en %(month)s") % {"month": _month_told(first)})


def _in_month(m: re.Match[str], on: date) -> Made:
    month = _MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m["year"] else on.year + (month < on.month)
    first = _first_of(year, month)
    how = m["how"] or "en"
    if how.startswith(("avant", "d ici")):
        last = first - timedelta(days=1) if how == "avant" else _last_of(first)
        return _starts(on, last, _("débute avant le %(day)s") % {"day": _told(last)})
    if how in ("a partir de", "des", "apres"):
        first = _last_of(first) + timedelta(days=1) if how == "apres" else first
        return _starts(max(on, first), None, _("débute après le %(day)s") % {"day": _told(max(on, first))})
    return _starts(max(on, first), _last_of(first), _("débute en %(month)s") % {"month": _month_told(first)})


def _season(m: re.Match[str], on: date) -> Made:
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


def _modality(*modalities: Modality) -> Callable[[re.Match[str], date], Made]:
    def make(m: re.Match[str], on: date) -> Made:
        label = _("à distance") if Modality.REMOTE in modalities else _("en présentiel")
        if modalities == (Modality.MIXED,):
            label = _("mixte")
        return ",".join(modalities), label, {"modalities": frozenset(modalities)}

    return make


def _rhythm(rhythm: Rhythm) -> Callable[[re.Match[str], date], Made]:
    def make(m: re.Match[str], on: date) -> Made:
        told = {
            Rhythm.WEEKENDS: _("le week-end"),
            Rhythm.WEEKDAYS: _("en semaine"),
            Rhythm.PART_TIME: _("à temps partiel"),
            Rhythm.FULL_TIME: _("à temps plein"),
        }
        return str(rhythm), told[rhythm], {"rhythms": frozenset({rhythm})}

    return make


def _rule(
    reading: Reading, telling: str, pattern: str, make: Callable[[re.Match[str], date], Made | None], **more: Any
) -> Rule:
    return Rule(reading, frozenset(telling.split()), re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), make, **more)


_UNITS = r"(?P<unit>h|heures?|hrs?|jours?|j|semaines?|sem)"
_LESS = r"(?:(?:de |a |en |duree )?(?:moins de|max(?:i(?:mum)?)? (?:de )?|pas plus de|inferieure? a|jusqu a|au plus))"
_EUROS = r"(?:euros?|eur|e)"

RULES: tuple[Rule, ...] = (
    # Levels. « bac+2 » is one word, « bac + 2 » two.
    _rule(Reading.LEVEL, "bac+1 bac+2 bac+3 bac+4 bac+5 bac+6 bac+8", r"(?:niveau )?bac\+(?P<years>[1-8])", _after_bac),
    _rule(Reading.LEVEL, "bac bac+", r"(?:niveau )?bac\+? (?:plus )?(?P<years>[1-8])(?: ans?)?", _after_bac),
    _rule(Reading.LEVEL, "niveau", r"(?:de )?niveau (?P<level>[3-8])", _numbered_level),
    _rule(
        Reading.LEVEL,
        "niveau",
        r"(?:de )?niveau (?P<name>cap|bep|bac|baccalaureat|bts|dut|licence|bachelor|master|doctorat)",
        _named_level,
    ),
    _rule(
        Reading.LEVEL,
        "bac baccalaureat diplome diplomes qualification etudes",
        r"(?:quand on (?:n )?a |(?:je )?(?:n )?ai )?(?:sans|pas)(?: avoir)?(?: de| d| le| mon| son| un| aucun)? "
        r"(?:bac|baccalaureat|diplomes?|qualification|etudes)|non diplomes?",
        _without_diploma,
        unwanted=_ABOVE_BAC,
    ),
    # Durations.
    _rule(
        Reading.HOURS, "heures heure h jours jour semaines semaine j hrs", rf"{_LESS} ?{_NUMBER} ?{_UNITS}", _hours
    ),
    _rule(
        Reading.HOURS,
        "heures heure h jours jour semaines semaine j",
        rf"{_NUMBER} ?{_UNITS} (?:max(?:i(?:mum)?)?|au plus|au maximum)",
        _hours,
    ),
    _rule(
        Reading.HOURS,
        "heures heure jours jour semaines semaine",
        rf"(?:plus de|au moins|minimum) {_NUMBER} ?{_UNITS}",
        _least_hours,
    ),
    _rule(
        Reading.HOURS,
        "jours jour journee semaine heures",
        rf"(?:en|sur) {_NUMBER} (?P<unit>jours?|journees?|semaines?|heures?)",
        _hours,
    ),
    _rule(
        Reading.HOURS,
        "courte courtes court rapide rapides accelere acceleree express",
        r"(?:formations? |stages? |tres )*(?:courte?s?|rapides?|acceleree?s?|express)(?: formations?)?",
        _short,
        firm=False,
    ),
    # Prices.
    _rule(
        Reading.PRICE, "euros euro eur", rf"(?:prix )?entre (?P<low>\d{{1,5}}) et {_NUMBER} ?{_EUROS}", _price_between
    ),
    _rule(
        Reading.PRICE,
        "euros euro eur",
        rf"(?:{_LESS}|budget(?: de)?|prix max(?:imum)?|pour) ?{_NUMBER} ?{_EUROS}(?: max(?:imum)?)?",
        _price,
    ),
    _rule(Reading.PRICE, "euros euro eur", rf"(?:a )?{_NUMBER} ?{_EUROS}(?: (?:max(?:imum)?|au plus))?", _price),
    _rule(
        Reading.PRICE,
        "cher chere cheres chers prix marche couteux couteuse economique",
        r"(?:(?:la |le |les )?moins|pas(?: trop)?|peu) (?:cher(?:e?s?)|couteu(?:x|ses?))|(?:a )?(?:bas|petits?) prix|(?:tres )?bon marche",
        _cheap,
        firm=False,
    ),
    _rule(Reading.PRICE, "gratuit gratuite gratuites gratuits", r"(?:entierement |100 )?gratuite?s?", _free, firm=False),
    # Starts.
    _rule(
        Reading.STARTS,
        "mois semaines semaine jours jour",
        rf"(?:(?:qui |commen[c]?e?[a-z]*|demarr[a-z]*|debut[a-z]*|dispo[a-z]*) ?){{0,2}}(?:dans|d ici|sous|avant) "
        rf"(?:moins de |environ |les )?{_NUMBER} (?:prochaine?s? )?(?P<unit>jours?|semaines?|mois)",
        _within,
    ),
    _rule(
        Reading.STARTS,
        "prochain",
        r"(?:(?:qui |commence |demarre |debute |commencer )*)(?:le |au )?mois prochain",
        _next_month,
    ),
    _rule(
        Reading.STARTS,
        " ".join(_MONTHS),
        r"(?:(?:qui |commence |demarre |debute |commencer |debut |debutant )*)"
        r"(?:(?P<how>en|a partir de|des|avant|apres|d ici|pour|debut|fin) )?(?:le mois de |debut |mi |fin )?"
        rf"(?P<month>{'|'.join(_MONTHS)})(?: (?P<year>20\d\d))?",
        _in_month,
    ),
    _rule(
        Reading.STARTS,
        "rentree ete printemps automne",
        r"(?:a la |cet |cette |en |au |pour la |pour l )(?P<season>rentree|ete|printemps|automne)",
        _season,
    ),
    _rule(
        Reading.STARTS,
        "rapidement suite immediatement possible vite bientot immediate urgent prochainement",
        r"(?:(?:qui |commence |demarre |debute |commencer )*)"
        r"(?:rapidement|tout de suite|immediatement|des que possible|au plus (?:vite|tot)|bientot|le plus vite possible|"
        r"entree immediate|urgent|prochainement)",
        _soon,
        firm=False,
    ),
    # Where and when one learns.
    _rule(
        Reading.MODALITY,
        "presentiel presentielle presence place salle centre physique",
        r"(?:en |100 )?presentiel(?:le)?s?|en presence|sur place|en salle|en centre|en physique|cours en presentiel",
        _modality(Modality.ON_SITE, Modality.MIXED),
    ),
    _rule(
        Reading.MODALITY,
        "distance distanciel distancielle ligne e-learning elearning learning online visio visioconference internet "
        "maison domicile correspondance webinaire foad moi remote teletravail",
        r"(?:100 |tout |entierement |totalement |cours )?(?:(?:a |en )?distance|(?:en )?distanciel(?:le)?s?|en ligne|e learning|elearning|"
        r"online|(?:en |par )?visio(?:conference)?|(?:par|sur) internet|(?:depuis|de) (?:chez (?:moi|soi)|la maison)|"
        r"a la maison|par correspondance|foad|remote)",
        _modality(Modality.REMOTE),
    ),
    _rule(Reading.MODALITY, "mixte hybride blended", r"(?:en )?(?:mixte|hybride|blended)(?: learning)?", _modality(Modality.MIXED)),
    _rule(
        Reading.RHYTHM,
        "week weekend week-end weekends samedi samedis dimanche",
        r"(?:le |les |pendant le |uniquement le )?(?:week ends?|weekends?|samedis?(?: et dimanches?)?)",
        _rhythm(Rhythm.WEEKENDS),
        firm=False,
    ),
    _rule(Reading.RHYTHM, "semaine", r"(?:en|la|pendant la) semaine", _rhythm(Rhythm.WEEKDAYS), firm=False),
    _rule(Reading.RHYTHM, "partiel", r"(?:a )?temps partiel", _rhythm(Rhythm.PART_TIME), firm=False),
    _rule(Reading.RHYTHM, "plein complet", r"(?:a )?temps (?:plein|complet)", _rhythm(Rhythm.FULL_TIME), firm=False),
)  # fmt: skip


def limits_in(tokens: list[str], on: date, protected: set[int]) -> list[Limit]:
    """The limits of a question, in the order of the rules, none over another's words nor over the `protected` ones.

    `tokens` are folded words; figures may be written with their unit (« 20h »).
    """
    there = set(tokens)
    glued = any(token[0].isdigit() and token[-1] in "hje" for token in tokens)
    tried = [r for r in RULES if not there.isdisjoint(r.telling) or (glued and r.reading in _WITH_UNITS)]
    if not tried:
        return []
    text, starts, taken = " ".join(tokens), _offsets(tokens), set(protected)
    found: list[Limit] = []
    for rule in tried:
        for match in rule.pattern.finditer(text):
            start, end = starts[match.start()], starts.get(match.end() + 1, len(tokens))
            made = rule.make(match, on) if taken.isdisjoint(range(start, end)) else None
            if made is not None:
                value, label, criteria = made
                taken.update(range(start, end))
                found.append(Limit(rule.reading, start, end, value, label, criteria, rule.firm, rule.unwanted))
    return found


_WITH_UNITS = frozenset({Reading.HOURS, Reading.PRICE, Reading.STARTS})


def _offsets(tokens: list[str]) -> dict[int, int]:
    found, at = {}, 0
    for number, token in enumerate(tokens):
        found[at] = number
        at += len(token) + 1
    return found
