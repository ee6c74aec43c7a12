"""The walk through one file: slices of individuals, each its own transaction, so that a stop loses nothing taken.

Read again after a stop, what was taken is found unchanged, and the rest follows.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor

from .actions.close_declaration import close_declaration
from .actions.close_import import close_import
from .actions.open_declaration import open_declaration
from .actions.open_import import open_import
from .actions.take_individuals import take_individuals
from .formats.dsn import Ended, Item, Unread
from .formats.lines import Look
from .queries import report
from .reporting import Telling
from .types import Header, Individual, Level, Refusal, Report, Source

#: Individuals taken in one transaction: memory holds no more than these.
SLICE = 500
Progress = Callable[[str, int], None]


def silent(_word: str, _count: int) -> None:
    """Nobody watches."""


class Walk:
    """One file's way into the facts."""

    def __init__(
        self, source: Source, file_name: str, format_: str, seen: Look, progress: Progress, *, by: Actor, at: datetime
    ) -> None:
        self.progress, self.by, self.at = progress, by, at
        self.seen = seen
        self.telling = Telling(source)
        self.import_id = open_import(source=source, file_name=file_name, format_=format_, look=seen, by=by, at=at)
        self.header: Header | None = None
        self.declaration_id: UUID | None = None
        self.waiting: list[Individual] = []
        self.named = array("q")
        self.refused_here = 0

    def through(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Header):
                self._begin(item)
            elif isinstance(item, Ended):
                self._end(whole=item.whole)
            elif isinstance(item, Unread):
                self.refused_here += 1
                self.telling.counts["individuals.refused"] += 1
            elif self.declaration_id is None:
                self.telling.counts["individuals.outdated"] += 1
            else:
                self.waiting.append(item)
                if len(self.waiting) >= SLICE:
                    self._take()

    def close(self, read: Mapping[str, int] | None = None, *, refusal: Refusal | None = None) -> Report:
        """End the reading; `read` are the reader's own counts."""
        telling = self.telling
        telling.counts.update(read or {})
        if refusal is not None and not telling.blocking_total:
            seen = self.seen
            why = "utf_16" if seen.utf_16 else "other_page" if seen.other_page else "not_read"
            telling.find(Level.FILE, why, blocking=True)
        close_import(
            import_id=self.import_id,
            counts=telling.counts,
            findings=telling.taken(),
            findings_total=telling.findings_total,
            blocking_total=telling.blocking_total,
            refusal=refusal,
            by=self.by,
            at=self.at,
        )
        found = report(self.import_id, by=self.by)
        assert found is not None
        return found

    def _begin(self, header: Header) -> None:
        self.header, self.named, self.refused_here = header, array("q"), 0
        self.telling.declaration = header.lineage
        self.declaration_id = open_declaration(header=header, by=self.by, at=self.at)
        if self.declaration_id is None:
            self.telling.find(Level.DECLARATION, "outdated", blocking=False)

    def _take(self) -> None:
        if not self.waiting or self.declaration_id is None:
            return
        taken = take_individuals(
            import_id=self.import_id,
            declaration_id=self.declaration_id,
            individuals=self.waiting,
            findings=self.telling.taken(),
            by=self.by,
            at=self.at,
        )
        counts = self.telling.counts
        for rank, line, code in taken.refused:
            level = Level.CONTRACT if code in ("twice", "already_declared") else Level.INDIVIDUAL
            self.telling.find(level, code, blocking=True, line=line, individual=rank)
        for rank, line in taken.waiting:
            self.telling.find(Level.INDIVIDUAL, "doubtful", blocking=False, line=line, individual=rank)
        self.refused_here += len(self.waiting) - taken.individuals
        counts["individuals.waiting"] += len(taken.waiting)
        counts["individuals.refused"] += len(self.waiting) - taken.individuals - len(taken.waiting)
        counts["individuals.accepted"] += taken.individuals
        for name in ("created", "corrected", "unchanged", "outdated", "withdrawn"):
            counts[f"lines.{name}"] += getattr(taken, name)
        self.named.extend(taken.named)
        self.progress("individuals", len(self.waiting))
        self.waiting = []

    def _end(self, *, whole: bool) -> None:
        """Withdraw what a replacing declaration no longer names, unless somebody in it could not be read.

        One who could not be read cannot be told from one who is no longer there: nobody loses facts for that.
        """
        self._take()
        header, declaration_id = self.header, self.declaration_id
        self.header, self.declaration_id = None, None
        if header is not None and declaration_id is not None and (header.replaces or header.cancels):
            if header.replaces and not whole:
                self.telling.find(Level.DECLARATION, "kept_cut", blocking=False)
            elif header.replaces and self.refused_here:
                self.telling.find(Level.DECLARATION, "kept", blocking=False, refused=self.refused_here)
            else:
                self.telling.counts["lines.withdrawn"] += close_declaration(
                    import_id=self.import_id, declaration_id=declaration_id, named=self.named, by=self.by, at=self.at
                )
        self.telling.declaration = ""
