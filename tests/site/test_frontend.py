"""The front-end parts: made once, under stable names, from a lock that names no registry."""

import json
import re
from pathlib import Path

import pytest

from acquis.site import frontend


@pytest.fixture(scope="module")
def vendor() -> Path:
    return frontend.build(say=lambda _: None) / "vendor"


def test_every_part_is_there(vendor: Path) -> None:
    for name in [*frontend.PARTS, "inter.css", "theme.css", *(f"{s}.woff2" for s in frontend.SUBSETS)]:
        assert (vendor / name).stat().st_size > 500, name
    assert frontend.axe().exists()


def test_the_second_time_nothing_is_made(vendor: Path) -> None:
    said: list[str] = []
    frontend.build(say=said.append)
    assert said == []


def test_the_theme_has_our_colours(vendor: Path) -> None:
    colours = json.loads(frontend.THEME.read_text())["themes"]["acquis"]["colors"]
    css = (vendor / "theme.css").read_text().lower()
    for name in ("accent", "brand1", "brand2", "neutral"):
        assert f"--ds-color-{name}-text-default" in css
    assert colours["main"]["accent"] in css


def test_no_style_sheet_reaches_outside(vendor: Path) -> None:
    for sheet in vendor.glob("*.css"):
        for address in re.findall(r"url\(\s*['\"]?([^'\")\s]+)", sheet.read_text()):
            assert address.startswith("data:") or (vendor / address).exists(), f"{sheet.name}: {address}"


def test_the_lock_names_no_registry() -> None:
    packages = json.loads((frontend.ROOT / "package-lock.json").read_text())["packages"]
    addresses = {p["resolved"].split("/")[2] for p in packages.values() if "resolved" in p}
    assert addresses <= {"registry.npmjs.org"}
    assert all("integrity" in p for name, p in packages.items() if name)
