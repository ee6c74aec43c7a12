"""The certifications of the national registers, as anybody's machine may read them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import CertificationCard, Register
from acquis.kit.sql import reading

from .cursors import After, cursor_to

router = Router(tags=["Certifications"])


class Asked(Schema):
    """The criteria; those left out filter nothing."""

    q: str = Field("", max_length=200, description="Words of the title, or a code.", examples=["boulanger"])
    registry: list[Register] = []
    level: list[Annotated[int, Field(ge=1, le=8)]] = []
    active: bool | None = Field(None, description="Whether it is registered and in force.")
    limit: int = Field(50, ge=1, le=200)
    cursor: After = Field("", description="Where to go on: `next` of the answer before.")


class Coded(Schema):
    code: str
    label: str


class Certification(Schema):
    """A certification as its register describes it; lists are in the register's order."""

    code: str
    registry: Register
    title: str
    short_title: str
    level: int | None
    active: bool
    registered_until: date | None
    effective_on: date | None
    certifiers: list[str]
    blocks: list[Coded]
    rome: list[Coded]
    nsf: list[Coded]
    formacode: list[Coded]


class Promoted(Schema):
    """What became of those who obtained it in a year; rates in per mille, null when the fiche does not say."""

    year: int
    certified: int | None
    any_job_6_months: int | None
    own_job_6_months: int | None
    own_job_2_years: int | None


class Detailed(Certification):
    """With what came before and after it, nearest first, and what became of those who obtained it."""

    promotions: list[Promoted]
    replaces: list[str]
    replaced_by: list[str]


class Listed(Schema):
    certifications: list[Certification]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


@router.get("/certifications", response=Listed, summary="List certifications", operation_id="list_certifications")
def certifications(request: HttpRequest, asked: Query[Asked]) -> Listed:
    """Certifications by their code."""
    with reading():
        found = catalogue.certifications_matching(
            asked.q,
            registers=asked.registry,
            levels=asked.level,
            active=asked.active,
            after=asked.cursor,
            limit=asked.limit + 1,
        )
    more = len(found) > asked.limit
    shown = found[: asked.limit]
    return Listed(
        certifications=[Certification(**_fields(card)) for card in shown],
        next=cursor_to(shown[-1].code) if more else None,
    )


@router.get("/certifications/{code}", response=Detailed, summary="One certification", operation_id="certification")
def certification(request: HttpRequest, code: str) -> Detailed:
    """A certification, with what came before and after it."""
    with reading():
        card = catalogue.certification(code.upper()[:12])
        if card is None:
            raise Http404
        before, after = catalogue.predecessors(card.code), catalogue.successors(card.code)
        promotions = [Promoted(**asdict(each)) for each in catalogue.promotions(card.code)]
    return Detailed(**_fields(card), replaces=before, replaced_by=after, promotions=promotions)


def _fields(card: CertificationCard) -> dict[str, Any]:
    plain = {
        name: getattr(card, name)
        for name in Certification.model_fields
        if name not in ("registry", "certifiers", "blocks", "rome", "nsf", "formacode")
    }
    coded = {
        name: [Coded(code=row.code, label=row.label) for row in getattr(card, name)]
        for name in ("blocks", "rome", "nsf", "formacode")
    }
    return {**plain, **coded, "registry": card.register, "certifiers": list(card.certifiers)}
