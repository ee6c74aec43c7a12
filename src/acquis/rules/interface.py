"""Facts in JSON, one rule, answers in JSON: the interface by which anybody may question the law.

The whole array is read before anything is answered, and one malformed element refuses it all. A refusal is an
answer. Nothing here reads a clock, a file or a database.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from acquis.rules.in_force import law_on
from acquis.rules.parameters import Value
from acquis.rules.questions import RULES, Facts, LawOn, Rule
from acquis.rules.record import Law
from acquis.rules.types import NotCovered, Refusal
from acquis.rules.written import Malformed, MalformedInput, day, is_object, kind_of, name, parse, read_object

Overrides = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One question, read and sound."""

    id: str
    on: date
    facts: Facts


def apply(rule: str, document: bytes, *, overrides: Overrides | None = None) -> str:
    """The answers to a JSON array of questions, as JSON. Raises MalformedInput, whose message is one line."""
    if rule not in RULES:
        raise MalformedInput(f"{_one_line(rule)}: is not a rule; the rules are {', '.join(RULES)}")
    return json.dumps(answers(rule, parse(document), overrides=overrides))


def answers(rule: str, elements: Any, *, overrides: Overrides | None = None) -> list[Facts]:
    """The same on a document that `written.parse` has read."""
    sound = read(rule, elements)

    def on(asked: date) -> Law:
        return law_on(asked, overrides=overrides)

    return [{"id": element.id, **_answer(RULES[rule], on, element)} for element in sound]


def read(rule: str, elements: Any) -> list[Element]:
    """The questions, every one checked. Raises MalformedInput naming the first malformed field."""
    if not isinstance(elements, list) or not all(is_object(element) for element in elements):
        raise MalformedInput("stdin: must be a JSON array of objects")
    sound: list[Element] = []
    ids: set[str] = set()
    for place, element in enumerate(elements):
        try:
            asked = name(element["id"], "id") if "id" in element else None
            if asked is None:
                raise Malformed("id", "is missing")
            if asked in ids:
                raise Malformed("id", "is repeated")
        except Malformed as error:
            raise MalformedInput(f"[{place}]: {error.field}: {error}") from error
        ids.add(asked)
        try:
            sound.append(_element(RULES[rule], element))
        except Malformed as error:
            raise MalformedInput(f"{_one_line(asked)}: {_one_line(error.field)}: {error}") from error
    return sound


def _element(rule: Rule, element: Any) -> Element:
    fields = read_object(element, {"id": name, "on": day, "facts": _facts})
    facts = read_object(fields["facts"], rule.readers(fields["facts"]))
    rule.check(facts)
    return Element(id=fields["id"], on=fields["on"], facts=facts)


def _facts(value: Any, field: str) -> Any:
    if not is_object(value):
        raise Malformed(field, f"must be an object, not {kind_of(value)}")
    return value


def _answer(rule: Rule, on: LawOn, element: Element) -> Facts:
    try:
        answer = rule.answer(on, element.on, element.facts)
    except NotCovered as error:
        answer = error.refusal
    return {"refusal": str(answer)} if isinstance(answer, Refusal) else {"result": answer}


def _one_line(words: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)
