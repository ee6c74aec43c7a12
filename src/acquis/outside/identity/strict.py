"""JSON and base64url read strictly: one meaning for one text, whoever reads it."""

from __future__ import annotations

import base64
import json
import re
from typing import Any, NoReturn

_BASE64URL = re.compile(rb"[A-Za-z0-9_-]*")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in a JSON object")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def json_object(text: bytes) -> dict[str, Any]:
    """A JSON object; raises ValueError on anything else, on a name given twice and on NaN."""
    try:
        found = json.loads(text.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def base64url(segment: bytes) -> bytes:
    """The bytes of an unpadded base64url segment; raises ValueError on any other alphabet."""
    if not _BASE64URL.fullmatch(segment) or len(segment) % 4 == 1:
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
