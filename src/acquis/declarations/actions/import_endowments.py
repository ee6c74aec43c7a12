"""Bring in an employer's list of endowments, or show beforehand what bringing it in would do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats import endowments
from ..listing import Kind, read_list
from ..types import Endowment, Refusal, Report, Source
from ..walking import Progress, silent
from .take_endowments import take_endowments

_LIST: Kind[Endowment] = Kind(
    source=Source.ENDOWMENTS,
    noun="endowments",
    always=endowments.ALWAYS,
    read=endowments.read,
    same=lambda each: each.facts["reference"],
    twice=("endow_twice", "reference"),
    take=take_endowments,
    refusal=Refusal.NO_ENDOWMENTS,
)


@one_statement_act
def import_endowments(
    *,
    file: IO[bytes] | Path,
    file_name: str = "",
    preview: bool = False,
    progress: Progress = silent,
    by: Actor,
    at: datetime,
) -> Report:
    """Read a list and take what is right in it, slice by slice; read again, nothing is added.

    `preview` reports the same and gives nothing. What is more than one agent may write alone waits for a second person.
    """
    permissions.IMPORT.require_any(by)
    return read_list(_LIST, file=file, file_name=file_name, preview=preview, progress=progress, by=by, at=at)
