"""How a training is read with all its parts, whatever the format it came in.

A part that is wrong is left out and told: a session costs itself, an action its sessions, a training its actions.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import escape
from typing import Any

import nh3
from lxml import etree

from acquis.kit.money import parse_euros

from ..anomalies import kept_values
from ..checking import Rules, check_action, check_among, check_session, check_training
from ..types import Finding, Level
from ..types.content import OfferAction, OfferSession, OfferTraining
from .structure import Structure, check, first_day, local
from .xml import Record

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "sub", "sup", "h3", "h4"}


@dataclass
class Reading:
    """A training as read: `training` is None when it cannot be taken; numbers of what was left out with it."""

    number: str
    training: OfferTraining | None = None
    findings: list[Finding] = field(default_factory=list)
    refused_actions: int = 0
    refused_sessions: int = 0
    #: Lines of the file before the training: its elements count theirs from it.
    base: int = 0

    def notes(self, level: Level, **numbers: str) -> Notes:
        return Notes(self.findings, level, self.base, **numbers)


class Notes:
    """Notes anomalies about one object, and remembers whether one of them costs it."""

    def __init__(self, findings: list[Finding], level: Level, base: int, **numbers: str) -> None:
        self.findings, self.level, self.base, self.numbers = findings, level, base, numbers
        self.blocked = False

    def __call__(self, code: str, /, *, blocking: bool = True, line: Any = None, **words: object) -> None:
        self.blocked = self.blocked or blocking
        at = None if line is None else line + self.base
        self.findings.append(
            Finding(level=self.level, code=code, words=kept_values(words), blocking=blocking, line=at, **self.numbers)
        )


class Dialect(ABC):
    """What differs between the formats: the table of their structure, and where each value is."""

    name: str
    table: Structure
    rules: Rules

    @abstractmethod
    def training(self, element: etree._Element, training: OfferTraining, note: Notes) -> None: ...

    @abstractmethod
    def action(self, element: etree._Element, action: OfferAction, note: Notes) -> None: ...

    @abstractmethod
    def session(self, element: etree._Element, session: OfferSession, action: OfferAction, note: Notes) -> None: ...

    def read(self, record: Record) -> Reading:
        """Read one training; what is wrong is left out and told in `findings`."""
        element = record.element
        number = "" if element is None else clean_number(element.get("numero"))
        reading = Reading(number, base=record.line - 1)
        note = reading.notes(Level.TRAINING, training=number)
        if record.errors or element is None:
            for error in record.errors[:5] or ("",):
                note("malformed", detail=error, line=1)
            return reading
        if not number:
            note("missing_attribute", attribute="numero", element="formation", line=1)
        check(element, self.table, note, leave=frozenset({"action"}))
        training = OfferTraining(number)
        training.created_on = self._day(element, "datecrea", note)
        training.updated_on = self._day(element, "datemaj", note)
        self.training(element, training, note)
        seen: set[str] = set()
        children = [c for c in element.iterchildren(etree.Element) if local(c) == "action"]
        for rank, child in enumerate(children, start=1):
            action = self._read_action(child, rank, reading, seen)
            if action is None:
                reading.refused_actions += 1
            else:
                training.actions.append(action)
        check_training(training, self.rules, partial(note, line=element.sourceline))
        self._among(training, reading)
        if note.blocked:
            reading.refused_actions += len(training.actions)
            reading.refused_sessions += sum(len(a.sessions) for a in training.actions)
        elif not training.actions:
            note("no_action", line=1)
        else:
            reading.training = training
        return reading

    def _among(self, training: OfferTraining, reading: Reading) -> None:
        refused: dict[str, Notes] = {}

        def note_on(number: str) -> Notes:
            numbers = {"training": training.number, "action": number}
            return refused.setdefault(number, reading.notes(Level.ACTION, **numbers))

        check_among(training, self.rules, note_on)
        out = {number for number, note in refused.items() if note.blocked}
        reading.refused_actions += len(out)
        reading.refused_sessions += sum(len(a.sessions) for a in training.actions if a.number in out)
        training.actions = [a for a in training.actions if a.number not in out]

    def _read_action(self, element: etree._Element, rank: int, reading: Reading, seen: set[str]) -> OfferAction | None:
        number = clean_number(element.get("numero")) or str(rank)
        note = reading.notes(Level.ACTION, training=reading.number, action=number)
        self._number(element, number, rank, seen, note)
        check(element, self.table, note, leave=frozenset({"session"}))
        action = OfferAction(number)
        self.action(element, action, note)
        check_action(action, self.rules, partial(note, line=element.sourceline))
        taken: set[str] = set()
        children = [c for c in element.iterchildren(etree.Element) if local(c) == "session"]
        for place, child in enumerate(children, start=1):
            session = self._read_session(child, place, action, reading, taken)
            if session is None:
                reading.refused_sessions += 1
            else:
                action.sessions.append(session)
        if not note.blocked and not action.sessions:
            note("no_session", line=element.sourceline)
        if note.blocked:
            reading.refused_sessions += len(action.sessions)
            return None
        return action

    def _read_session(
        self, element: etree._Element, rank: int, action: OfferAction, reading: Reading, seen: set[str]
    ) -> OfferSession | None:
        number = clean_number(element.get("numero")) or str(rank)
        note = reading.notes(Level.SESSION, training=reading.number, action=action.number, session=number)
        self._number(element, number, rank, seen, note)
        check(element, self.table, note)
        session = OfferSession(number)
        self.session(element, session, action, note)
        check_session(session, action, self.rules, partial(note, line=element.sourceline))
        return None if note.blocked else session

    @staticmethod
    def _number(element: etree._Element, number: str, rank: int, seen: set[str], note: Notes) -> None:
        if not clean_number(element.get("numero")):
            note("no_number", rank=rank, blocking=False, line=element.sourceline)
        if number in seen:
            note("duplicate_number", number=number, line=element.sourceline)
        seen.add(number)

    @staticmethod
    def _day(element: etree._Element, attribute: str, note: Notes) -> date | None:
        value = (element.get(attribute) or "").strip()
        day = first_day(value)
        if value and day is None:
            note("bad_date", element=attribute, value=value, blocking=False, line=element.sourceline)
        return day


def clean_number(value: str | None) -> str:
    """A provider's own number: one line, at most 200 characters."""
    return " ".join((value or "").split())[:200]


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at a path of names, whatever its namespace."""
    for name in path:
        if element is None:
            return None
        element = next((c for c in element.iterchildren(etree.Element) if local(c) == name), None)
    return element


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if element is None else [c for c in element.iterchildren(etree.Element) if local(c) == name]


def text(element: etree._Element | None, *path: str) -> str:
    """The text at a path, on one line; "" when there is none."""
    found = child(element, *path)
    return "" if found is None else " ".join((found.text or "").split())


def raw(element: etree._Element | None, *path: str) -> str:
    found = child(element, *path)
    return "" if found is None else found.text or ""


def plain(written: str) -> str:
    """A text without any mark-up, on one line."""
    bare = nh3.clean(re.sub(r"</(p|li|h\d)>|<br\s*/?>", " ", written), tags=set(), attributes={})
    return " ".join(_unescape(bare).split())


def rich(written: str) -> str:
    """Sanitised HTML: a few tags without attributes; plain text becomes paragraphs."""
    if not re.search(r"<\s*/?\s*[A-Za-z]", written):
        lines = (_unescape(line.strip()) for line in written.splitlines() if line.strip())
        return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    return nh3.clean(written, tags=_TAGS, attributes={}, link_rel=None).strip()


def _unescape(written: str) -> str:
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ("\u00a0", "&nbsp;"), ('"', "&quot;"), ("&", "&amp;")):
        written = written.replace(entity, sign)
    return written


def amount(written: str, element: str, note: Notes, *, blocking: bool = True) -> int | None:
    """Cents, or None and a note when it is no amount."""
    try:
        return parse_euros(written)
    except ValueError:
        note("bad_amount", value=written, element=element, blocking=blocking)
        return None


def whole(written: str) -> int:
    return int(written) if re.fullmatch(r"\d{1,9}", written) else 0


def degrees(written: str, most: float) -> float | None:
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        return None
    return value if -most <= value <= most else None


def web_address(written: str) -> str:
    """An address people may follow; anything but http and https is left out."""
    return written if re.match(r"https?://[^\s<>\"']+$", written) else ""


def check_siret(siret: str, note: Notes) -> str:
    """The SIRET when it has 14 digits; "" and a note otherwise (13 or 15 digits are seen in real files)."""
    if re.fullmatch(r"\d{14}", siret):
        return siret
    note("bad_siret", value=siret)
    return ""
