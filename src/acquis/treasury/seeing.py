"""What of some rows somebody may see; everything for the other contexts, which judge for themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from acquis.kit.actor import Actor
from acquis.kit.permission import Permission


def seen(permission: Permission, by: Actor | None, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if by is None else permission.rows(by, rows)
