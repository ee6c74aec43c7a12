"""What a page weighs on its way: itself as it was served, its styles, scripts and letters as a site compresses them."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

#: No page is heavier, whatever it shows.
MOST = 200_000
_LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|mjs|woff2|svg))"')


def of_page(html: bytes, *, compressed: bool) -> int:
    """The bytes of a page; `compressed` says whether it was served so."""
    own = _gzipped(html) if compressed else len(html)
    return own + sum(map(_of_part, set(_LINKED.findall(html.decode()))))


@cache
def _of_part(name: str) -> int:
    path = finders.find(name)
    assert path, name
    content = Path(str(path)).read_bytes()
    return len(content) if name.endswith("woff2") else _gzipped(content)


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))
