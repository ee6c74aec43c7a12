"""What the commands say of themselves: `run.py --help` names each of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from acquis.site.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def test_help_names_every_command() -> None:
    done = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    said = set(done.stdout.replace(",", " ").split())
    assert set(COMMANDS) <= said
