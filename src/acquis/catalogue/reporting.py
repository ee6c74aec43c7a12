"""How the reading of a file is told: counted as it goes, kept within bounds, saved as one row and its findings."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .anomalies import kept_values
from .models import ImportFinding, ImportReport
from .types import Finding, Level, Refusal, Report, ReportKind

#: A file wrong from end to end must not fill the database; beyond this, findings are only counted.
KEPT_FINDINGS = 5_000


class Telling:
    """The report of one file in the making."""

    def __init__(self, kind: ReportKind, file_name: str, *, provider_id: UUID | None = None) -> None:
        self.kind, self.file_name, self.provider_id = kind, file_name, provider_id
        self.format = ""
        self.sha256 = ""
        self.counts: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.findings_total = 0
        self.blocking_total = 0
        self.refusal: Refusal | None = None

    def add(self, finding: Finding) -> None:
        self.findings_total += 1
        self.blocking_total += finding.blocking
        if len(self.findings) < KEPT_FINDINGS:
            self.findings.append(finding)

    def find(
        self,
        level: Level,
        code: str,
        /,
        *,
        blocking: bool,
        training: str = "",
        action: str = "",
        session: str = "",
        line: int | None = None,
        **words: object,
    ) -> None:
        """Add a finding whose sentence is made from the table of anomalies and `words`."""
        self.add(
            Finding(
                level=level,
                code=code,
                words=kept_values(words),
                blocking=blocking,
                training=training,
                action=action,
                session=session,
                line=line,
            )
        )

    def save(self, *, by: Actor, at: datetime) -> Report:
        """Write the report and its findings."""
        row = ImportReport.objects.create(
            id=new_id(),
            kind=self.kind,
            format=self.format,
            provider_id=self.provider_id,
            file_name=self.file_name,
            file_sha256=self.sha256,
            counts=dict(self.counts),
            findings_total=self.findings_total,
            blocking_total=self.blocking_total,
            refusal=self.refusal or "",
            read_at=at,
            read_by=by.key,
        )
        ImportFinding.objects.bulk_create(
            [
                ImportFinding(
                    report=row,
                    level=f.level,
                    training=f.training[:200],
                    action=f.action[:200],
                    session=f.session[:200],
                    code=f.code,
                    words=f.words,
                    blocking=f.blocking,
                    line=f.line,
                )
                for f in self.findings
            ],
            batch_size=1000,
        )
        return Report(
            id=row.id,
            kind=self.kind,
            format=self.format,
            file_name=self.file_name,
            counts=dict(self.counts),
            findings=tuple(self.findings),
            findings_total=self.findings_total,
            blocking_total=self.blocking_total,
            refusal=self.refusal,
            provider_id=self.provider_id,
        )
