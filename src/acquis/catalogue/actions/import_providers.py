"""Bring in a list of training bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.providers import actions as provider_actions
from acquis.providers.types import ProviderRow

from .. import permissions
from ..formats.bodies import format_of, read_bodies
from ..reporting import Telling
from ..types import Level, Refusal, Report, ReportKind

_BATCH = 5_000
Progress = Callable[[str, int], None]


def _silent(_word: str, _count: int) -> None:
    """Nobody watches."""


@act
def import_providers(*, path: Path, progress: Progress = _silent, by: Actor, at: datetime) -> Report:
    """Read the public list of training bodies, or the quality list of 2021; a bad line costs itself only."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.PROVIDERS, path.name)
    telling.format = format_of(path)
    if not telling.format:
        telling.refusal = Refusal.FORMAT_UNKNOWN
        return telling.save(by=by, at=at)

    # After this point the import must succeed.
    rows: dict[str, ProviderRow] = {}
    for body in read_bodies(path, telling.format):
        telling.counts["records"] += 1
        for finding in body.findings:
            telling.add(finding)
        if body.row is None:
            telling.counts["providers.refused"] += 1
            continue
        if body.row.siret in rows:
            telling.find(Level.RECORD, "duplicate_row", blocking=False, training=body.row.name, code=body.row.siret)
            telling.counts["providers.repeated"] += 1
        rows[body.row.siret] = body.row
    wanted = list(rows.values())
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        done = provider_actions.upsert_providers(rows=some, by=by, at=at)
        telling.counts["providers.created"] += done.created
        telling.counts["providers.changed"] += done.changed
        telling.counts["providers.unchanged"] += done.unchanged
        for siret, reason in done.refused:
            telling.find(Level.RECORD, "not_taken", blocking=True, siret=siret, reason=str(reason))
            telling.counts["providers.refused"] += 1
        progress("providers", len(some))
    return telling.save(by=by, at=at)
