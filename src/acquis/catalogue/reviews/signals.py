"""What in a text deserves a moderator's eye: ways to be joined, somebody named, insults.

Rules are data, in `signals.toml`, and decide nothing. A name is told by the words around it (« merci à Julie », « Mme
Durand »), never by a list of names: a place or a product with a capital letter is not one. Words are compared folded,
with the letters that people put in disguise.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from acquis.kit.sql import fold

from ..signals.wording import CONTACTS
from .types import SignalKind, TextSignal

_FILE = Path(__file__).with_name("signals.toml")
#: Signs written for letters.
_DISGUISE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s", "€": "e"})
_WORD = re.compile(r"[\w@$€*]+")
_REPEATED = re.compile(r"(\w)\1{2,}")
_CAPITAL = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ]"
_NAME = rf"{_CAPITAL}[a-zà-öø-ÿ]+(?:[ -]{_CAPITAL}[a-zA-Zà-öø-ÿ]+)?"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as they are read from `signals.toml`."""

    contacts: tuple[tuple[str, re.Pattern[str]], ...]
    before_a_name: re.Pattern[str]
    not_a_name: frozenset[str]
    insults: re.Pattern[str]
    insulting_phrases: re.Pattern[str]


@lru_cache
def rules() -> Rules:
    """The rules, read once."""
    with _FILE.open("rb") as file:
        said = tomllib.load(file)
    leads = "|".join(re.escape(each) for each in sorted(said["names"]["after"], key=len, reverse=True))
    insults = "|".join(re.escape(each).replace(r"\*", r"\w*") for each in said["insults"]["words"])
    phrases = "|".join(r"\W+".join(map(re.escape, each.split())) for each in said["insults"]["phrases"])
    return Rules(
        contacts=(*CONTACTS, *((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in said["contact"].items())),
        before_a_name=re.compile(rf"(?<!\w)(?i:{leads})\.?[  ](?P<name>{_NAME})"),
        not_a_name=frozenset(said["names"]["never"]),
        insults=re.compile(rf"(?:{insults})"),
        insulting_phrases=re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE),
    )


def signals_of(text: str) -> tuple[TextSignal, ...]:
    """What a moderator is shown of `text`, each thing once, in the order of the kinds."""
    return tuple(dict.fromkeys([*_contacts(text), *_names(text), *_insults(text)]))


def _contacts(text: str) -> Iterator[TextSignal]:
    for rule, pattern in rules().contacts:
        for match in pattern.finditer(text):
            yield TextSignal(SignalKind.CONTACT, match.group().strip(), rule)


def _names(text: str) -> Iterator[TextSignal]:
    for match in rules().before_a_name.finditer(text):
        if fold(match["name"].split()[0]) not in rules().not_a_name:
            yield TextSignal(SignalKind.NAME, match.group().strip(), "called")


def _insults(text: str) -> Iterator[TextSignal]:
    for match in _WORD.finditer(text):
        if rules().insults.fullmatch(_plain(match.group())):
            yield TextSignal(SignalKind.INSULT, match.group(), "insult")
    for match in rules().insulting_phrases.finditer("".join(unicodedata.normalize("NFD", c)[0] for c in text)):
        yield TextSignal(SignalKind.INSULT, text[match.start() : match.end()], "insult")


def _plain(word: str) -> str:
    """A word without accents, disguise and drawn-out letters: « c0nnaaaard » is read « connard »."""
    folded = fold(word)
    # A number is not a word in disguise.
    return _REPEATED.sub(r"\1", folded if folded.isdecimal() else folded.translate(_DISGUISE))
