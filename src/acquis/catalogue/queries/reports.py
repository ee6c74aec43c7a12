"""Reports of imports: for the provider they concern and for the staff."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor

from .. import permissions
from ..models import (
    ImportReport,
)
from ..types import (
    Finding,
    Level,
    Refusal,
    Report,
    ReportKind,
)


def reports_of(provider_id: UUID, *, by: Actor, limit: int = 20) -> list[Report]:
    """The last files of a provider, newest first, without their findings."""
    rows = permissions.READ_REPORT.rows(by, ImportReport.objects.filter(provider_id=provider_id))
    return [report_of(row, ()) for row in rows.order_by("-read_at")[:limit]]


def report(report_id: UUID, *, by: Actor) -> Report | None:
    """One report with its findings, or None when there is none that `by` may see."""
    row = permissions.READ_REPORT.rows(by, ImportReport.objects.filter(pk=report_id)).first()
    if row is None:
        return None
    return report_of(
        row,
        tuple(
            Finding(
                level=Level(f.level),
                code=f.code,
                words=f.words or {},
                kept=f.sentence,
                blocking=f.blocking,
                training=f.training,
                action=f.action,
                session=f.session,
                line=f.line,
            )
            for f in row.findings.order_by("id")
        ),
    )


def report_of(row: ImportReport, findings: tuple[Finding, ...]) -> Report:
    return Report(
        id=row.id,
        kind=ReportKind(row.kind),
        format=row.format,
        file_name=row.file_name,
        counts=dict(row.counts),
        findings=findings,
        findings_total=row.findings_total,
        blocking_total=row.blocking_total,
        refusal=Refusal(row.refusal) if row.refusal else None,
        provider_id=row.provider_id,
    )
