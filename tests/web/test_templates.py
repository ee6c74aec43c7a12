"""The templates keep what the headers promise: nothing inline, nothing from elsewhere, forms protected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import acquis.web
from acquis.web.design.environment import environment

WEB = Path(acquis.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("*.html"))
NAMES = [str(path.relative_to(WEB)) for path in TEMPLATES]


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("name", NAMES)
class TestEachTemplate:
    def test_compiles(self, name: str) -> None:
        environment(autoescape=True).compile((WEB / name).read_text("utf-8"), name)

    def test_has_no_inline_script_or_style(self, name: str) -> None:
        text = (WEB / name).read_text("utf-8")
        assert not re.search(r"<style\b", text)
        assert not re.search(r"\sstyle\s*=", text)
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
        # What search engines read of a page is data, which no browser runs.
        assert not re.search(r"<script\b(?![^>]*\b(?:src=|type=\"application/ld\+json\"))", text)
        assert "javascript:" not in text
        # htmx evaluates these; the site's policy forbids it.
        assert not re.search(r"hx-on|hx-vals\s*=\s*[\"']js:", text)

    def test_takes_nothing_from_elsewhere(self, name: str) -> None:
        text = (WEB / name).read_text("utf-8")
        assert not re.search(
            r"<(?:script|img|link|iframe|source|video)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", text
        )

    def test_protects_its_forms(self, name: str) -> None:
        text = (WEB / name).read_text("utf-8")
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, flags=re.S | re.I):
            assert re.search(r"\{\{\s*csrf(?:_input)?\s*\}\}", form), form[:120]

    def test_writes_what_is_safe_as_such_only_where_the_catalogue_cleaned_it(self, name: str) -> None:
        unescaped = re.findall(r"\{\{([^}]*\|\s*safe)\s*\}\}", (WEB / name).read_text("utf-8"))
        allowed = {"training.objective | safe", "training.content | safe", "training.expected_results | safe"}
        assert {each.strip() for each in unescaped} <= allowed


def test_scripts_evaluate_nothing() -> None:
    for path in (WEB / "static").rglob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"\beval\(|new Function\(|innerHTML|document\.write|localStorage|https?://", text), path
