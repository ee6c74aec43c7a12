"""The questions others may ask of enrolments: who would pay what, lists, details.

Each answers only what `by` may see.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, Sum

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.accounts.types import AccountState, FundingFacts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferedSession
from acquis.kit.actor import ANONYMOUS, Actor, Role
from acquis.kit.refusal import Refused
from acquis.treasury import queries as treasury

from . import lifecycle, permissions, purchase, settlement
from .delays import law_of_order
from .models import WAITS_FOR, Enrolment, EnrolmentSet, Share, Step
from .numbers import is_number
from .timeline import timeline_of
from .types import (
    LIVE,
    Act,
    BillingState,
    CurrentStep,
    DeclineReason,
    Deed,
    EnrolmentDetails,
    EnrolmentRow,
    PageOfEnrolments,
    Party,
    Priced,
    Quote,
    Refusal,
    ShareLine,
    Source,
    State,
)

PER_PAGE = 25


# Who would pay what ---------------------------------------------------------------------------------------------


def quote(
    account_id: UUID | None,
    session_id: UUID,
    *,
    starts_on: date | None = None,
    by: Actor = ANONYMOUS,
    on: date,
) -> Quote:
    """What a session would cost this account on a day, line by line, or why it could not be bought.

    Without an account the quote is anonymous. Refused when `by` may not see the account.
    """
    offer = catalogue.offered(session_id)
    if offer is None:
        return Quote(session_id=session_id, price_cents=0, refusal=Refusal.OFFER_GONE, anonymous=account_id is None)
    law = rules.law_on(on)
    facts = _facts(account_id, by=by, on=on)
    sharing = purchase.share_out(law, facts or _enough_for(offer.price_cents), purchase.priced(offer))
    closed = facts is not None and facts.state != AccountState.OPEN
    refusal = (
        (Refusal.ACCOUNT_NOT_OPEN if closed else None)
        or sharing.refusal
        or purchase.refusal_of_offer(offer, on)
        or _refusal_of_start(offer, starts_on, on)
        or (_already(account_id, session_id) if account_id else None)
    )
    return _quote(
        sharing,
        session_id=session_id,
        price_cents=offer.price_cents,
        refusal=refusal,
        starts_on=starts_on or offer.starts_on,
        earliest_start=purchase.earliest_start(on),
        anonymous=account_id is None,
    )


def earliest_start(on: date) -> date:
    """The first day on which a session asked for on that day may start."""
    return purchase.earliest_start(on)


def quotes_for(
    account_id: UUID | None, offers: Sequence[Priced], *, by: Actor = ANONYMOUS, on: date
) -> dict[UUID, Quote]:
    """What each offer of a page of results would cost, by its id: one look at the account, no look at the catalogue.

    Only the law's own refusals are told here; the offer page asks the rest.
    """
    law = rules.law_on(on)
    facts = _facts(account_id, by=by, on=on)
    answers = {}
    for offer in offers:
        sharing = purchase.share_out(law, facts or _enough_for(offer.price_cents), offer)
        answers[offer.id] = _quote(
            sharing,
            session_id=offer.id,
            price_cents=offer.price_cents,
            refusal=sharing.refusal,
            anonymous=account_id is None,
        )
    return answers


def quotes(
    account_id: UUID | None, session_ids: Iterable[UUID], *, by: Actor = ANONYMOUS, on: date
) -> dict[UUID, Quote]:
    """`quotes_for` by the ids of sessions, prices looked up in the catalogue; unknown ids are left out."""
    offers = catalogue.offered_many(session_ids)
    return quotes_for(account_id, [purchase.priced(offer) for offer in offers.values()], by=by, on=on)


def _facts(account_id: UUID | None, *, by: Actor, on: date) -> FundingFacts | None:
    if account_id is None:
        return None
    permissions.require_account(by, account_id, permissions.QUOTE)
    facts = accounts.funding_facts(account_id, on=on)
    if facts is None:
        raise Refused(Refusal.ACCOUNT_NOT_OPEN)
    return facts


def _enough_for(price_cents: int) -> FundingFacts:
    """The facts of nobody in particular: rights enough for the price, so that what remains is what all must pay."""
    return purchase.anybody(price_cents)


def _refusal_of_start(offer: OfferedSession, starts_on: date | None, on: date) -> StrEnum | None:
    # On the offer page of a permanent entry no day is chosen yet: that is a question to come, not a refusal.
    refusal = purchase.refusal_of_start(offer, starts_on, on)
    return None if refusal is Refusal.START_REQUIRED else refusal


def _already(account_id: UUID, session_id: UUID) -> Refusal | None:
    exists = Enrolment.objects.live().filter(account_id=account_id, session_id=session_id).exists()
    return Refusal.ALREADY_REQUESTED if exists else None


def _quote(sharing: purchase.Sharing, **facts: Any) -> Quote:
    return Quote(
        lines=sharing.shares,
        rights_cents=sharing.rights_cents,
        third_party_cents=sharing.third_party_cents,
        holder_pays_cents=sharing.holder_pays_cents,
        card_cents=sharing.card_cents,
        participation_cents=sharing.split.participation_cents,
        working=sharing.split,
        **facts,
    )


def proposal_quote(enrolment_id: UUID, *, by: Actor, on: date) -> Quote:
    """Who would pay what if the holder confirmed this proposal on that day: what the confirmation page shows."""
    enrolment = _visible(by, Q(pk=enrolment_id))
    permissions.require_account(by, enrolment.account_id, permissions.QUOTE)
    try:
        sharing = purchase.sharing_of(enrolment, on=on)
    except Refused as refused:
        # A frozen account buys nothing; its holder may still look at what they asked for, and give it up.
        return Quote(
            session_id=enrolment.session_id,
            price_cents=enrolment.price_cents,
            refusal=refused.reason,
            starts_on=enrolment.starts_on,
        )
    return _quote(
        sharing,
        session_id=enrolment.session_id,
        price_cents=enrolment.price_cents,
        refusal=sharing.refusal or purchase.refusal_of_sale(enrolment, on),
        starts_on=enrolment.starts_on,
    )


def basket_of(enrolment_id: UUID, *, on: date) -> str:
    """What a fresh proof of identity is bound to: this enrolment, its price, its start, and who pays what.

    A digest; it changes as soon as one of them does, so that nobody confirms something else than they read.
    """
    enrolment = Enrolment.objects.filter(pk=enrolment_id).first()
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    return digest(enrolment, purchase.sharing_of(enrolment, on=on))


def digest(enrolment: Enrolment, sharing: purchase.Sharing) -> str:
    """The digest of `basket_of`, for a sharing already made."""
    basket = [
        str(enrolment.id),
        enrolment.price_cents,
        enrolment.starts_on.isoformat(),
        [[line.source, str(line.purse_id or ""), line.amount_cents] for line in sharing.shares],
    ]
    return hashlib.sha256(json.dumps(basket).encode()).hexdigest()


# Lists ----------------------------------------------------------------------------------------------------------


def enrolments_of_account(account_id: UUID, *, by: Actor, live: bool | None = None) -> list[EnrolmentRow]:
    """The enrolments of an account, newest first; `live` True for those under way, False for those ended."""
    rows = cast(EnrolmentSet, permissions.SEE.rows(by, Enrolment.objects.filter(account_id=account_id)))
    if live is not None:
        rows = rows.filter(state__in=LIVE) if live else rows.exclude(state__in=LIVE)
    return _rows(rows.order_by("-requested_at", "-id"))


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
        rows = rows.filter(account_id=account_id)
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
            waits_for=e.waits_for,
        )
        for e in found
    ]


# One enrolment --------------------------------------------------------------------------------------------------


def details(enrolment_id: UUID, *, by: Actor) -> EnrolmentDetails:
    """One enrolment, its shares, its history and its timeline. Refused as unknown to those who may not see it."""
    return _details(_visible(by, Q(pk=enrolment_id)), by)


def step_of(enrolment_id: UUID, *, by: Actor) -> CurrentStep:
    """Where one enrolment stands and when its step becomes late; refused like `details`."""
    enrolment = _visible(by, Q(pk=enrolment_id))
    return CurrentStep(state=State(enrolment.state), starts_on=enrolment.starts_on, due_at=enrolment.due_at)


def details_by_number(number: str, *, by: Actor) -> EnrolmentDetails:
    """The same by the number people read out, spaces aside."""
    return _details(_visible(by, Q(number="".join(c for c in number if c.isdigit()))), by)


enrolment_for_holder = enrolment_for_provider = enrolment_for_staff = details


def _visible(by: Actor, which: Q) -> Enrolment:
    enrolment = permissions.SEE.rows(by, Enrolment.objects.filter(which)).first()
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    return enrolment


def _details(e: Enrolment, by: Actor) -> EnrolmentDetails:
    # The training body learns that a third party pays, not which: the name of some funders tells of a handicap, a
    # dismissal or a report made to the authorities.
    sees_purses = by.provider_id is None
    shares = tuple(
        ShareLine(
            source=Source(s.source),
            purse_id=s.purse_id if sees_purses else None,
            kind=s.kind if sees_purses else "",
            label=s.label if sees_purses else "",
            amount_cents=s.amount_cents,
        )
        for s in e.shares
    )
    steps = list(e.steps.order_by("rank"))

    def sum_of(*sources: Source) -> int:
        return sum(line.amount_cents for line in shares if line.source in sources)

    free_until = rules.deadline(law_of_order(e), rules.Step.FREE_CANCELLATION_LAST_DAY, e.starts_on)
    return EnrolmentDetails(
        id=e.id,
        number=e.number,
        account_id=e.account_id,
        person_id=e.person_id,
        provider_id=e.provider_id,
        training_id=e.training_id,
        action_id=e.action_id,
        session_id=e.session_id,
        title=e.title,
        certification_code=e.certification_code,
        certification_title=e.certification_title,
        action_kind=e.action_kind,
        modality=e.modality,
        town=e.town,
        address=e.address,
        hours=e.hours,
        has_prerequisites=e.has_prerequisites,
        price_cents=e.price_cents,
        starts_on=e.starts_on,
        ends_on=e.ends_on,
        state=State(e.state),
        billing_state=BillingState(e.billing_state),
        due_at=e.due_at,
        due_on=e.due_on,
        waits_for=e.waits_for,
        requested_at=e.requested_at,
        confirmed_at=e.confirmed_at,
        message=e.message,
        decline_reason=DeclineReason(e.decline_reason) if e.decline_reason else None,
        shares=shares,
        rights_cents=sum_of(Source.RIGHTS),
        third_party_cents=sum_of(Source.PURSE, Source.COMPLEMENT),
        holder_pays_cents=sum_of(Source.HOLDER, Source.CREDIT_NOTE),
        participation_cents=e.participation_cents,
        collection_id=e.collection_id,
        entered_on=e.entered_on,
        exited_on=e.exited_on,
        exit_reason=e.exit_reason,
        done=e.done,
        total=e.total,
        rate_percent=e.rate_percent,
        deposit_cents=e.deposit_cents,
        provider_cents=e.provider_cents,
        returned_cents=e.returned_cents,
        lapsed_cents=e.lapsed_cents,
        kept_cents=e.kept_cents,
        free_cancellation_last_day=free_until,
        withdrawal_last_day=e.withdrawal_last_day,
        may=_may(e, by),
        history=tuple(_deed(step) for step in steps),
        timeline=tuple(timeline_of(e, steps, payable_by=_payable_by(e))),
    )


def _deed(step: Step) -> Deed:
    return Deed(
        act=Act(step.act),
        source=State(step.source) if step.source else None,
        target=State(step.target),
        at=step.at,
        by=step.by,
        late=step.late,
    )


def _payable_by(e: Enrolment) -> date | None:
    if e.provider_cents is None:
        return None
    return max((invoice.payable_by for invoice in treasury.invoices_about(e.id)), default=None)


_HOLDERS = (Act.ABANDON, Act.CONFIRM, Act.WITHDRAW, Act.CANCEL_AS_HOLDER)
_PROVIDERS = (
    Act.ACKNOWLEDGE,
    Act.ACCEPT,
    Act.DECLINE,
    Act.CANCEL_AS_PROVIDER,
    Act.DECLARE_NO_SHOW,
    Act.DECLARE_ENTRY,
    Act.DECLARE_EXIT,
    Act.DECLARE_SERVICE,
)


def _may(e: Enrolment, by: Actor) -> frozenset[Act]:
    """The acts that `by` could try now, for the buttons of a page; the act itself judges again."""
    mine = (*(_HOLDERS if by.has(Role.HOLDER) else ()), *(_PROVIDERS if by.provider_id else ()))
    recognises = by.is_staff and permissions.RECOGNISE_FORCE_MAJEURE.covers(by) is not None
    mine = (*mine, *((Act.CANCEL_AS_HOLDER,) if recognises else ()))
    allowed = {act for act in mine if lifecycle.allows(act, State(e.state))}
    if not e.has_prerequisites:
        allowed.discard(Act.ACKNOWLEDGE)
    return frozenset(allowed)


def cancellation_today(enrolment_id: UUID, *, by: Actor, on: date) -> rules.CancellationOutcome:
    """Where the money would go if the holder cancelled on that day: what the page says before they do."""
    enrolment = _visible(by, Q(pk=enrolment_id))
    facts = settlement.cancellation(enrolment, cancelled_on=on, by=rules.CancelledBy.HOLDER, force_majeure=False)
    return rules.cancel_before_entry(law_of_order(enrolment), facts)


def withdrawal_is_open(e: EnrolmentDetails, *, on: date) -> bool:
    """Whether the right of withdrawal may still be used on that day."""
    return e.withdrawal_last_day is not None and on <= e.withdrawal_last_day and on < e.starts_on
