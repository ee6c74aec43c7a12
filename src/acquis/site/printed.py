"""Documents printed from the program itself: who may do what, and which act leads from where to where.

`acquis docs` writes them to `docs/`; a test compares, so that a change of a permission shows in a diff.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from acquis.api.partners.urls import described
from acquis.kit.actor import Role
from acquis.kit.lifecycle import Lifecycle
from acquis.kit.permission import PERMISSIONS, every_row

#: Houses inside a context that have rooms of their own.
_HOUSES = ("acquis.catalogue.reviews",)
_WARNING = "Printed by `acquis docs` from the program; a test compares. Do not edit.\n"


def _rooms(name: str) -> list[tuple[str, object]]:
    """A room of every context, and of every house inside one, that has it."""
    paths = [f"{context}.{name}" for context in (*settings.CONTEXTS, *_HOUSES)]
    return [(path.split(".")[1], import_module(path)) for path in paths if find_spec(path) is not None]


def permissions() -> str:
    """The matrix of roles and permissions: `all` rows, `own` rows, or none."""
    _rooms("permissions")
    _rooms("queries")
    roles = [role for role in Role if role is not Role.ANONYMOUS]
    lines = [
        "# Who may do what",
        "",
        _WARNING,
        "`all`: every row. `own`: the rows that the permission's filter leaves.",
    ]
    lines += ["Everything that is not written is denied.", ""]
    lines += ["| permission | " + " | ".join(roles) + " |", "|---" * (len(roles) + 1) + "|"]
    for name, permission in sorted(PERMISSIONS.items()):
        cells = []
        for role in roles:
            rows = permission.rows_by_role.get(role)
            cells.append("" if rows is None else "all" if rows is every_row else "own")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def lifecycles() -> str:
    """Each noun's life, as a diagram."""
    lines = ["# Lives", "", _WARNING]
    for context, module in _rooms("lifecycle"):
        lives = sorted((name, value) for name, value in vars(module).items() if isinstance(value, Lifecycle))
        for name, life in lives:
            lines += [f"## {context}: {name.lower()}", "", "```mermaid", "stateDiagram-v2"]
            moves = [
                (str(source), str(move.target), str(act)) for act, move in life.moves.items() for source in move.sources
            ]
            lines += [f"    {source} --> {target}: {act}" for source, target, act in sorted(moves)]
            lines += ["```", ""]
    return "\n".join(lines)


def partners() -> str:
    """The description of the partners' addresses, as it is served."""
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "permissions.md": permissions,
    "lifecycles.md": lifecycles,
    "partners-v1.json": partners,
}
