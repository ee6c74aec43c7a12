"""Cursors: where an answer goes on. Opaque to clients, who only hand them back."""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema


def cursor_to(place: int | str) -> str:
    """The cursor of a page (a number from 1) or of what comes after a key."""
    return urlsafe_b64encode(f"v1:{place}".encode()).decode().rstrip("=")


def _opened(cursor: object) -> str:
    if not isinstance(cursor, str) or not cursor:
        return ""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    if not text.startswith("v1:"):
        raise ValueError("no cursor of ours; use `next` of an answer as it is")
    return text.removeprefix("v1:")


def _page(cursor: object) -> int:
    text = _opened(cursor)
    if text and not re.fullmatch(r"[1-9][0-9]{0,4}", text):
        raise ValueError("no cursor of this list; use `next` of an answer as it is")
    return int(text or 1)


def _code(cursor: object) -> str:
    text = _opened(cursor)
    if text and not re.fullmatch(r"[A-Z]{2,4}[0-9]{1,8}", text):
        raise ValueError("no cursor of this list; use `next` of an answer as it is")
    return text


_TEXT = WithJsonSchema({"type": "string", "maxLength": 100})
#: A cursor that stands for a page: the handler gets its number.
Cursor = Annotated[int, BeforeValidator(_page), _TEXT]
#: A cursor that stands for a certification's code: the handler gets the code it comes after.
After = Annotated[str, BeforeValidator(_code), _TEXT]
