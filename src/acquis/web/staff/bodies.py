"""Training bodies for the staff: found by SIRET or name, and one of them with all that is under way and owed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import LIVE
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.providers import queries as providers
from acquis.providers.types import BankState
from acquis.stops import queries as stops
from acquis.stops.types import StopState
from acquis.treasury import queries as treasury
from acquis.treasury.types import InvoiceState
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request

from .payouts import who

#: How many bodies are shown, and how many invoices of one.
MOST = 50
WAITING = (InvoiceState.TO_PAY, InvoiceState.IN_BATCH)
OPEN = (StopState.PREPARED, StopState.RUNNING)
SHOWN = (BankState.PROPOSED, BankState.ACTIVE)


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    text = request.GET.get("mots", "").strip()
    left = stops.left_to_people(by=actor_of(request))
    return page(
        request,
        "staff/bodies.html",
        text=text,
        found=providers.find(text, limit=MOST) if text else None,
        most=MOST,
        left=left,
        names=providers.providers({row.provider_id for row, _ in left}),
    )


@reads(Audience.STAFF)
def one(request: Request, provider_id: UUID) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    body = providers.provider(provider_id)
    if body is None:
        raise Http404
    counts = enrolments.counts_for_provider(by=by, provider_id=provider_id)
    invoices = treasury.invoices_of(provider_id, states=WAITING, by=by)
    stopped = stops.stops(by=by, provider_id=provider_id)
    reads_accounts = providers.may_read_bank_accounts(by=by)
    return page(
        request,
        "staff/body.html",
        body=body,
        live=[(state, count) for state, count in counts.items() if state in LIVE],
        over=sum(count for state, count in counts.items() if state not in LIVE),
        invoices=invoices[:MOST],
        invoices_count=len(invoices),
        # The day that the body reads too: days under control put it off.
        waits=treasury.delays_of(provider_id, on=today, by=by).of,
        due_cents=sum(each.amount_cents - each.deducted_cents for each in invoices),
        stopping=treasury.stopping([provider_id], on=today).get(provider_id, ()),
        reads_accounts=reads_accounts,
        accounts=[a for a in providers.bank_accounts(provider_id, by=by) if a.state in SHOWN] if reads_accounts else [],
        stops=stopped,
        may_stop=by.has(Role.STAFF_AGENT) and not any(each.state in OPEN for each in stopped),
        who=who,
    )
