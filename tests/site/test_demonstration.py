"""A demonstration under way: known while its country is being filled, and told in lines where nobody sees bars."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from acquis.site import demonstration, progress, startup
from acquis.site.commands import check
from acquis.site.config import config


@pytest.mark.django_db
def test_a_filling_under_way_is_told_from_a_full_country_and_from_none(tmp_path: Path) -> None:
    assert not demonstration.being_filled(tmp_path)
    with demonstration.alone(tmp_path):
        assert demonstration.being_filled(tmp_path)
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON SCHEMA public IS 'demonstration, seed 7'")
        assert not demonstration.being_filled(tmp_path)
    assert not demonstration.being_filled(tmp_path)


@pytest.mark.django_db
def test_checking_during_the_filling_says_so_and_calls_nothing_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def here():
        yield None

    monkeypatch.setattr(startup, "database", here)
    monkeypatch.setenv("ACQUIS_HOME", str(tmp_path))
    config.cache_clear()
    try:
        with demonstration.alone(tmp_path):
            assert check.run(argparse.Namespace(json=False, only=[])) == 2
    finally:
        config.cache_clear()
    said = capsys.readouterr()
    assert "still being filled" in said.err
    assert said.out == ""


def test_progress_that_goes_to_a_file_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress.bars() as report:
        report("bodies", 1, 3)
        monkeypatch.setattr(progress, "EVERY", 0.0)
        report("bodies", 2, 3)
    assert capsys.readouterr().err == "bodies: 2 of 3\n"
