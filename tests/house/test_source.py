"""The rules of the house that can be read in the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.house.source import CONTEXTS, ROOT, SOURCE, imports, modules, templates

OPEN = {"types", "actions", "queries", "events"}
#: The journal's words for its own trade, which every context speaks; keys, whose presence the site verifies; the
#: columns sealed under them, which other contexts have too; and the one way in for files that people send.
OPEN_TOO = {
    "journal": {"reactions", "checks", "reads", "jobs", "demo_clock"},
    "people": {"crypto", "sealed", "documents"},
    # A statement is verified where there is no database, hence without asking the context's queries.
    "ledger": {"statements"},
    # A nation is drawn and a law simulated where there is no database, by a command, hence without queries.
    "insight": {"export", "nation", "population", "portrait", "simulation", "written"},
    # Finding, what others read of the whole, and reviews are houses of their own inside the catalogue.
    "catalogue": {"search", "exports", "reviews"},
}
SHAPELESS = re.compile(r"^(services?|managers?|helpers?|utils?|core|common|misc)$")
#: Names and looks that belong to the State, or to its own site.
#: (A namespace of the State's file formats contains the words without spaces; nobody sees it.)
MARKS = re.compile(r"mon[ -]compte[ -]formation|\bmarianne\b|\bdsfr\b", re.IGNORECASE)


def test_calls_go_down() -> None:
    said = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout


def test_the_storeys_that_are_told_are_those_that_are_enforced() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    table = (ROOT / "ARCHITECTURE.md").read_text().partition("| storey |")[2].partition("\n\n")[0]
    told = [re.findall(r"`(\w+)`", row.split(" | ")[0]) for row in table.splitlines()[2:]]
    assert told == [re.findall(r"\w+", layer) for layer in contract["layers"]]


def test_a_context_is_entered_through_its_open_rooms() -> None:
    found = []
    for path, tree in modules().items():
        own = path.split("/")[0]
        for target, line in imports(path, tree):
            context, _, rest = target.partition(".")
            room = rest.split(".")[0]
            if context in CONTEXTS and context != own and room not in OPEN | OPEN_TOO.get(context, set()):
                found.append(f"{path}:{line} enters acquis.{target}")
    assert not found, "\n".join(found)


def test_every_module_says_what_it_is() -> None:
    missing = [path for path, tree in modules().items() if not ast.get_docstring(tree)]
    assert not missing, "\n".join(missing)


def test_no_module_has_a_shapeless_name() -> None:
    found = [path for path in modules() if any(SHAPELESS.match(Path(part).stem) for part in path.split("/"))]
    assert not found, "\n".join(found)


def test_no_import_hides_in_a_function() -> None:
    """Commands are imported lazily on purpose, and heavy optional parts where they are needed."""
    excused = ("site/commands/",)
    found = []
    for path, tree in modules().items():
        if path.startswith(excused):
            continue
        source = (SOURCE / path).read_text().splitlines()
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom) and "PLC0415" not in source[node.lineno - 1]:
                        found.append(f"{path}:{node.lineno}")
    assert not found, "\n".join(found)


CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("timezone", "now"),
}


def test_the_clock_is_read_in_one_place() -> None:
    found = []
    for path, tree in modules().items():
        if path == "kit/clock.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if (owner, node.attr) in CLOCKS:
                    found.append(f"{path}:{node.lineno} reads {owner}.{node.attr}")
    assert not found, "\n".join(found)


def test_accounts_are_locked_in_one_order() -> None:
    """The counters before any row, and rows by id: where an account is locked, `AccountSet` does it, or the run."""
    locks = re.compile(r"Account\.objects[^=]*?select_for_update|\bhold\(alone=")
    excused = {"accounts/locking.py", "accounts/counters.py", "accounts/columns.py"}
    runs = {"accounts/actions/credit_columns.py", "accounts/actions/undo_years.py"}
    runs |= {
        "accounts/actions/credit_service.py",
        "accounts/actions/undo_service.py",
        "accounts/actions/hold_counters.py",
    }
    found = []
    for path in modules():
        if path.startswith("accounts/") and path not in excused:
            text = (SOURCE / path).read_text("utf-8")
            places = [each.group() for each in locks.finditer(text)]
            if path in runs:
                places = places[1:] if places and places[0].startswith("hold") else ["no hold before the rows"]
                places = [each for each in places if "select_for_update" not in each]
            found += [f"{path}: {each}" for each in places]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("package", ["ledger", "treasury", "accounting", "accounts", "kit/money"])
def test_where_there_is_only_money_there_is_no_fraction(package: str) -> None:
    found = []
    for path, tree in modules().items():
        if not path.startswith(package):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in ("float", "Decimal"):
                found.append(f"{path}:{node.lineno} uses {node.id}")
            if isinstance(node, ast.Attribute) and node.attr in ("FloatField", "DecimalField"):
                found.append(f"{path}:{node.lineno} uses {node.attr}")
    assert not found, "\n".join(found)


def test_an_amount_in_cents_is_whole() -> None:
    """Whatever is called `…_cents` is annotated and stored as an integer, in every package."""
    wrong = re.compile(r"\b(float|Decimal|FloatField|DecimalField)\b")
    found = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            name, kind = "", None
            if isinstance(node, ast.AnnAssign):
                name, kind = ast.unparse(node.target), node.annotation
            elif isinstance(node, ast.arg):
                name, kind = node.arg, node.annotation
            elif isinstance(node, ast.Assign):
                name, kind = ast.unparse(node.targets[0]), node.value
            if name.endswith("_cents") and kind is not None and wrong.search(ast.unparse(kind)):
                found.append(f"{path}:{node.lineno} {name}")
    assert not found, "\n".join(found)


def test_templates_hold_no_script_and_no_style() -> None:
    forbidden = {
        "a script without an address": re.compile(
            r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/(ld\+)?json)", re.I
        ),
        "a style element": re.compile(r"<style\b", re.I),
        "a style attribute": re.compile(r"\sstyle\s*=\s*[\"'{]", re.I),
        "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
        "a script address": re.compile(r"(href|src|action)\s*=\s*[\"']\s*javascript:", re.I),
        "hx-on": re.compile(r"\shx-on", re.I),
    }
    found = [
        f"{template.relative_to(SOURCE)} holds {name}"
        for template in templates()
        for name, pattern in forbidden.items()
        if pattern.search(re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.S))
    ]
    assert templates()
    assert not found, "\n".join(found)


def test_the_states_own_marks_appear_nowhere() -> None:
    """Neither in what people see nor in the documents, but for the decision that explains why."""
    written = [*templates(), *SOURCE.rglob("*.py"), *SOURCE.rglob("*.js"), *SOURCE.rglob("*.css"), ROOT / "README.md"]
    found = [str(path.relative_to(ROOT)) for path in written if path.exists() and MARKS.search(path.read_text("utf-8"))]
    assert not found, "\n".join(found)


#: Where the rows of kept years are read: the one room for all readers, and a check of what others must not have done.
READS_KEPT_YEARS = {"accounts/kept.py"}
READS_SLABS = {"accounts/kept.py", "accounts/slabs.py", "accounts/checks.py"}


def test_kept_years_are_read_in_one_room() -> None:
    """A year is in a slab or in a row: who reads the one and forgets the other is wrong by a nation's rights."""
    rows = re.compile(
        r"(?:FROM|JOIN)\s+accounts_yearlycredit|YearlyCredit\.objects\.(?!bulk_create)|\byearlycredit_set\b"
    )
    slabs = re.compile(r"(?:FROM|JOIN)\s+accounts_yearslab|YearSlab\.objects\.")
    found = []
    for path in modules():
        text = (SOURCE / path).read_text(encoding="utf-8")
        for pattern, rooms in ((rows, READS_KEPT_YEARS), (slabs, READS_SLABS)):
            found += [f"{path}: {hit[0]}" for hit in pattern.finditer(text) if path not in rooms]
    assert not found, "\n".join(found)
    assert rows.search((SOURCE / "accounts/kept.py").read_text(encoding="utf-8"))
