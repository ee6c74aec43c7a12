"""Endowments by machine: an order of many lines, each with its answer, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from acquis.endowing import actions as endowing
from acquis.endowing import queries
from acquis.endowing.types import Fault, Ground, OrderState, Refusal
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.partners import queries as partners
from acquis.partners.types import Scope
from acquis.people.queries import complete_nir

from .door import Bearer, Closed, actor_of, admitted_of, reads
from .once import Key, written
from .orders_shapes import (
    LineIn,
    LineOut,
    LineResult,
    LinesAsked,
    LinesOut,
    OrderIn,
    OrderMade,
    OrderOut,
)

router = Router()
#: Which field a fault is about, by the column of a payer's file.
_FIELDS = {"nir": "nir", "nom": "name", "montant": "amount_cents", "matricule": "mark"}


@router.post(
    "/endowments",
    auth=Bearer(Scope.ENDOWMENTS_WRITE),
    response={201: OrderMade},
    summary="Préparer une dotation",
    operation_id="endow",
)
def endow(request: HttpRequest, key: Key, sent: OrderIn) -> HttpResponse:
    """Une dotation et ses lignes. Une ligne fausse ne coûte qu’elle-même. Avec `send`, elle part aussitôt."""
    admitted, by = admitted_of(request), actor_of(request)
    at: datetime = request.at  # type: ignore[attr-defined]
    if sent.send and Scope.ENDOWMENTS_SEND not in admitted.scopes:
        raise Closed(Scope.ENDOWMENTS_SEND)

    def write() -> tuple[int, Any]:
        order_id = _drafted(sent, by=by, at=at)
        made = _tried(order_id, sent, by=by) if admitted.sandbox else _filled(order_id, sent, by=by, at=at)
        return 201, made

    return written(request, key, write)


@router.get(
    "/endowments/{order_id}",
    auth=Bearer(Scope.ENDOWMENTS_READ),
    response=OrderOut,
    summary="Une dotation",
    operation_id="endowment",
)
def endowment(request: HttpRequest, order_id: Path[UUID]) -> Any:
    """Où en est une dotation ; une clé de bac à sable relit les siennes, telles qu’elles lui furent répondues."""
    admitted = admitted_of(request)
    if admitted.sandbox:
        kept = partners.answered(admitted.client_id, "order__id", str(order_id))
        if kept is None:
            raise Http404
        return kept.body["order"]
    return reads(lambda _request: OrderOut.of(queries.order(order_id, by=actor_of(request))))(request)


@router.get(
    "/endowments/{order_id}/lines",
    auth=Bearer(Scope.ENDOWMENTS_READ),
    response=LinesOut,
    summary="Les lignes d’une dotation",
    operation_id="endowment_lines",
)
def endowment_lines(request: HttpRequest, order_id: Path[UUID], asked: Query[LinesAsked]) -> Any:
    """Les lignes prises, sans nom : votre mot, la somme, et si elle est sur le compte."""

    def read(_request: HttpRequest) -> LinesOut:
        by = actor_of(request)
        queries.order(order_id, by=by)
        found = queries.lines(order_id, by=by, first=asked.first, limit=asked.limit + 1)
        following = asked.first + asked.limit if len(found) > asked.limit else None
        return LinesOut(lines=[LineOut.of(each) for each in found[: asked.limit]], next=following)

    return reads(read)(request)


def _drafted(sent: OrderIn, *, by: Actor, at: datetime) -> UUID:
    return endowing.draft_order(
        payer=queries.payer(by),
        ground=Ground.VOLUNTARY,
        purpose=sent.purpose,
        certifications=sent.certifications,
        expires_on=sent.expires_on,
        refunded=sent.refunded,
        by=by,
        at=at,
    )


def _filled(order_id: UUID, sent: OrderIn, *, by: Actor, at: datetime) -> OrderMade:
    told = [
        {"nir": each.nir, "nom": each.name, "montant": _euros(each.amount_cents), "matricule": each.mark}
        for each in sent.lines
    ]
    refused = endowing.add_lines(order_id=order_id, lines=told, by=by, at=at)
    if sent.send:
        # The scope was given by a manager, who signed for what the machine sends.
        signer = Actor(roles=frozenset({Role.FUNDER_MANAGER}), id=by.id, funder_id=by.funder_id)
        endowing.submit_order(order_id=order_id, by=signer, at=at)
    faults = {rank: (each.fault, each.column) for rank, each in refused}
    return OrderMade(order=OrderOut.of(queries.order(order_id, by=by)), results=_results(sent.lines, faults))


def _tried(order_id: UUID, sent: OrderIn, *, by: Actor) -> OrderMade:
    """What a sandbox answers of lines: nobody is looked for. A `mark` that is the name of a fault has that fault."""
    faults: dict[int, tuple[Fault, str]] = {}
    for rank, each in enumerate(sent.lines):
        try:
            complete_nir(each.nir)
        except ValueError:
            faults[rank] = (Fault.NIR_MALFORMED, "nir")
            continue
        if each.mark in {str(Fault.NOBODY), str(Fault.ACCOUNT_OVER), str(Fault.TWICE)}:
            faults[rank] = (Fault(each.mark), "nir")
    taken = [each.amount_cents for rank, each in enumerate(sent.lines) if rank not in faults]
    order = OrderOut.of(queries.order(order_id, by=by))
    order.lines, order.total_cents, order.refused = len(taken), sum(taken), len(faults)
    if sent.send:
        if not taken:
            raise Refused(Refusal.NO_LINE)
        order.state, order.label = OrderState.AWAITED, "BAC A SABLE"
    return OrderMade(order=order, results=_results(sent.lines, faults))


def _results(lines: Sequence[LineIn], faults: dict[int, tuple[Fault, str]]) -> list[LineResult]:
    found = []
    for rank, each in enumerate(lines):
        fault, column = faults.get(rank, (None, ""))
        pointer = f"#/lines/{rank}/{_FIELDS.get(column, 'nir')}" if fault else None
        found.append(
            LineResult(
                index=rank, mark=each.mark, taken=fault is None, code=str(fault) if fault else None, pointer=pointer
            )
        )
    return found


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
