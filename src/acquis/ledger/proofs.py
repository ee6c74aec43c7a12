"""The proofs that transfers are in the ledger as it was anchored, and the anchors as they are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from . import models
from .digests import path
from .rows import TOLD
from .sealing import digests
from .statements import ANCHORS, STATEMENT
from .types import Anchor, Proof

_ROWS = f"SELECT {TOLD} FROM ledger_transfer t WHERE t.owner = %s AND t.id = ANY (%s) ORDER BY t.seq"  # noqa: S608
_ALL = f"SELECT {TOLD} FROM ledger_transfer t WHERE t.owner = %s ORDER BY t.seq"  # noqa: S608


def anchors(*, after: int = 0, limit: int | None = None) -> list[Anchor]:
    """The anchors numbered above `after`, in their order: all that a day vouches for, and nothing of anybody."""
    rows = models.Anchor.objects.filter(number__gt=after).order_by("number")[:limit]
    return [
        Anchor(
            number=row.number,
            day=row.day,
            size=row.size,
            root=bytes(row.root).hex(),
            previous=bytes(row.previous).hex(),
            digest=bytes(row.digest).hex(),
        )
        for row in rows
    ]


def published(found: Iterable[Anchor]) -> dict[str, Any]:
    """Anchors as the public document tells them."""
    return {
        "format": ANCHORS,
        "anchors": [
            {
                "number": each.number,
                "day": each.day.isoformat(),
                "size": each.size,
                "root": each.root,
                "previous": each.previous,
                "digest": each.digest,
            }
            for each in found
        ],
    }


def proof_of(transfer_ids: Sequence[UUID], *, owner: UUID) -> dict[UUID, Proof]:
    """The proof of each of these transfers of one owner; one that no anchor covers yet is not in the answer."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [owner, list(transfer_ids)])
        return {proof.transfer: proof for _, proof in _proved(_told(cursor)) if proof is not None}


def sealed_statement(owner: UUID) -> dict[str, Any]:
    """Every transfer of a holder's account with its proof, as the document that anyone can verify offline.

    `proof` is null for what was written since the last anchor. It holds no name and nothing of anybody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [owner])
        rows = list(_told(cursor))
    told = [row | {"proof": _as_json(proof)} for row, proof in _proved(rows)]
    return {"format": STATEMENT, "owner": str(owner), "transfers": told}


def _told(cursor: Any) -> Iterator[dict[str, Any]]:
    """Rows as `rows.content` reads them."""
    names = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        yield {name: _word(value) for name, value in zip(names, row, strict=True)}


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _proved(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Proof | None]]:
    """Each row with its proof; a block and an anchor's tree are read once for all the rows in them, in order."""
    block: models.Block | None = None
    anchor: models.Anchor | None = None
    leaves: list[tuple[int, bytes]] = []
    blocks: list[models.Block] = []
    for row in rows:
        seq = row["seq"]
        if block is None or seq > block.upto_seq:
            block = models.Block.objects.defer("marks").filter(upto_seq__gte=seq).order_by("upto_seq").first()
            if block is not None:
                leaves = digests(after=block.after_seq, upto=block.upto_seq)
        if block is None:
            yield row, None
            continue
        if anchor is None or block.number > anchor.upto_block:
            anchor = models.Anchor.objects.filter(upto_block__gte=block.number).order_by("upto_block").first()
            blocks = _blocks_of(anchor) if anchor else []
        if anchor is None:
            yield row, None
            continue
        within = [number for number, _ in leaves].index(seq)
        place = block.number - blocks[0].number
        before = sum(each.size for each in blocks[:place])
        brothers = path([digest for _, digest in leaves], within) + path([bytes(b.root) for b in blocks], place)
        yield (
            row,
            Proof(
                transfer=UUID(row["id"]),
                anchor=anchor.number,
                day=anchor.day,
                index=before + within,
                path=tuple(brother.hex() for brother in brothers),
            ),
        )


def _blocks_of(anchor: models.Anchor) -> list[models.Block]:
    before = models.Anchor.objects.filter(number=anchor.number - 1).values_list("upto_block", flat=True).first() or 0
    found = models.Block.objects.filter(number__gt=before, number__lte=anchor.upto_block)
    return list(found.only("number", "size", "root").order_by("number"))


def _as_json(proof: Proof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    return {"anchor": proof.anchor, "index": proof.index, "path": list(proof.path)}
