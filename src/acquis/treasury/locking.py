"""Rows that an act loads and locks by id, or is refused."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from acquis.kit.prepared import Prepared, given
from acquis.kit.refusal import Refused

from .types import Refusal

M = TypeVar("M", bound=models.Model)


class LockedSet(models.QuerySet[M]):
    """Rows that an act loads and locks by id, or is refused."""

    unknown: Refusal

    def locked(self, pk: UUID) -> M:
        row: M | None = _of(self.model).first(id=pk)
        if row is None:
            raise Refused(self.unknown, id=str(pk))
        return row


@cache
def _of(model: type[models.Model]) -> Prepared[Any]:
    return Prepared(lambda: model._default_manager.select_for_update().filter(pk=given("id")))
