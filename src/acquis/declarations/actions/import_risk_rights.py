"""Bring in the rights that a body of occupational risks tells of, or show beforehand what it would do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats import risk_rights
from ..list_types import RiskLine
from ..listing import Kind, read_list
from ..types import Refusal, Report, Source
from ..walking import Progress, silent
from .take_risk_rights import take_risk_rights

_LIST: Kind[RiskLine] = Kind(
    source=Source.RISKS,
    noun="risks",
    always=risk_rights.ALWAYS,
    read=risk_rights.read,
    same=lambda each: (each.is_points, each.facts["number"]),
    twice=("told_twice", "numero"),
    take=take_risk_rights,
    refusal=Refusal.NO_RISK_RIGHTS,
)


@one_statement_act
def import_risk_rights(
    *,
    file: IO[bytes] | Path,
    file_name: str = "",
    preview: bool = False,
    progress: Progress = silent,
    by: Actor,
    at: datetime,
) -> Report:
    """Read a list and take what is right in it, slice by slice. A later state replaces an earlier one.

    Nothing is given: its holder asks. `preview` reports the same and leaves nothing but its report.
    """
    permissions.IMPORT.require_any(by)
    return read_list(_LIST, file=file, file_name=file_name, preview=preview, progress=progress, by=by, at=at)
