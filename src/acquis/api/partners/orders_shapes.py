"""The shapes of endowments: an order of lines as a funder's machine sends it, and where it stands. Cents, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from acquis.endowing.types import LineCard, LineState, OrderCard, OrderState

#: As many lines as one call takes; a longer order is a file, given on the site.
MOST_LINES = 500
_ID = "0198c0de-0000-7000-8000-000000000001"
_NUL = r"^[^\x00]*$"
_MADE: dict[str, Any] = {
    "id": _ID,
    "state": "draft",
    "purpose": "Se former au numérique",
    "certifications": None,
    "expires_on": None,
    "refunded": False,
    "lines": 1,
    "total_cents": 50_000,
    "refused": 1,
    "credited": 0,
    "credited_cents": 0,
    "label": "",
    "drafted_at": "2026-11-30T08:00:00Z",
}


class LineIn(Schema):
    """Une personne : son numéro et son nom ne sont gardés nulle part ailleurs que là où ils sont déjà."""

    model_config = ConfigDict(extra="forbid")
    nir: Annotated[str, StringConstraints(min_length=13, max_length=20, pattern=_NUL)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NUL)]
    amount_cents: int = Field(ge=1, le=10_000_000)
    mark: Annotated[str, StringConstraints(max_length=40, pattern=_NUL)] = Field(
        "", description="Votre propre mot pour cette personne, rendu dans les réponses à la place de son nom."
    )


class OrderIn(Schema):
    """Une dotation : ses conditions, et à qui."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "purpose": "Se former au numérique",
                    "lines": [
                        {"nir": "180057505600136", "name": "DUPONT", "amount_cents": 50_000, "mark": "dossier 12"}
                    ],
                    "send": False,
                }
            ]
        },
    )
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NUL)]
    certifications: list[Annotated[str, StringConstraints(pattern=r"^(RNCP|RS)[0-9]{1,6}$")]] | None = Field(
        None, min_length=1, max_length=50, description="Les certifications auxquelles l’argent est réservé."
    )
    expires_on: date | None = Field(None, description="Le dernier jour pour s’en servir.")
    refunded: bool = Field(False, description="Ce qui n’est pas utilisé ce jour-là vous est-il rendu ?")
    lines: list[LineIn] = Field(min_length=1, max_length=MOST_LINES)
    send: bool = Field(
        False,
        description="Envoyer aussitôt (permission `endowments:send`) : la somme est due, sous le libellé rendu. Sinon "
        "la dotation attend qu’un responsable l’envoie sur le site.",
    )


class OrderOut(Schema):
    """Où en est une dotation, sans nom."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MADE]})
    id: UUID
    state: OrderState
    purpose: str
    certifications: list[str] | None
    expires_on: date | None
    refunded: bool
    lines: int
    total_cents: int
    refused: int
    credited: int
    credited_cents: int
    label: str = Field(description="Ce que doit porter le virement ; vide avant l’envoi.")
    drafted_at: datetime

    @classmethod
    def of(cls, card: OrderCard) -> Self:
        told = {name: getattr(card, name) for name in cls.model_fields}
        return cls(**(told | {"certifications": list(card.certifications) or None}))


class LineResult(Schema):
    """Ce que devient une ligne, par son rang dans ce qui a été envoyé (à partir de 0)."""

    index: int
    mark: str
    taken: bool
    code: str | None = None
    pointer: str | None = None


class OrderMade(Schema):
    """La dotation, et ligne à ligne ce qui est pris."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "order": _MADE,
                    "results": [
                        {"index": 0, "mark": "dossier 12", "taken": True, "code": None, "pointer": None},
                        {"index": 1, "mark": "x", "taken": False, "code": "nobody", "pointer": "#/lines/1/nir"},
                    ],
                }
            ]
        }
    )
    order: OrderOut
    results: list[LineResult]


class LineOut(Schema):
    place: int
    mark: str
    amount_cents: int
    state: LineState

    @classmethod
    def of(cls, card: LineCard) -> Self:
        return cls(place=card.place, mark=card.mark, amount_cents=card.amount_cents, state=card.state)


class LinesOut(Schema):
    lines: list[LineOut]
    next: int | None = Field(description="Où reprendre (`first`) ; absent : c’est tout.")


class LinesAsked(Schema):
    first: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(100, ge=1, le=500)
