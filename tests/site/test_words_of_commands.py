"""`run.py`: its help names every command, and what it starts is compiled once."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from acquis.site.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def test_help_names_every_command() -> None:
    done = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    said = set(done.stdout.replace(",", " ").split())
    assert set(COMMANDS) <= said


@pytest.mark.parametrize(
    ("given", "prefix"),
    [
        ({}, None),
        ({"PYTHONDONTWRITEBYTECODE": "1"}, str(ROOT / "var" / "bytecode")),
        ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_where_no_bytecode_may_lie_beside_sources_it_is_kept_apart(monkeypatch, given, prefix) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    runpy.run_path(str(ROOT / "run.py"))["keep_bytecode"]()
    assert os.environ.get("PYTHONPYCACHEPREFIX") == prefix
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
