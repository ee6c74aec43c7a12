"""A file of cases against the rules: does each expected answer come out?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from acquis.rules.interface import answers
from acquis.rules.parameters import Value, parse_value
from acquis.rules.questions import RULES
from acquis.rules.written import MalformedInput, is_object


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One case, or one other setting of an open case. `got` is the answer, or the line of a malformed input."""

    id: str
    rule: str
    setting: str
    is_open: bool
    expected: Any
    got: Any
    agrees: bool
    why: str


def compare(cases: Any) -> list[Compared]:
    """Every case of a file that `written.parse` has read. Raises MalformedInput when it is no file of cases."""
    if not is_object(cases) or any(rule not in RULES and rule != "open" for rule in cases):
        raise MalformedInput(f"a file of cases is an object whose names are open, {', '.join(RULES)}")
    compared: list[Compared] = []
    for rule, group in cases.items():
        for case in group:
            if rule == "open":
                compared += _open_case(case)
            else:
                sound = next((one for one in group if "malformed" not in one["expected"]), None)
                compared.append(_one(case, rule, case["expected"], "counted", {}, sound))
    return compared


def _open_case(case: Any) -> list[Compared]:
    question = case["question"]
    settings = {case["default"]: case["expected"], **case["other"]}
    return [
        _one(case, case["rule"], expected, f"{question}={setting}", {question: parse_value(question, setting)}, None)
        for setting, expected in settings.items()
    ]


def _one(
    case: Any, rule: str, expected: Any, setting: str, overrides: Mapping[str, Value], sound: Any | None
) -> Compared:
    asked = _question(case)
    field = expected.get("malformed")
    elements = [asked] if field is None or sound is None else [_question(sound), asked]
    try:
        got: Any = {
            key: value for key, value in answers(rule, elements, overrides=overrides)[-1].items() if key != "id"
        }
        agrees = got == expected
    except MalformedInput as error:
        got = str(error)
        agrees = field is not None and got.startswith(f"{case['id']}: {field}: ")
    return Compared(
        id=case["id"],
        rule=rule,
        setting=setting,
        is_open=setting != "counted",
        expected=expected,
        got=got,
        agrees=agrees,
        why=case.get("why", ""),
    )


def _question(case: Any) -> Any:
    """The part of a case that is put to the rule."""
    question = type(case)(case)
    for name in set(case) - {"id", "on", "facts"}:
        del question[name]
    return question
