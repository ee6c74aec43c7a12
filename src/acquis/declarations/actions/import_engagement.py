"""Bring in years of engagement that a body certifies, or show beforehand what bringing them in would do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats import engagement
from ..list_types import EngagementLine
from ..listing import Kind, read_list
from ..types import Refusal, Report, Source
from ..walking import Progress, silent
from .take_engagement import take_engagement

_LIST: Kind[EngagementLine] = Kind(
    source=Source.ENGAGEMENT,
    noun="engagements",
    always=engagement.ALWAYS,
    read=engagement.read,
    same=lambda each: (each.person.nir, each.facts["year"], each.facts["activity"]),
    twice=("told_twice", "annee"),
    take=take_engagement,
    refusal=Refusal.NO_ENGAGEMENT,
)


@one_statement_act
def import_engagement(
    *,
    file: IO[bytes] | Path,
    file_name: str = "",
    preview: bool = False,
    progress: Progress = silent,
    by: Actor,
    at: datetime,
) -> Report:
    """Read a list and take what is right in it, slice by slice; read again, nothing is added.

    `preview` reports the same and leaves nothing but its report.
    """
    permissions.IMPORT.require_any(by)
    return read_list(_LIST, file=file, file_name=file_name, preview=preview, progress=progress, by=by, at=at)
