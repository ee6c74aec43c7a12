"""How the reading of a file is told: counted as it goes, kept within bounds, written slice by slice."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from .anomalies import IN_COLUMNS, column_of, kept_values
from .models import ImportFinding
from .types import Found, Level, Source

#: A file wrong from end to end must not fill the database; beyond this, findings are only counted.
KEPT_FINDINGS = 5_000


class Telling:
    """The report of one file in the making. `pending` are the findings to be written with the next slice."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.counts: Counter[str] = Counter()
        self.findings_total = 0
        self.blocking_total = 0
        self.pending: list[Found] = []
        self.declaration = ""

    def find(
        self,
        level: Level,
        code: str,
        /,
        *,
        blocking: bool,
        line: int | None = None,
        rubric: str = "",
        individual: int | None = None,
        **words: object,
    ) -> None:
        """Add a finding whose sentence is made from the table of anomalies and `words`."""
        self.findings_total += 1
        self.blocking_total += blocking
        if self.findings_total > KEPT_FINDINGS:
            return
        self.pending.append(
            Found(
                level=level,
                code=code,
                words=kept_values(words),
                blocking=blocking,
                line=line,
                rubric=column_of(code, rubric) if self.source in IN_COLUMNS else rubric,
                declaration=self.declaration,
                individual=individual,
            )
        )

    def taken(self) -> list[Found]:
        """The findings not yet written; they are the caller's to write."""
        found, self.pending = self.pending, []
        return found


def keep(import_id: UUID, findings: list[Found]) -> None:
    """Write findings under their file."""
    ImportFinding.objects.bulk_create(
        [
            ImportFinding(
                report_id=import_id,
                level=f.level,
                code=f.code,
                words=f.words,
                blocking=f.blocking,
                line=f.line,
                rubric=f.rubric,
                declaration=f.declaration,
                individual=f.individual,
            )
            for f in findings
        ],
        batch_size=1_000,
    )
