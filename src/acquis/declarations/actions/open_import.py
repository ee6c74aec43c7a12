"""The reading of a file begins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..formats.lines import Look
from ..models import Import
from ..types import Source


@act
def open_import(*, source: Source, file_name: str, format_: str, look: Look, by: Actor, at: datetime) -> UUID:
    """The id under which everything of this reading is kept; it stays, whatever happens next."""
    permissions.IMPORT.require_any(by)

    # After this point the opening must succeed.
    row = Import.objects.create(
        source=source,
        file_name=file_name[:200],
        format=format_,
        encoding=look.encoding,
        sha256=look.sha256,
        read_at=at,
        read_by=by.key,
    )

    record(events.Opened(about=row.id, source=source.value), by=by, at=at)
    return row.id
