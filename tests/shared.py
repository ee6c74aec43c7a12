"""Where the real files are, when they are: tests on them skip with a message when they are not."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("ACQUIS_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(relative: str) -> Path:
    """The path of a real file or folder under the shared data, or a skip that says what is missing."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"real data not present: {path} (set ACQUIS_SHARED)")
    return path
