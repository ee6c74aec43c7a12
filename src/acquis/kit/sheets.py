"""Cells of files that people open with a spreadsheet."""

from __future__ import annotations

#: A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str) -> str:
    """The cell as text: one that a spreadsheet would run gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
