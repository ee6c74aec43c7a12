"""Words from which the demonstration invents people, bodies and streets; nobody real is meant."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).parent / "data" / "names.txt"


def _sections() -> dict[str, list[str]]:
    """The lines of the file under each ``[name]``."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line:
            lines.append(line)
    return sections


_READ = _sections()

WOMEN = " ".join(_READ["women"]).split()
MEN = " ".join(_READ["men"]).split()
SURNAMES = " ".join(_READ["surnames"]).split()
#: How bodies are called: a shape with an invented word and sometimes a town.
BODY_WORDS = " ".join(_READ["body_words"]).split()
BODY_SHAPES = _READ["body_shapes"]
STREETS = _READ["streets"]
