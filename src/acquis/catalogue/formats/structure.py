"""Is an element of an offer built as its format says? A small table of our own says how; each element is judged alone.

The table (see `structures/edof.txt` for its words) stands in the place of a schema, because a schema judges a whole
file, and here a bad session must not cost a good training.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

#: Called with the code of an anomaly, whether it blocks, and the words of its sentence.
Note = Callable[..., None]

_FOLDER = Path(__file__).parent / "structures"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Composite:
    """Children in their order; `choice` asks for exactly one of them."""

    children: tuple[Child, ...]
    attributes: tuple[str, ...] = ()
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value: `kind` is text, one, whole, day, any or removed."""

    kind: str
    least: int = 0
    most: int | None = None
    pattern: str = ""
    values: frozenset[str] = frozenset()


Structure = dict[str, Composite | Leaf]


@cache
def structure(name: str) -> Structure:
    """The table called `name`, for instance ``edof``."""
    table: Structure = {}
    for line in (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        element, sign, rest = line.split(maxsplit=2)
        words = rest.split()
        if sign == ":":
            table[element] = _leaf(words)
        else:
            attributes = tuple(w[1:] for w in words if w.startswith("@"))
            children = tuple(_child(w) for w in words if not w.startswith("@"))
            table[element] = Composite(children, attributes, choice=sign == "/")
    return table


def _child(word: str) -> Child:
    name, least, most = re.fullmatch(r"([\w-]+)(?:\{(\d+),(\d+)\})?[?+*]?", word).groups()  # type: ignore[union-attr]
    if least is not None:
        return Child(name, int(least), int(most))
    bounds: dict[str, tuple[int, int | None]] = {"?": (0, 1), "+": (1, None), "*": (0, None)}
    return Child(name, *bounds.get(word[-1], (1, 1)))


def _leaf(words: list[str]) -> Leaf:
    kind, *rest = words
    if kind == "one":
        return Leaf("one", values=frozenset(rest[1:]))
    least, most, pattern = [*rest, *([""] * 3)][:3]
    return Leaf(kind, int(least or 0), int(most) if most else None, pattern)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def check(element: etree._Element, table: Structure, note: Note, *, leave: frozenset[str] = frozenset()) -> None:
    """Note every anomaly of `element` and of what it holds; children named in `leave` are only counted."""
    rule = table.get(local(element))
    if isinstance(rule, Leaf):
        _check_leaf(element, rule, note)
    elif rule is not None:
        _check_composite(element, rule, table, note, leave)


def _check_composite(
    element: etree._Element, rule: Composite, table: Structure, note: Note, leave: frozenset[str]
) -> None:
    parent = local(element)
    for attribute in rule.attributes:
        if not (element.get(attribute) or "").strip():
            note("missing_attribute", attribute=attribute, element=parent, line=element.sourceline)
    places = {child.name: rank for rank, child in enumerate(rule.children)}
    met: Counter[str] = Counter()
    furthest = 0
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name not in places:
            if name != "extras":
                _note_unexpected(name, parent, child, table, places, note)
            continue
        if places[name] < furthest:
            note("misplaced_element", element=name, parent=parent, line=child.sourceline)
        furthest = max(furthest, places[name])
        met[name] += 1
        if name not in leave:
            optional = rule.children[places[name]].least == 0 and not rule.choice
            _check_child(child, table, note, leave, optional=optional)
    if rule.choice:
        if sum(met.values()) != 1:
            note("missing_element", element=" / ".join(places), parent=parent, line=element.sourceline)
        return
    for wanted in rule.children:
        count = met[wanted.name]
        if count < wanted.least:
            note("missing_element", element=wanted.name, parent=parent, line=element.sourceline)
        if wanted.most is not None and count > wanted.most:
            note("too_many", element=wanted.name, parent=parent, count=count, most=wanted.most, line=element.sourceline)


def _check_child(child: etree._Element, table: Structure, note: Note, leave: frozenset[str], *, optional: bool) -> None:
    rule = table.get(local(child))
    empty = isinstance(rule, Leaf) and rule.kind != "any" and not (child.text or "").strip() and not len(child)
    if empty and (optional or child.get(_NIL) in ("true", "1")):
        # An empty tag in an optional place says nothing: it is read as absent, and told.
        if isinstance(rule, Leaf) and (rule.least > 0 or rule.kind != "text"):
            note("empty_element", element=local(child), blocking=False, line=child.sourceline)
        return
    check(child, table, note, leave=leave)


def _note_unexpected(
    name: str, parent: str, child: etree._Element, table: Structure, places: dict[str, int], note: Note
) -> None:
    rule = table.get(name)
    if isinstance(rule, Leaf) and rule.kind == "removed":
        note("removed_element", element=name, line=child.sourceline)
        return
    near = difflib.get_close_matches(name, places, n=1, cutoff=0.8)
    if near:
        note("misspelt_element", element=name, parent=parent, near=near[0], line=child.sourceline)
    else:
        note("unexpected_element", element=name, parent=parent, line=child.sourceline)


def _check_leaf(element: etree._Element, rule: Leaf, note: Note) -> None:
    name, text, line = local(element), element.text or "", element.sourceline
    if rule.kind == "any":
        return
    inner = next(element.iterchildren(etree.Element), None)
    if inner is not None:
        note("unexpected_element", element=local(inner), parent=name, line=line)
        return
    value = text if rule.kind == "text" and not rule.pattern else text.strip()
    if not value.strip() and (rule.least > 0 or rule.kind != "text"):
        note("empty_element", element=name, line=line)
    elif rule.kind == "text":
        if len(value) < rule.least:
            note("too_short", element=name, length=len(value), least=rule.least, line=line)
        elif rule.most is not None and len(value) > rule.most:
            note("too_long", element=name, length=len(value), most=rule.most, line=line)
        elif rule.pattern and not re.fullmatch(rule.pattern, value):
            note("bad_pattern", element=name, value=value, line=line)
    elif rule.kind == "one":
        if value not in rule.values:
            note("not_in_list", element=name, value=value, line=line)
    elif rule.kind == "whole":
        number = int(value) if re.fullmatch(r"\d{1,9}", value) else -1
        if number < rule.least or (rule.most is not None and number > rule.most):
            note("not_a_number", element=name, value=value, line=line)
    elif not is_day(value):
        note("bad_date", element=name, value=value, line=line)


def is_day(text: str) -> bool:
    """Whether AAAAMMJJ is a day, a month (day 00), a year (month and day 00), or one of the two unknowns."""
    if text in ("00000000", "99999999"):
        return True
    if not re.fullmatch(r"\d{8}", text):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        date(year, month or (1 if day == 0 else 0), day or 1)
    except ValueError:
        return False
    return 1900 <= year <= 2199


def first_day(text: str) -> date | None:
    """The day, or the first of the month or year when only these are known; None when unknown or not a day."""
    if not is_day(text) or text in ("00000000", "99999999"):
        return None
    return date(int(text[:4]), int(text[4:6]) or 1, int(text[6:]) or 1)
