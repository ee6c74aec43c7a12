"""The forms of an offer: what was typed becomes a content, and a content comes back as it would be typed.

Shape is judged here, sense by the checks of the catalogue. Texts are typed as lines; « - » begins an item of a list.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote

from django.utils.translation import gettext as _

from acquis.catalogue.types import (
    CertificationFee,
    DraftFinding,
    Entry,
    Modality,
    OfferAction,
    OfferSession,
    OfferTraining,
    Place,
    Rhythm,
    SessionState,
)
from acquis.kit.money import parse_euros

Kind = TypeVar("Kind", bound=StrEnum)

TEXTS = ("objective", "expected_results", "content")
_AMOUNTS = {
    "price": "price_cents",
    "price_without_vat": "price_without_vat_cents",
    "extra_fees": "extra_fees_cents",
    "certification_amount": "certification_fee_cents",
}
_MOST_CENTS = 10_000_000_00
#: By what is typed: per mille. Overseas, the rates are 8,5 and 2,1.
_VAT_PERMILLE = {"0": 0, "2,1": 21, "5,5": 55, "8,5": 85, "20": 200}
VAT_RATES = tuple(_VAT_PERMILLE)


def training_from(typed: Mapping[str, str], was: OfferTraining) -> tuple[OfferTraining, dict[str, str]]:
    """The content with what was typed of the training itself, and what cannot be read of it."""
    errors: dict[str, str] = {}
    if not typed.get("title", "").strip():
        errors["title"] = _("Donnez un titre, par exemple « Devenir boulanger ».")
    code = re.sub(r"\s", "", typed.get("certification_code", "")).upper()
    if code and not re.fullmatch(r"(RNCP|RS|CPF)\d{1,8}", code):
        errors["certification_code"] = _("Écrivez le code comme RNCP37537, RS6964 ou CPF206.")
    offer = replace(
        was,
        title=" ".join(typed.get("title", "").split()),
        summary=" ".join(typed.get("summary", "").split())[:1000],
        certification_code=code,
        blocks=re.findall(r"[A-Z0-9]+", typed.get("blocks", "").upper()),
        category=typed.get("category", "").strip()[:8],
        level_in=_level(typed.get("level_in", "")),
        level_out=_level(typed.get("level_out", "")),
        course_kind=was.course_kind or "4",
        general_objective=was.general_objective or "6",
        objective=_text(typed, "objective", was.objective),
        expected_results=_text(typed, "expected_results", was.expected_results),
        content=_text(typed, "content", was.content),
    )
    return offer, errors


def typed_training(offer: OfferTraining) -> dict[str, str]:
    return {
        "number": offer.number,
        "title": offer.title,
        "summary": offer.summary,
        "certification_code": offer.certification_code,
        "blocks": " ".join(offer.blocks),
        "category": offer.category,
        "level_in": str(offer.level_in or ""),
        "level_out": str(offer.level_out or ""),
        **{name: lines(getattr(offer, name)) for name in TEXTS},
    }


def action_from(
    typed: Mapping[str, str], rhythms: Iterable[str], was: OfferAction
) -> tuple[OfferAction, dict[str, str]]:
    """One way of following the training, and what cannot be read of it."""
    errors: dict[str, str] = {}
    cents = {field: _amount(typed.get(name, ""), name, errors) for name, field in _AMOUNTS.items()}
    hours = {name: _whole(typed.get(name, ""), name, errors) or 0 for name in ("hours_centre", "hours_company")}
    postal = typed.get("postal_code", "").strip()
    if postal and postal != was.place.postal_code and not re.fullmatch(r"\d{5}", postal):
        errors["postal_code"] = _("Un code postal compte cinq chiffres, par exemple 69003.")
    modality = _one(Modality, typed.get("modality", ""), Modality.ON_SITE)
    spoken = re.findall(r"[A-Za-z]{2}", typed.get("languages", ""))
    languages = list(dict.fromkeys(each.upper() for each in spoken)) or ["FR"]
    rate = typed.get("vat_rate", "")
    permille = was.vat_rate_permille if rate == _rate(was) else _VAT_PERMILLE.get(rate)
    action = replace(
        was,
        modality=modality,
        entry=_one(Entry, typed.get("entry", ""), Entry.FIXED),
        price_cents=cents["price_cents"] or 0,
        price_without_vat_cents=cents["price_without_vat_cents"],
        vat_rate_permille=permille,
        extra_fees_cents=cents["extra_fees_cents"] or 0,
        certification_fee=_one(CertificationFee, typed.get("certification_fee", ""), CertificationFee.NOT_SAID),
        certification_fee_cents=cents["certification_fee_cents"],
        hours_centre=hours["hours_centre"],
        hours_company=hours["hours_company"],
        has_prerequisites=typed.get("has_prerequisites") == "1",
        accessible=typed.get("accessible") == "1",
        conditions=_text(typed, "conditions", was.conditions),
        accessibility=_line(typed, "accessibility", was.accessibility),
        admission=_line(typed, "admission", was.admission),
        pedagogy=_line(typed, "pedagogy", was.pedagogy),
        language=languages[0],
        languages=languages,
        rhythms=[rhythm for rhythm in Rhythm if str(rhythm) in set(rhythms)],
        place=Place() if modality is Modality.REMOTE else _place(typed, postal, was.place),
        phone=" ".join(typed.get("phone", "").split())[:25],
        email=typed.get("email", "").strip(),
        url=typed.get("url", "").strip(),
    )
    if action.email and action.email != was.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", action.email):
        errors["email"] = _("Ce courriel n’est pas complet, par exemple contact@exemple.fr.")
    if action.url and action.url != was.url and not re.fullmatch(r"https?://[^\s<>\"']+", action.url):
        errors["url"] = _("Un lien commence par https://.")
    return action, errors


def typed_action(action: OfferAction) -> dict[str, str]:
    return {
        "modality": action.modality,
        "entry": action.entry,
        **{name: _euros(getattr(action, field)) for name, field in _AMOUNTS.items()},
        "vat_rate": _rate(action),
        "certification_fee": action.certification_fee,
        "hours_centre": str(action.hours_centre or ""),
        "hours_company": str(action.hours_company or ""),
        "has_prerequisites": "1" if action.has_prerequisites else "",
        "accessible": "1" if action.accessible else "",
        "conditions": lines(action.conditions),
        "accessibility": action.accessibility,
        "admission": action.admission,
        "pedagogy": action.pedagogy,
        "languages": ", ".join(action.languages),
        "address": "\n".join(action.place.lines),
        "postal_code": action.place.postal_code,
        "town": action.place.town,
        "phone": action.phone,
        "email": action.email,
        "url": action.url,
    }


def session_from(typed: Mapping[str, str], was: OfferSession) -> tuple[OfferSession, dict[str, str]]:
    """A session, and what cannot be read of it."""
    errors: dict[str, str] = {}
    session = replace(
        was,
        starts_on=_day(typed.get("starts_on", ""), "starts_on", errors),
        ends_on=_day(typed.get("ends_on", ""), "ends_on", errors),
        state=_one(SessionState, typed.get("state", ""), SessionState.OPEN),
        guaranteed=typed.get("guaranteed") == "1",
        notes=" ".join(typed.get("notes", "").split())[:1000],
        places=_whole(typed.get("places", ""), "places", errors),
    )
    return session, errors


def typed_session(session: OfferSession) -> dict[str, str]:
    return {
        "starts_on": session.starts_on.isoformat() if session.starts_on else "",
        "ends_on": session.ends_on.isoformat() if session.ends_on else "",
        "state": session.state,
        "guaranteed": "1" if session.guaranteed else "",
        "notes": session.notes,
        "places": "" if session.places is None else str(session.places),
    }


def rich(typed: str) -> str:
    """Lines as paragraphs, and those that begin with « - » as a list."""
    made: list[str] = []
    items: list[str] = []
    for line in [*(" ".join(each.split()) for each in typed.splitlines()), ""]:
        if item := re.match(r"[-•*]\s*(.+)", line):
            items.append(f"<li>{html.escape(item[1], quote=False)}</li>")
            continue
        if items and line:
            made.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line:
            made.append(f"<p>{html.escape(line, quote=False)}</p>")
    if items:
        made.append(f"<ul>{''.join(items)}</ul>")
    return "".join(made)


def lines(markup: str) -> str:
    """A text as one would type it."""
    said = re.sub(r"<li[^>]*>", "\n- ", markup)
    said = re.sub(r"<br\s*/?>|</(p|li|h\d|ul|ol)>", "\n", said)
    bare = html.unescape(re.sub(r"<[^>]*>", "", said))
    return "\n".join(line for line in (" ".join(each.split()) for each in bare.splitlines()) if line)


def _text(typed: Mapping[str, str], name: str, was: str) -> str:
    """What was typed as a text; left as it was shown, it keeps the mark-up of a file, which lines cannot show."""
    said = [" ".join(each.split()) for each in typed.get(name, "").splitlines()]
    return was if "\n".join(filter(None, said)) == lines(was) else rich("\n".join(said))


def _line(typed: Mapping[str, str], name: str, was: str) -> str:
    """Likewise, what is typed on one line."""
    said = typed.get(name, "").split()
    return was if said == was.split() else " ".join(said)


def _rate(action: OfferAction) -> str:
    rate = action.vat_rate_permille
    return "" if rate is None else f"{rate / 10:g}".replace(".", ",")


def _place(typed: Mapping[str, str], postal_code: str, was: Place) -> Place:
    """The address that was typed; the same one stays the place that was known, its point on the map included."""
    place = Place(
        lines=[_short(each) for each in typed.get("address", "").splitlines() if each.strip()],
        postal_code=postal_code,
        town=_short(typed.get("town", "")),
    )
    shown = ([_short(each) for each in was.lines if each.strip()], was.postal_code, _short(was.town))
    return was if (place.lines, place.postal_code, place.town) == shown else place


def _short(text: str) -> str:
    """A line of an address, as long as LHEO allows."""
    return " ".join(text.split())[:50].rstrip()


def errors_of(findings: Iterable[DraftFinding], part: str) -> dict[str, str]:
    """The blocking findings of one page, each beside its field."""
    told: dict[str, str] = {}
    for each in findings:
        if each.blocking and each.part == part and each.field not in ("actions", "sessions"):
            told.setdefault(each.field, each.sentence)
    return told


def numbers_in(part: str) -> list[str]:
    """The numbers of an action and a session in a path; a number may hold any sign."""
    found = re.fullmatch(r"actions/(.*?)(?:/sessions/(.*))?", part, re.DOTALL)
    return [each for each in found.groups() if each is not None] if found else []


def where_words(path: str) -> str:
    """A place of an offer in words: « Programme », « Action A1, prix »."""
    numbers = numbers_in(path.rsplit("/", 1)[0]) if "/" in path else []
    field = path.rsplit("/", 1)[-1]
    names = {
        "title": _("titre"), "objective": _("ce que l’on saura faire"), "expected_results": _("ce que l’on obtient"),
        "content": _("programme"), "summary": _("résumé"), "conditions": _("conditions d’accès"),
        "admission": _("admission"), "accessibility": _("accueil des personnes handicapées"), "notes": _("remarques"),
        "pedagogy": _("façon d’apprendre"), "price_cents": _("prix"), "certification_code": _("certification"),
        "hours_centre": _("durée"), "places": _("places"), "starts_on": _("début"), "ends_on": _("fin"),
        "held_because": _("raison"), "blocks": _("blocs"), "guaranteed": _("départ assuré"), "doors": _("financement"),
        "address": _("Adresse").lower(),
    }  # fmt: skip
    parts = [
        *([_("action %(number)s") % {"number": numbers[0]}] if numbers else []),
        *([_("session %(number)s") % {"number": numbers[1]}] if len(numbers) > 1 else []),
        *([names.get(field, field)] if field not in numbers else []),
    ]
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def quoted(number: str) -> str:
    return quote(number, safe="")


def _one(kind: type[Kind], typed: str, otherwise: Kind) -> Kind:
    return kind(typed) if typed in set(kind) else otherwise


def _level(typed: str) -> int | None:
    return int(typed) if typed in tuple("12345678") else None


def _whole(typed: str, name: str, errors: dict[str, str]) -> int | None:
    bare = re.sub(r"\s", "", typed)
    if not bare:
        return None
    if not re.fullmatch(r"\d{1,5}", bare):
        errors[name] = _("Écrivez un nombre entier, par exemple 35.")
        return None
    return int(bare)


def _amount(typed: str, name: str, errors: dict[str, str]) -> int | None:
    if not typed.strip():
        return None
    try:
        cents = parse_euros(typed)
    except ValueError:
        cents = -1
    if not 0 <= cents <= _MOST_CENTS:
        errors[name] = _("Écrivez un montant en euros, par exemple 1 250,00.")
        return None
    return cents


def _day(typed: str, name: str, errors: dict[str, str]) -> date | None:
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        day = date.min
    if not 2015 <= day.year <= 2100:
        errors[name] = _("Écrivez une date, par exemple 2027-01-04.")
        return None
    return day


def _euros(cents: int | None) -> str:
    return "" if not cents else f"{cents // 100},{cents % 100:02d}"
