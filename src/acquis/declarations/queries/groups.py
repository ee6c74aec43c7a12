"""Declared work by year, employer and contract: what an agent can say belongs to one person or to another."""

from __future__ import annotations

import hashlib
from itertools import groupby
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.kit.actor import Actor
from acquis.rules import Regime

from .. import permissions
from ..models import WorkedLine
from ..types import WorkGroup


def work_groups(account_id: UUID, *, by: Actor) -> list[WorkGroup]:
    """The work that stands on an account or on those that lead to it, newest year first; what was withdrawn is no
    longer anybody's."""
    own = accounts.joined_to(account_id) | {account_id}
    chosen = WorkedLine.objects.filter(account_id__in=own, current=True, withdrawn=False)
    lines = sorted(permissions.READ_LINES.rows(by, chosen).select_related("declaration"), key=_group_of)
    groups = []
    for (year, *_rest), alike in groupby(lines, key=_group_of):
        works = list(alike)
        first = works[0]
        groups.append(
            WorkGroup(
                id=hashlib.sha256(repr(_group_of(first)).encode()).hexdigest()[:16],
                year=year,
                regime=Regime(first.regime),
                employer=first.declaration.employer,
                contract=first.contract,
                period_from=min(line.period_from for line in works),
                period_to=max(line.period_to for line in works),
                keys=tuple(line.key for line in works),
            )
        )
    return sorted(groups, key=lambda group: (-group.year, group.period_from, group.id))


def standing_keys(account_id: UUID, keys: list[str]) -> list[str]:
    """Those of these lines that still stand on the account or on those that lead to it."""
    own = accounts.joined_to(account_id) | {account_id}
    rows = WorkedLine.objects.filter(account_id__in=own, key__in=keys, current=True, withdrawn=False)
    return sorted(rows.values_list("key", flat=True))


def _group_of(line: WorkedLine) -> tuple[int, str, str, str, str]:
    return line.year, line.regime, line.siret, line.kind, line.contract
