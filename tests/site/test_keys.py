"""`acquis keys`: what it prints says what its figures are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests import scenes
from tests.support.scenes import PDF, opened

from acquis.people import crypto
from acquis.site.commands import keys

pytestmark = pytest.mark.django_db


def test_what_is_left_under_older_keys_is_told_by_column(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"home": tmp_path})
    crypto.make_keys(crypto.keys_folder(), version=1)
    crypto.forget_loaded_keys()
    opened(scenes.a_holder(), proofs=[PDF])
    try:
        assert keys._status(as_json=False) == 0
        title, *columns, verdict = capsys.readouterr().out.splitlines()
        assert title == "Cells still under older keys, by column:"
        assert {line.split()[0] for line in columns} == {"0"}
        assert verdict.startswith("Everything sealed is under version 1.")
        crypto.make_keys(crypto.keys_folder(), version=2)
        crypto.forget_loaded_keys()
        assert keys._status(as_json=False) == 1
        assert "do not destroy any" in capsys.readouterr().out
        keys._rotate()
        capsys.readouterr()
        assert keys._status(as_json=False) == 0
        assert "Everything sealed is under version 2." in capsys.readouterr().out
    finally:
        crypto.forget_loaded_keys()
