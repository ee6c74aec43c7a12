"""The project's own source, as the house tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "acquis"
#: The contexts, whose rooms are closed but for those below; the other packages are doors, ground and vocabulary.
CONTEXTS = (
    "journal",
    "ledger",
    "people",
    "providers",
    "accounts",
    "declarations",
    "crediting",
    "catalogue",
    "treasury",
    "accounting",
    "enrolments",
    "attendance",
    "hearings",
    "stops",
    "joining",
    "insight",
    "support",
    "watches",
    "partners",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by its path from `src/acquis`, parsed; migrations apart."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("*.html"))


def imports(path: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each module a module imports, as a dotted path from `acquis`, with its line; names count as modules too."""
    package = path.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("acquis."):
                    yield alias.name.removeprefix("acquis."), node.lineno
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
            elif (node.module or "").split(".")[0] == "acquis":
                base, node.module = [], ".".join((node.module or "").split(".")[1:])
            else:
                continue
            start = [*base, *((node.module or "").split(".") if node.module else [])]
            for alias in node.names:
                yield ".".join([*start, alias.name]), node.lineno
