"""The proofs that transfers are in the ledger as it was anchored, and the anchors as they are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from . import models
from .digests import path
from .rows import CREDITS, TOLD
from .sealing import leaves_of
from .statements import ANCHORS, STATEMENT
from .types import Anchor, Proof

_OF_OWNER = f"""
    SELECT {TOLD}, NULL::integer AS book FROM ledger_transfer t WHERE t.owner = %(owner)s
    UNION ALL
    SELECT {TOLD}, t.book FROM ({CREDITS}) t WHERE t.owner = %(owner)s
     ORDER BY recorded_at, seq
"""  # noqa: S608

_PURSES = """
    SELECT id, unit, posted_cents, reserved_cents FROM ledger_balance
     WHERE owner = %(owner)s ORDER BY id
"""


def anchors(*, after: int = 0, limit: int | None = None) -> list[Anchor]:
    """The anchors numbered above `after`, in their order: all that a day vouches for, and nothing of anybody."""
    rows = models.Anchor.objects.filter(number__gt=after).order_by("number")[:limit]
    return [
        Anchor(
            number=row.number,
            day=row.day,
            size=row.size,
            blocks=row.blocks,
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
                "blocks": each.blocks,
                "root": each.root,
                "previous": each.previous,
                "digest": each.digest,
            }
            for each in found
        ],
    }


def proof_of(transfer_ids: Sequence[UUID], *, owner: UUID) -> dict[UUID, Proof]:
    """The proof of each of these transfers of one owner; one that no anchor covers yet is not in the answer."""
    wanted = {str(each) for each in transfer_ids}
    rows = [row for row in _rows(owner) if row["id"] in wanted]
    return {proof.transfer: proof for _, proof in _proved(rows) if proof is not None}


def sealed_statement(owner: UUID) -> dict[str, Any]:
    """Every transfer of a holder's account with its proof, as the document that anyone can verify offline.

    `proof` is null for what was written since the last anchor. `closing` tells what each purse has, as its balance
    keeps it apart from the transfers, so that one that is missing shows. No name, and nothing of anybody else.
    """
    told = [row | {"proof": _as_json(proof)} for row, proof in _proved(_rows(owner))]
    for row in told:
        del row["book"]
    closing = {"transfers": len(told), "purses": _purses(owner)}
    return {"format": STATEMENT, "owner": str(owner), "transfers": told, "closing": closing}


def _purses(owner: UUID) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_PURSES, {"owner": owner})
        names = ("id", "unit", "posted_cents", "reserved_cents")
        return [{name: _word(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _rows(owner: UUID) -> list[dict[str, Any]]:
    """The transfers of an owner as `rows.content` reads them, and the book of those that are credits of one."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_OWNER, {"owner": owner})
        names = [column.name for column in cursor.description]
        return [{name: _word(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _proved(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Proof | None]]:
    """Each row with its proof; a block and an anchor's tree are read once for neighbours."""
    block: models.Block | None = None
    anchor: models.Anchor | None = None
    leaves: list[bytes] = []
    places: dict[Any, int] = {}
    roots: list[bytes] = []
    for row in rows:
        # An owner has a credit in each of many books: only with its book does a place name one row.
        key = (row["book"], row["seq"] if row["book"] is None else UUID(row["owner"]))
        if key not in places:
            block = _block_of(row)
            found = leaves_of(block) if block else []
            leaves = [digest for _, digest in found]
            places = {(row["book"], place): number for number, (place, _) in enumerate(found)}
        if block is None or key not in places:
            yield row, None
            continue
        if anchor is None or not anchor.upto_block - anchor.blocks < block.number <= anchor.upto_block:
            anchor = models.Anchor.objects.filter(upto_block__gte=block.number).order_by("upto_block").first()
            roots = _roots_of(anchor) if anchor else []
        if anchor is None:
            yield row, None
            continue
        place = block.number - (anchor.upto_block - anchor.blocks) - 1
        yield (
            row,
            Proof(
                transfer=UUID(row["id"]),
                anchor=anchor.number,
                day=anchor.day,
                index=places[key],
                size=block.size,
                path=tuple(brother.hex() for brother in path(leaves, places[key])),
                block=place,
                up=tuple(brother.hex() for brother in path(roots, place)),
            ),
        )


def _block_of(row: dict[str, Any]) -> models.Block | None:
    blocks = models.Block.objects.defer("marks")
    if row["book"] is None:
        return blocks.filter(upto_seq__gte=row["seq"]).order_by("upto_seq").first()
    return blocks.filter(book=row["book"], upto_owner__gte=row["owner"]).order_by("upto_owner").first()


def _roots_of(anchor: models.Anchor) -> list[bytes]:
    found = models.Block.objects.filter(number__gt=anchor.upto_block - anchor.blocks, number__lte=anchor.upto_block)
    return [bytes(root) for root in found.order_by("number").values_list("root", flat=True)]


def _as_json(proof: Proof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    return {
        "anchor": proof.anchor,
        "index": proof.index,
        "size": proof.size,
        "path": list(proof.path),
        "block": proof.block,
        "up": list(proof.up),
    }
