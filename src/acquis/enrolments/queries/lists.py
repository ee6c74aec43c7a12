"""Enrolments in lists, page by page, each only as far as the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, Sum

from acquis.accounts import queries as accounts
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import WAITS_FOR, Enrolment, EnrolmentSet, Share
from ..numbers import is_number
from ..types import (
    LIVE,
    BillingState,
    EnrolmentRow,
    PageOfEnrolments,
    Party,
    Refusal,
    Source,
    State,
)

PER_PAGE = 25


def enrolments_of_account(account_id: UUID, *, by: Actor, live: bool | None = None) -> list[EnrolmentRow]:
    """The enrolments of an account and of those joined to it, newest first; `live`: under way, or ended."""
    # Holders come with the accounts joined to theirs: only somebody else has to ask for them.
    wanted = by.accounts if account_id == by.account_id else _with_joined(account_id)
    rows = cast(EnrolmentSet, permissions.SEE.rows(by, Enrolment.objects.filter(account_id__in=wanted)))
    if live is not None:
        rows = rows.filter(state__in=LIVE) if live else rows.exclude(state__in=LIVE)
    return _rows(rows.order_by("-requested_at", "-id"))


def awaits_confirmation(account_id: UUID) -> bool:
    """Whether a purchase of this account is under way and its money not held yet."""
    states = (State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED, State.AWAITING_FUNDER, State.AWAITING_PAYMENT)
    return Enrolment.objects.filter(account_id=account_id, state__in=states).exists()


def _with_joined(account_id: UUID) -> frozenset[UUID]:
    return accounts.joined_to(account_id) | {account_id}


def enrolments_for_provider(
    *,
    by: Actor,
    provider_id: UUID | None = None,
    states: Iterable[State] | None = None,
    billing: BillingState | None = None,
    text: str = "",
    waiting: bool = False,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> PageOfEnrolments:
    """The enrolments with a provider, those due first first. `text` is a number or a piece of a title.

    `waiting` keeps those in which the provider must act. An agent sees their own provider's only.
    """
    rows = _of_provider(by, provider_id)
    if waiting:
        rows = rows.filter(state__in=[s for s, party in WAITS_FOR.items() if party is Party.PROVIDER])
    return _page(_filtered(rows, states=states, billing=billing, text=text), page, per_page, due_first=True)


def enrolments_for_staff(
    *,
    by: Actor,
    states: Iterable[State] | None = None,
    billing: BillingState | None = None,
    text: str = "",
    account_id: UUID | None = None,
    provider_id: UUID | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> PageOfEnrolments:
    """Enrolments of every provider and holder, newest first, for the operator's staff."""
    if not by.is_staff and not by.has(Role.SYSTEM):
        raise Refused(Refusal.NOT_YOURS)
    rows = Enrolment.objects.all()
    if account_id is not None:
        rows = rows.filter(account_id__in=_with_joined(account_id))
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    return _page(_filtered(rows, states=states, billing=billing, text=text), page, per_page)


def counts_for_provider(*, by: Actor, provider_id: UUID | None = None) -> dict[State, int]:
    """How many enrolments of the provider stand in each state; states without any are left out."""
    rows = _of_provider(by, provider_id)
    return {State(state): count for state, count in rows.order_by().values_list("state").annotate(Count("id"))}


def _of_provider(by: Actor, provider_id: UUID | None) -> EnrolmentSet:
    """The enrolments with a provider, the agent's own unless told, that `by` may see."""
    wanted = provider_id or by.provider_id
    rows = Enrolment.objects.filter(provider_id=wanted) if wanted else Enrolment.objects.none()
    return cast(EnrolmentSet, permissions.SEE.rows(by, rows))


def _filtered(
    rows: EnrolmentSet, *, states: Iterable[State] | None, billing: BillingState | None, text: str
) -> EnrolmentSet:
    if states is not None:
        rows = rows.filter(state__in=list(states))
    if billing is not None:
        rows = rows.filter(billing_state=billing)
    text = text.strip()
    if is_number(text):
        rows = rows.filter(number="".join(c for c in text if c.isdigit()))
    elif text:
        rows = rows.filter(Q(title__icontains=text) | Q(certification_code__iexact=text))
    return rows


def _page(rows: EnrolmentSet, page: int, per_page: int, *, due_first: bool = False) -> PageOfEnrolments:
    total, page = rows.count(), max(1, page)
    ordered = rows.order_by("due_at", "-id") if due_first else rows.order_by("-requested_at", "-id")
    return PageOfEnrolments(
        rows=tuple(_rows(ordered[(page - 1) * per_page : page * per_page])),
        total=total,
        page=page,
        per_page=per_page,
    )


def _rows(rows: EnrolmentSet) -> list[EnrolmentRow]:
    found = list(rows)
    if not found:
        return []
    paid = dict(
        Share.objects.filter(enrolment__in=found, source__in=[Source.HOLDER, Source.CREDIT_NOTE])
        .values_list("enrolment_id")
        .annotate(Sum("amount_cents"))
    )
    return [
        EnrolmentRow(
            id=e.id,
            number=e.number,
            account_id=e.account_id,
            person_id=e.person_id,
            provider_id=e.provider_id,
            session_id=e.session_id,
            title=e.title,
            certification_code=e.certification_code,
            state=State(e.state),
            billing_state=BillingState(e.billing_state),
            price_cents=e.price_cents,
            holder_pays_cents=paid.get(e.id, 0),
            starts_on=e.starts_on,
            ends_on=e.ends_on,
            requested_at=e.requested_at,
            due_on=e.due_on,
            due_before=e.due_before,
            waits_for=e.waits_for,
        )
        for e in found
    ]


def numbers_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The number under which each of these enrolments is known; it says nothing of anybody."""
    return dict(Enrolment.objects.filter(pk__in=set(ids)).values_list("pk", "number"))
