"""`acquis law`: put facts to the rules, show the law of a day, run a file of cases, simulate a change of law.

Needs the rules alone: no framework, no database, no clock.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from acquis.rules import FIRST_DAY, LawFileError, NotCovered, Provenance, law_on, parameters, provenance
from acquis.rules.agreement import compare
from acquis.rules.interface import apply
from acquis.rules.parameters import Value, parse_value
from acquis.rules.questions import RULES
from acquis.rules.written import Malformed, MalformedInput, parse
from acquis.rules.written import day as read_day
from acquis.site.commands import law_simulation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis law`."""
    words = parser.add_subparsers(dest="word", required=True, metavar="apply|show|cases|simulate")
    one = words.add_parser("apply", help="answer a JSON array of facts read on stdin")
    one.add_argument("rule", metavar="RULE", help=", ".join(RULES))
    _add_assume(one)
    one.set_defaults(do=_apply)
    two = words.add_parser("show", help="print the law in force on a day, with its sources")
    two.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day")
    two.add_argument("--json", action="store_true", help="print JSON for a machine")
    _add_assume(two)
    two.set_defaults(do=_show)
    three = words.add_parser("cases", help="run a file of cases and print how far it agrees")
    three.add_argument("file", metavar="FILE", type=Path, help="a file of cases, as JSON")
    three.add_argument("--json", action="store_true", help="print JSON for a machine")
    three.set_defaults(do=_cases)
    four = words.add_parser("simulate", help="tell what a change of law would do to a synthetic nation")
    law_simulation.add_arguments(four)
    four.set_defaults(do=law_simulation.run)


def run(args: argparse.Namespace) -> int:
    """0 when everything was answered, 1 when cases disagree, 2 when the input is malformed."""
    try:
        code: int = args.do(args)
    except (MalformedInput, LawFileError, NotCovered, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _add_assume(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a parameter another value, to read an open question the other way; may be repeated",
    )


def _assumed(args: argparse.Namespace) -> dict[str, Value]:
    pairs = [assumption.partition("=") for assumption in args.assume]
    return {name: parse_value(name, value) for name, _, value in pairs}


def _apply(args: argparse.Namespace) -> int:
    answer = apply(args.rule, sys.stdin.buffer.read(), overrides=_assumed(args))
    sys.stdout.write(answer + "\n")
    return 0


def _cases(args: argparse.Namespace) -> int:
    compared = compare(parse(args.file.read_bytes()))
    counted = [one for one in compared if not one.is_open]
    wrong = [one for one in counted if not one.agrees]
    if args.json:
        rows = [
            {"id": one.id, "rule": one.rule, "setting": one.setting, "expected": one.expected, "got": one.got}
            | {"open": one.is_open, "agrees": one.agrees}
            for one in compared
        ]
        print(json.dumps(rows))
        return 1 if wrong else 0
    for rule in dict.fromkeys(one.rule for one in counted):
        of_rule = [one for one in counted if one.rule == rule]
        print(f"{rule:<22} {sum(one.agrees for one in of_rule)} of {len(of_rule)} agree")
    still_open = [one for one in compared if one.is_open]
    if still_open:
        print(f"{'open, not counted':<22} {sum(one.agrees for one in still_open)} of {len(still_open)} agree")
    for one in compared:
        if not one.agrees:
            print(f"{one.id} ({one.setting}): expected {one.expected}, got {one.got}: {one.why}")
    return 1 if wrong else 0


def _show(args: argparse.Namespace) -> int:
    try:
        day = read_day(args.on, "--on")
    except Malformed as error:
        raise MalformedInput(f"--on: {error}") from error
    overrides = _assumed(args)
    law = law_on(day, overrides=overrides)  # refuses a day before the first one known
    rows = []
    for name in parameters():
        found = provenance(name, day)
        if found is not None:
            value = getattr(getattr(law, found.group), name)
            rows.append((found, value, value != found.value))
    if args.json:
        print(json.dumps([_as_json(*row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print(_as_table(day, rows))
    return 0


def _as_json(found: Provenance, value: Value | None, is_assumed: bool) -> dict[str, Any]:
    return {
        "name": found.name,
        "subject": found.group,
        "label": found.label,
        "value": value.isoformat() if isinstance(value, date) else value,
        "unit": found.unit,
        "article": found.article,
        "since": found.since.isoformat(),
        "until": found.until.isoformat() if found.until else None,
        "source": found.source,
        "confidence": found.confidence,
        "to_confirm": found.confirm,
        "assumed": is_assumed,
    }


def _as_table(day: date, rows: list[tuple[Provenance, Value | None, bool]]) -> str:
    lines = [f"The law known on {day} (known from {FIRST_DAY} on; H sure, M to be confirmed, L weak)"]
    width = max(len(found.name) for found, _, _ in rows)
    subject = None
    for found, value, is_assumed in rows:
        if found.group != subject:
            subject = found.group
            lines += ["", subject.upper()]
        shown = _readable(value, found.unit) + (" (assumed)" if is_assumed else "")
        until = f" to {found.until}" if found.until else ""
        lines.append(f"  {found.name:<{width}}  {shown:<16}  {found.confidence}  {found.since}{until}")
        confirm = f" (à confirmer : {found.confirm})" if found.confirm else ""
        lines.append(f"      {found.label}")
        lines.append(f"      {found.article} | {found.source}{confirm}")
    return "\n".join(lines)


def _readable(value: Value | None, unit: str) -> str:
    if value is None:
        return "non fixé"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if unit == "centimes" and isinstance(value, int):
        return f"{value // 100:,}".replace(",", "\u202f") + f",{value % 100:02d} €"
    if isinstance(value, tuple):
        return ", ".join(" = ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    if unit in ("choix", "date", "texte", "année", "jour de l’année"):
        return str(value)
    return f"{value} {unit}"
