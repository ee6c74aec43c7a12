"""A funder's endowments (L6323-4 III): the shared pages, for who works for it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from acquis.endowing import queries as endowing
from acquis.kit.actor import Role
from acquis.web import order_pages as pages
from acquis.web.door import Audience, actor_of, page, reads, writes
from acquis.web.session import Request

BASE = "/financeur/dotations"


@reads(Audience.FUNDER)
def all_of_them(request: Request) -> HttpResponse:
    return pages.all_of_them(request, _place(request))


@reads(Audience.FUNDER)
def blank(request: Request) -> HttpResponse:
    return pages.blank(request, _place(request))


@writes(Audience.FUNDER)
def draft(request: Request) -> HttpResponse:
    return pages.draft(request, _place(request))


@reads(Audience.FUNDER)
def one(request: Request, order_id: UUID) -> HttpResponse:
    return pages.one(request, _place(request), order_id)


@writes(Audience.FUNDER)
def act(request: Request, order_id: UUID) -> HttpResponse:
    return pages.act(request, _place(request), order_id)


@reads(Audience.FUNDER)
def model(request: Request) -> HttpResponse:
    return pages.model(request, _place(request))


@reads(Audience.FUNDER)
def faults(request: Request, order_id: UUID, form: str) -> HttpResponse:
    return pages.faults(request, _place(request), order_id, form)


@reads(Audience.FUNDER)
def receipt(request: Request, order_id: UUID, form: str) -> HttpResponse:
    return pages.receipt(request, _place(request), order_id, form)


def _place(request: Request) -> pages.Place:
    by = actor_of(request)
    return pages.Place(base=BASE, payer=endowing.payer(by), frame=page, signs=by.has(Role.FUNDER_MANAGER))
