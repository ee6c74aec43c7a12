"""Permissions are sets of rows, role by role; what is not written is denied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q, QuerySet

from .actor import Actor, Role
from .refusal import Refused

Rows = Callable[[Actor], Q]

#: Every permission of the house by name; printed to docs/permissions.md and compared by a test.
PERMISSIONS: dict[str, Permission] = {}


def every_row(_: Actor) -> Q:
    """All rows of the table."""
    return Q()


class Permission:
    """A name, and for each role the rows it covers.

    `rows` maps a role to a function `(actor) -> Q` over the model's rows, or `every_row`.
    """

    def __init__(self, name: str, *, rows: Mapping[Role, Rows], refusal: StrEnum) -> None:
        if name in PERMISSIONS:
            raise ValueError(f"two permissions are called {name}")
        self.name, self.rows_by_role, self.refusal = name, dict(rows), refusal
        PERMISSIONS[name] = self

    def covers(self, by: Actor) -> Q | None:
        """The rows `by` may act on, as a filter; None when there is none."""
        filters = [self.rows_by_role[role](by) for role in sorted(by.roles) if role in self.rows_by_role]
        if not filters:
            return None
        union = filters[0]
        for more in filters[1:]:
            # An empty Q means every row, and `|` would drop it.
            if not union or not more:
                return Q()
            union |= more
        return union

    def rows(self, by: Actor, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The part of `queryset` that `by` may see or act on."""
        covered = self.covers(by)
        return queryset.none() if covered is None else queryset.filter(covered)

    def require(self, by: Actor, row: Model) -> None:
        """Refuse unless `row` is among the rows `by` may act on."""
        covered = self.covers(by)
        # The row is here, and most filters compare its own values: the server is asked when that does not say yes.
        if covered is not None and not row._state.adding and _surely_holds(covered, row):
            return
        manager = type(row)._default_manager
        if not self.rows(by, manager.filter(pk=row.pk)).exists():
            raise Refused(self.refusal)

    def require_any(self, by: Actor) -> None:
        """Refuse unless `by` has the permission at all; for acts that have no row yet."""
        if self.covers(by) is None:
            raise Refused(self.refusal)


def _surely_holds(filters: Q, row: Model) -> bool:
    """Whether a filter holds of a row by what the row says itself; False when that cannot be told from here."""
    if filters.negated:
        return False
    told = (_surely_holds(each, row) if isinstance(each, Q) else _says(row, each) for each in filters.children)
    if filters.connector == Q.AND:
        return all(told)
    return filters.connector == Q.OR and any(told)


def _says(row: Model, condition: Any) -> bool:
    """`column=value` or `column__in=values`, of the row's own columns that were read."""
    if not isinstance(condition, tuple):
        return False
    name, value = condition
    column, _, lookup = name.partition("__")
    if lookup not in ("", "in") or column not in row.__dict__ or row.__dict__[column] is None:
        return False
    if lookup == "in":
        return isinstance(value, tuple | list | set | frozenset) and row.__dict__[column] in value
    return bool(row.__dict__[column] == value)
