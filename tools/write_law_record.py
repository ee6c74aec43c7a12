"""Write `rules/record.py`, the typed record of the law, from the parameters themselves.

Run after adding or removing a parameter: `python tools/write_law_record.py`. A test fails while the two disagree.
"""

from datetime import date
from pathlib import Path

from acquis.rules.parameters import UNITS, Parameter, parameters
from acquis.rules.types import FIRST_DAY

TARGET = Path(__file__).parents[1] / "src" / "acquis" / "rules" / "record.py"

HEAD = '''"""The law of one day as a typed frozen record, one class per file of `law/`.

Written by `tools/write_law_record.py` from the parameters; do not edit by hand. A field that may be None is a rule
that was not in force on every day since the first one known, or that nobody has fixed yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
'''


def annotation(parameter: Parameter) -> str:
    """The Python type of a parameter's values over all the days known."""
    kind = UNITS[parameter.unit]
    if parameter.choices:
        kind = "Literal[" + ", ".join(f'"{choice}"' for choice in parameter.choices) + "]"
    first = parameter.entries[0]
    late = not isinstance(first.since, date) or first.since > FIRST_DAY
    unknown = any(entry.value is None and entry.same_as is None for entry in parameter.entries)
    return f"{kind} | None" if late or unknown else kind


def text() -> str:
    """The whole module."""
    groups: dict[str, list[Parameter]] = {}
    for parameter in parameters().values():
        groups.setdefault(parameter.group, []).append(parameter)
    parts = [HEAD]
    for group, members in groups.items():
        lines = ["", "", "@dataclass(frozen=True, slots=True, kw_only=True)", f"class {class_name(group)}:"]
        lines += [f'    """The parameters of `law/{group}.toml`."""', ""]
        lines += [f"    {parameter.name}: {annotation(parameter)}" for parameter in members]
        parts.append("\n".join(lines) + "\n")
    lines = ["", "", "@dataclass(frozen=True, slots=True, kw_only=True)", "class Law:"]
    lines += ['    """The whole law known on the day `on`."""', "", "    on: date"]
    lines += [f"    {group}: {class_name(group)}" for group in groups]
    lines += ["", "", "GROUPS: dict[str, Any] = {"]
    lines += [f'    "{group}": {class_name(group)},' for group in groups]
    lines += ["}"]
    parts.append("\n".join(lines) + "\n")
    return "".join(parts)


def class_name(group: str) -> str:
    """`credit` gives `CreditLaw`."""
    return "".join(word.title() for word in group.split("_")) + "Law"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
