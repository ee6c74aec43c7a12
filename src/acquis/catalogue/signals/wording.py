"""Signals in the words of an offer: promises and marks that are listed, and ways of being joined outside."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_noop as words

from acquis.kit.sql import fold

from ..types import Signal, SignalKind
from ..types.content import OfferTraining

_FILE = Path(__file__).parent / "rules.toml"
#: Mark-up that may stand within a word; all other separates words.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^>]*)?/?>"
    r"|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"<[^>]*>")
#: Characters that are not seen: zero-width and other marks of layout, and accents that belong to no letter.
_UNSEEN = frozenset({"Cf", "Mn"})
#: How many characters around the words met are shown.
_AROUND = 40

#: Ways of being joined outside, in any text that people publish.
CONTACTS = (
    (
        "phone",
        re.compile(
            # With a slash, only pair by pair: « 01/02/2027 10 h » is a date.
            r"(?<!\d)(?:(?:\+|00)33[\s.\-]?[1-9]|0[1-9])(?:(?:[\s.\-]?\d{2}){4}|(?:\s?[/_·]\s?\d{2}){4})(?!\d)"
        ),
    ),
    ("email", re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\)|arobase)\s?[\w-]+(?:\.|\s?point\s?)\w{2,}", re.IGNORECASE)),
    (
        "link",
        re.compile(
            r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:fr|com|net|org|eu|io)\b(?:/\S*)?|\b(?:(?:wa|t|m)\.me|bit\.ly)/\S+",
            re.IGNORECASE,
        ),
    ),
)
_CONTACT_WHY = words(
    "Une personne doit pouvoir tout faire ici : un téléphone, un courriel ou un lien dans le texte la mène ailleurs. "
    "Ces coordonnées ont leurs propres champs."
)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    kind: SignalKind
    why: str
    source: str
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """The listed words, each rule as one pattern over folded text."""
    with _FILE.open("rb") as file:
        listed = tomllib.load(file)["rule"]
    return tuple(
        Rule(each["id"], SignalKind(each["kind"]), each["why"], each["source"], _pattern(each["words"]))
        for each in listed
    )


def _pattern(listed: list[str]) -> re.Pattern[str]:
    phrases = (" ".join(re.escape(w).replace(r"\*", r"\w*") for w in phrase.split()) for phrase in listed)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def texts_of(offer: OfferTraining) -> Iterator[tuple[str, str]]:
    """Every free text of an offer: where it stands, and its words without mark-up."""
    for name in ("title", "objective", "expected_results", "content", "summary"):
        yield name, bare(getattr(offer, name))
    for action in offer.actions:
        for name in ("conditions", "admission", "accessibility", "pedagogy"):
            yield f"actions/{action.number}/{name}", bare(getattr(action, name))
        yield f"actions/{action.number}/address", bare(" ".join((*action.place.lines, action.place.town)))
        for door in action.doors:
            said = (door.body, *door.address, door.words)
            yield f"actions/{action.number}/doors", bare(" ".join(filter(None, said)))
        for session in action.sessions:
            yield f"actions/{action.number}/sessions/{session.number}/notes", bare(session.notes)


def bare(markup: str) -> str:
    """The words as they are seen: no mark-up, and nothing of what is not seen."""
    text = html.unescape(_MARKUP.sub(" ", _INLINE.sub("", markup)))
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(text.split())


def wording_signals(offer: OfferTraining) -> Iterator[Signal]:
    """One signal for each place where a rule is met: what was looked at in a text says nothing of the rest of it."""
    for where, text in texts_of(offer):
        if text:
            yield from dict.fromkeys((*_promises(where, text), *_contacts(where, text)))


def _promises(where: str, text: str) -> Iterator[Signal]:
    said, places = _folded(text)
    for rule in rules():
        for met in rule.pattern.finditer(said):
            excerpt = _excerpt(text, places[met.start()], places[met.end() - 1] + 1)
            yield Signal(kind=rule.kind, rule=rule.id, where=where, excerpt=excerpt, why=rule.why, source=rule.source)


def _contacts(where: str, text: str) -> Iterator[Signal]:
    told: list[tuple[int, int]] = []
    for name, pattern in CONTACTS:
        for found in pattern.finditer(text):
            # The site of an e-mail address is no second way of being joined.
            if any(start <= found.start() and found.end() <= end for start, end in told):
                continue
            told.append(found.span())
            yield Signal(
                kind=SignalKind.CONTACT,
                rule=f"contact_{name}",
                where=where,
                excerpt=_excerpt(text, *found.span()),
                why=_CONTACT_WHY,
            )


@cache
def _letters(character: str) -> str:
    """A character as rules read it: letters and figures, a space for all others."""
    return "".join(each if each.isalnum() else " " for each in fold(character) or " ")


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as rules read it, letters and figures with single spaces, and where each character comes from."""
    said: list[str] = []
    places: list[int] = []
    last = " "
    for at, character in enumerate(text):
        for letter in _letters(character):
            if letter == " " == last:
                continue
            said.append(letter)
            places.append(at)
            last = letter
    return "".join(said), places


def _excerpt(text: str, start: int, end: int) -> str:
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return f"{'…' if left else ''}{text[left:right].strip()}{'…' if right < len(text) else ''}"
