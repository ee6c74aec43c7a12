"""Cursors: where a list goes on, as a moment and an identifier. Opaque to clients, who only hand them back."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, WithJsonSchema

Place = tuple[datetime, UUID]


def cursor_to(moment: datetime, last: UUID) -> str:
    """The cursor of what comes after this place."""
    return urlsafe_b64encode(f"v1|{moment.isoformat()}|{last}".encode()).decode().rstrip("=")


def _opened(cursor: object) -> Place | None:
    if cursor is None:
        return None
    try:
        text = urlsafe_b64decode(str(cursor) + "=" * (-len(str(cursor)) % 4)).decode()
        version, moment, last = text.split("|")
        place = in_utc(datetime.fromisoformat(moment)), UUID(last)
    except (binascii.Error, ValueError) as error:
        raise ValueError("no cursor of ours") from error
    if version != "v1":
        raise ValueError("no cursor of ours")
    return place


def in_utc(moment: datetime) -> datetime:
    """The same moment as the server reads it: it knows no zone as far from Greenwich as a text may name."""
    if moment.tzinfo is None:
        raise ValueError("no zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error


#: A moment that a client names.
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
#: `next` of an answer, handed back as it is.
Cursor = Annotated[Place | None, BeforeValidator(_opened), WithJsonSchema({"type": "string", "maxLength": 200})]
