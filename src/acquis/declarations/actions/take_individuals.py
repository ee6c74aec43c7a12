"""Some individuals of a declaration are taken: each line is new, known, corrected, outdated or refused.

A line is never changed: a correction is a newer version, and only the newest is current. The same sending again
finds its lines; another sending of the same order that says otherwise is refused, because nobody could tell which
of the two is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import events, identifying, permissions
from ..models import Declaration, Import, WorkedLine
from ..reporting import keep
from ..types import Absence, Finding, Individual, Refusal, State, Work

#: The content of a line, by which two sendings are compared.
_CONTENT = (
    "contract", "contract_from", "contract_to", "period_from", "period_to", "regime", "unit", "origin", "paid",
    "quantity", "reference", "present_days", "span_days", "oeth", "contribution_paid", "category_c",
    "incomplete_post", "siret", "kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a slice gave. `named`: ids of the current lines that it names; `refused`: (rank, line, code)."""

    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    outdated: int = 0
    withdrawn: int = 0
    individuals: int = 0
    named: tuple[int, ...] = ()
    refused: tuple[tuple[int, int, str], ...] = ()


@act
def take_individuals(
    *,
    import_id: UUID,
    declaration_id: UUID,
    individuals: Sequence[Individual],
    findings: list[Finding],
    by: Actor,
    at: datetime,
) -> Taken:
    """Take a slice of individuals (some hundreds), and keep the findings made on the way."""
    # The declaration's row is the lock: two files that hold the same declaration take turns.
    declaration = Declaration.objects.select_for_update().get(pk=declaration_id)

    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    slice_ = _Slice(declaration, at)
    working = [each for each in individuals if each.works]
    persons = identifying.persons_of([each.person for each in working], by=by, at=at)
    account_of = _accounts(working, persons, declaration.period_to, by=by, at=at)
    slice_.know(set(account_of.values()))
    for each, person_id in zip(working, persons, strict=True):
        if person_id is None:
            slice_.refuse(each, "doubtful" if each.person.nir else "no_number")
        elif person_id not in account_of:
            slice_.refuse(each, "too_young")
        else:
            slice_.take(each, account_of[person_id])

    # After this point the taking must succeed.
    if slice_.replaced:
        WorkedLine.objects.filter(pk__in=slice_.replaced).update(current=False)
    WorkedLine.objects.bulk_create(slice_.new, batch_size=2_000)
    keep(import_id, findings)

    taken = slice_.taken(len(individuals))
    if slice_.new:
        record(
            events.Taken(about=import_id, created=taken.created, corrected=taken.corrected, unchanged=taken.unchanged),
            by=by,
            at=at,
        )
    return taken


def _accounts(
    individuals: Sequence[Individual], persons: Sequence[UUID | None], last_day: date, *, by: Actor, at: datetime
) -> dict[UUID, UUID]:
    """{person: account} of those who have the age of an account on the last day declared (L6323-1)."""
    law = law_on(last_day).account
    of_age = []
    for each, person_id in zip(individuals, persons, strict=True):
        age = law.opening_age_apprentices if each.young else law.opening_age
        if person_id is not None and _age(each.person.civil.born_on, last_day) >= age:
            of_age.append(person_id)
    return accounts.open_accounts(person_ids=of_age, by=by, at=at) if of_age else {}


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


class _Slice:
    """The lines of one slice against those already known."""

    def __init__(self, declaration: Declaration, at: datetime) -> None:
        self.declaration, self.at = declaration, at
        self.known: dict[tuple[UUID, str], WorkedLine] = {}
        self.new: list[WorkedLine] = []
        self.replaced: list[int] = []
        self.named: list[int] = []
        self.refused: list[tuple[int, int, str]] = []
        self.counts = {"created": 0, "corrected": 0, "unchanged": 0, "outdated": 0, "withdrawn": 0}

    def know(self, account_ids: set[UUID]) -> None:
        """Load the current lines of these accounts under this lineage."""
        prefix = f"{self.declaration.lineage} "
        rows = WorkedLine.objects.filter(account_id__in=account_ids, key__startswith=prefix, current=True)
        self.known = {(row.account_id, row.key): row for row in rows}

    def refuse(self, individual: Individual, code: str) -> None:
        self.refused.append((individual.rank, individual.line, code))

    def take(self, individual: Individual, account_id: UUID) -> None:
        for work in individual.works:
            code = self._line(work, account_id)
            if code:
                self.refused.append((individual.rank, work.line, code))

    def _line(self, work: Work, account_id: UUID) -> str:
        """Take one line; the code of what is wrong with it, else ""."""
        key = f"{self.declaration.lineage} {work.key}"
        order = self.declaration.order if work.order is None else work.order
        former = self.known.get((account_id, key))
        row = self._row(work, account_id, key, order)
        if former is None:
            if work.cancelled:
                self.counts["unchanged"] += 1
                return ""
            self.counts["created"] += 1
        elif former.pk is None:
            return "" if _same(former, row) else "twice"
        elif _same(former, row):
            self.counts["unchanged"] += 1
            self.named.append(former.pk)
            return ""
        elif order < former.order:
            self.counts["outdated"] += 1
            return ""
        elif order == former.order or not (self.declaration.replaces or work.order is not None):
            self.named.append(former.pk)
            return "already_declared"
        else:
            row.version = former.version + 1
            self.replaced.append(former.pk)
            self.counts["withdrawn" if work.cancelled else "corrected"] += 1
        self.known[(account_id, key)] = row
        self.new.append(row)
        return ""

    def _row(self, work: Work, account_id: UUID, key: str, order: int) -> WorkedLine:
        return WorkedLine(
            account_id=account_id,
            declaration=self.declaration,
            key=key,
            version=1,
            order=order,
            withdrawn=work.cancelled,
            year=work.period_to.year,
            absences=[_absence(each) for each in work.absences],
            received_at=self.at,
            **{name: _plain(getattr(work, name)) for name in _CONTENT},
        )

    def taken(self, individuals: int) -> Taken:
        refused = {rank for rank, _, _ in self.refused}
        return Taken(
            **self.counts,
            individuals=individuals - len(refused),
            named=tuple(self.named),
            refused=tuple(self.refused),
        )


def _same(former: WorkedLine, row: WorkedLine) -> bool:
    return (
        former.withdrawn == row.withdrawn
        and former.absences == row.absences
        and all(getattr(former, name) == getattr(row, name) for name in _CONTENT)
    )


def _plain(value: Any) -> Any:
    """An enumeration's member as the text it is stored as."""
    return str(value) if isinstance(value, str) else value


def _absence(each: Absence) -> dict[str, Any]:
    return {
        "ground": each.ground.value,
        "days": each.days,
        "time": each.time,
        "from": each.from_day.isoformat() if each.from_day else None,
        "to": each.to_day.isoformat() if each.to_day else None,
    }
