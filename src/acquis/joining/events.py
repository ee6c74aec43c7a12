"""The facts this context announces: `about` is the joining."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class JoiningProposed(Event):
    """An agent holds two persons to be one."""

    kind: ClassVar[str] = "joining.proposed"
    kept_id: UUID
    merged_id: UUID


@dataclass(frozen=True, kw_only=True)
class JoiningApproved(Event):
    """Another agent agreed: the two are one."""

    kind: ClassVar[str] = "joining.approved"
    kept_id: UUID
    merged_id: UUID


@dataclass(frozen=True, kw_only=True)
class JoiningDeclined(Event):
    kind: ClassVar[str] = "joining.declined"


@dataclass(frozen=True, kw_only=True)
class PartingProposed(Event):
    """An agent holds that the two are two after all."""

    kind: ClassVar[str] = "joining.parting_proposed"


@dataclass(frozen=True, kw_only=True)
class PartingApproved(Event):
    """Another agent agreed: each has again what was theirs."""

    kind: ClassVar[str] = "joining.parting_approved"
    kept_id: UUID
    merged_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartingDeclined(Event):
    kind: ClassVar[str] = "joining.parting_declined"


@dataclass(frozen=True, kw_only=True)
class SplitProposed(Event):
    """An agent holds that an account has two persons in it; `about` is the split."""

    kind: ClassVar[str] = "joining.split_proposed"
    person_id: UUID
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class SplitApproved(Event):
    """Another agent agreed: what is the other person's went to their own account."""

    kind: ClassVar[str] = "joining.split_approved"
    person_id: UUID
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class SplitDeclined(Event):
    kind: ClassVar[str] = "joining.split_declined"


@dataclass(frozen=True, kw_only=True)
class UndoingProposed(Event):
    """An agent holds that the split was wrong."""

    kind: ClassVar[str] = "joining.undoing_proposed"


@dataclass(frozen=True, kw_only=True)
class UndoingApproved(Event):
    """Another agent agreed: what still stands of it is back on the first account."""

    kind: ClassVar[str] = "joining.undoing_approved"


@dataclass(frozen=True, kw_only=True)
class UndoingDeclined(Event):
    kind: ClassVar[str] = "joining.undoing_declined"
