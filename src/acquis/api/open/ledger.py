"""The anchors of the ledger, for anyone who wants to keep them or to verify a statement."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from acquis.kit.sql import reading
from acquis.ledger import queries

router = Router()


class Asked(Schema):
    """Where to begin: one asks again from the last number one has."""

    after: int = Field(0, ge=0, description="Only anchors numbered above this one.")
    limit: int = Field(5_000, ge=1, le=5_000)


class AnchorOut(Schema):
    number: int
    day: date
    size: int
    blocks: int
    root: str
    previous: str
    digest: str


class Published(Schema):
    """`digest` is the SHA-256 of the anchor's words, that of the one before among them; docs tell how to verify."""

    format: str
    anchors: list[AnchorOut]


@router.get("/ledger/anchors", response=Published, summary="The daily anchors", operation_id="ledger_anchors")
def anchors(request: HttpRequest, asked: Query[Asked]) -> Published:
    """One a day: the root of the tree over the transfers sealed, chained to the anchor before."""
    with reading():
        found = queries.published(queries.anchors(after=asked.after, limit=asked.limit))
    return Published(**found)
