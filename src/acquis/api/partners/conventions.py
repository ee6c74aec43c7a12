"""A funder's conventions, their budgets, what came into them, and what they promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router

from acquis.funders import queries as funders
from acquis.partners.types import Scope

from . import sandbox
from .cursors import Place, cursor_to
from .door import ANY, Bearer, actor_of, admitted_of
from .shapes import (
    BudgetOut,
    ClientOut,
    ConventionOut,
    ConventionsAsked,
    ConventionsOut,
    FunderOut,
    PromiseOut,
    PromisesAsked,
    PromisesOut,
    ProvisionOut,
    ProvisionsOut,
    WithPurpose,
)

router = Router()


@router.get("/me", auth=Bearer(ANY), response=ClientOut, summary="Qui je suis", operation_id="me")
def me(request: HttpRequest) -> ClientOut:
    """La clé qui demande, pour qui, et ce qu’elle peut : de quoi essayer la connexion."""
    admitted = admitted_of(request)
    card = funders.funder(admitted.funder_id, by=actor_of(request))
    return ClientOut(
        client_id=admitted.client_id,
        name=admitted.name,
        funder=FunderOut(id=card.id, kind=card.kind, name=card.name, siret=card.siret),
        scopes=sorted(admitted.scopes),
        sandbox=admitted.sandbox,
    )


@router.get(
    "/conventions",
    auth=Bearer(Scope.CONVENTIONS_READ),
    response=ConventionsOut,
    summary="Ses conventions",
    operation_id="conventions",
)
def conventions(request: HttpRequest, asked: Query[ConventionsAsked]) -> ConventionsOut:
    """Toutes ses versions de conventions, de la première préparée à la dernière."""
    wanted = [asked.state] if asked.state else []
    # A funder has some tens of conventions: they are read whole, in a stable order.
    found = {(card.drafted_at, card.id): card for card in funders.conventions(by=actor_of(request), states=wanted)}
    left = [found[place] for place in sorted(found) if asked.cursor is None or place > asked.cursor]
    page = left[: asked.limit]
    following = cursor_to(page[-1].drafted_at, page[-1].id) if len(left) > len(page) else None
    return ConventionsOut(conventions=[ConventionOut.of(card) for card in page], next=following)


@router.get(
    "/conventions/{convention_id}",
    auth=Bearer(Scope.CONVENTIONS_READ),
    response=ConventionOut,
    summary="Une convention",
    operation_id="convention",
)
def convention(request: HttpRequest, convention_id: Path[UUID]) -> ConventionOut:
    """Ce que dit une version."""
    return ConventionOut.of(funders.convention(convention_id, by=actor_of(request)))


@router.get(
    "/conventions/{convention_id}/budget",
    auth=Bearer(Scope.BUDGETS_READ),
    response=BudgetOut,
    summary="Où en est un budget",
    operation_id="budget",
)
def budget(request: HttpRequest, convention_id: Path[UUID]) -> BudgetOut:
    """Ce qui est libre, promis, utilisé et rendu, à l’instant."""
    return BudgetOut.of(funders.budget_of(funders.convention(convention_id, by=actor_of(request))))


@router.get(
    "/conventions/{convention_id}/provisions",
    auth=Bearer(Scope.BUDGETS_READ),
    response=ProvisionsOut,
    summary="Ce qui y a été versé",
    operation_id="provisions",
)
def provisions(request: HttpRequest, convention_id: Path[UUID]) -> ProvisionsOut:
    """Ce qui est venu à la convention et ce qui en a été rendu, le plus récent d’abord."""
    card = funders.convention(convention_id, by=actor_of(request))
    return ProvisionsOut(provisions=[ProvisionOut.of(each) for each in funders.provisions_of(card)])


@router.get(
    "/conventions/{convention_id}/promises",
    auth=Bearer(Scope.PROMISES_READ),
    response=PromisesOut,
    summary="Les aides promises",
    operation_id="promises",
)
def promises(request: HttpRequest, convention_id: Path[UUID], asked: Query[PromisesAsked]) -> PromisesOut:
    """Les aides d’une convention, de la plus ancienne à la plus récente, sans nom. La lecture est notée."""
    by = actor_of(request)
    if admitted_of(request).sandbox:
        card = funders.convention(convention_id, by=by)
        found = sandbox.promises_of(card, since=asked.since, state=asked.state, after=asked.cursor)
    else:
        found = funders.promises_told(
            convention_id,
            since=asked.since,
            state=asked.state,
            after=asked.cursor,
            limit=asked.limit + 1,
            by=by,
            reason=str(asked.purpose),
        )
    page, following = _page(found, asked.limit)
    return PromisesOut(promises=[PromiseOut.of(each) for each in page], next=following)


@router.get(
    "/promises/{promise_id}",
    auth=Bearer(Scope.PROMISES_READ),
    response=PromiseOut,
    summary="Une aide",
    operation_id="promise",
)
def promise(request: HttpRequest, promise_id: Path[UUID], asked: Query[WithPurpose]) -> PromiseOut:
    """Une aide promise, où elle en est. La lecture est notée."""
    by = actor_of(request)
    if admitted_of(request).sandbox:
        return PromiseOut.of(sandbox.promise(promise_id, by=by))
    return PromiseOut.of(funders.promise_told(promise_id, by=by, reason=str(asked.purpose)))


def _page(found: Sequence[Any], limit: int) -> tuple[Sequence[Any], str | None]:
    page = found[:limit]
    if len(found) <= limit:
        return page, None
    place: Place = page[-1].promised_at, page[-1].id
    return page, cursor_to(*place)
