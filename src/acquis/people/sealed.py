"""Sealed columns. A column says in its own definition that it is sealed, so that no rotation of the keys forgets one.

Every context may have some (`support` seals what people write about themselves). `columns` finds them all in the
models that are installed, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL

from . import crypto

#: What the name of a sealed column ends with; the rest is the word its seal is bound to.
ENDINGS = ("_encrypted", "_sealed")


class SealedField(models.BinaryField):
    """Bytes that `crypto.seal` made for this very cell, under (table, name without its ending, key of the row).

    `index` names the column of the same row in which what is sealed is found blindly, and `index_of(row, text)` says
    it under the newest key. `at_once` is how many rows may be open in memory at the same time.
    """

    def __init__(
        self,
        *args: Any,
        index: str = "",
        index_of: Callable[[Any, str], str] | None = None,
        at_once: int = 500,
        **kwargs: Any,
    ) -> None:
        self.index, self.index_of, self.at_once = index, index_of, at_once
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database it is a column of bytes: sealing one more needs no migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", list(args), dict(kwargs)

    @property
    def get_placeholder(self) -> Any:
        """None: our server takes bytes as they are. Django writes many rows as arrays when no field has one, and
        else composes a statement with a place for each value, which takes longer than all the rest."""
        raise AttributeError("get_placeholder")

    @property
    def word(self) -> str:
        """The column as its seals name it."""
        ending = next(each for each in ENDINGS if self.attname.endswith(each))
        return self.attname.removesuffix(ending)

    def reseal(self, row: Any) -> list[str]:
        """Put the cell of `row`, and its index, under the newest keys; the columns to write. Raises Unsealable."""
        cell = {"table": self.model._meta.db_table, "column": self.word, "row": row.pk}
        plain = crypto.unseal_bytes(getattr(row, self.attname), **cell)
        setattr(row, self.attname, crypto.seal_bytes(plain, **cell))
        if self.index_of is None:
            return [self.attname]
        setattr(row, self.index, self.index_of(row, plain.decode()))
        return [self.attname, self.index]


def columns() -> Iterator[SealedField]:
    """Every sealed column of the house."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield field


def waiting(field: SealedField) -> QuerySet[Any]:
    """Rows whose cell is sealed, or indexed, under an older key."""
    keys = crypto.keys()
    version = RawSQL(f"substring({field.column} from 1 for 1) <> %s", [bytes([keys.newest_seal])])  # noqa: S611
    old = Q(old_seal=True)
    if field.index_of is not None:
        old |= ~Q(**{f"{field.index}__startswith": f"{keys.newest_index}:"})
    return (
        field.model._base_manager.exclude(**{field.attname: None})
        .annotate(old_seal=ExpressionWrapper(version, output_field=BooleanField()))
        .filter(old)
    )


def left_behind() -> dict[str, int]:
    """How many cells of each sealed column are still under older keys, by table and column."""
    return {f"{field.model._meta.db_table}.{field.column}": waiting(field).count() for field in columns()}
