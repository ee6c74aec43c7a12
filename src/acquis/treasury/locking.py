"""Rows that an act loads and locks by id, or is refused."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models

from acquis.kit.refusal import Refused

from .types import Refusal

M = TypeVar("M", bound=models.Model)


class LockedSet(models.QuerySet[M]):
    """Rows that an act loads and locks by id, or is refused."""

    unknown: Refusal

    def locked(self, pk: UUID) -> M:
        row = self.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Refused(self.unknown, id=str(pk))
        return row
