"""My rights: what I have, where each euro comes from, and why."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from acquis.accounts import queries as accounts
from acquis.accounts.types import FUNDED_KINDS, AccountState, GrantCard
from acquis.kit.clock import day_of
from acquis.ledger.types import Code
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.granted_words import by_movement, granted
from acquis.web.session import Request
from acquis.web.waiting import waiting_for

from .explain import explain
from .years import year_chart

#: How many of the latest movements stand on this page; the statement has them all.
LATEST = 10


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    """The balance, the purses, the movements; the reasons of the last credited year open on the side."""
    by = actor_of(request)
    assert by.account_id is not None  # a holder always has one
    today = day_of(request.at)
    seen = accounts.overview(by.account_id, by=by, on=today, latest=LATEST)
    if seen is None:
        raise Http404
    given: dict[str, GrantCard] = {}
    if any(line.code in (Code.GRANT, Code.CONVERSION) for line in seen.movements):
        given = by_movement(accounts.grants(by.account_id, by=by))
    told = accounts.risk_rights(by.account_id, on=today, by=by) if accounts.has_risk_rights(by.account_id) else None
    rights, years, last = seen.rights, seen.years, seen.last
    return page(
        request,
        "holder/rights.html",
        rights=rights,
        movements=seen.movements,
        granted={line.reference: granted(given[line.reference]) for line in seen.movements if line.reference in given},
        top_ups=[purse for purse in rights.purses if purse.kind in FUNDED_KINDS and purse.posted_cents],
        own=[purse for purse in rights.purses if purse.kind not in FUNDED_KINDS],
        last=last,
        explanations=[explain(regime) for regime in last.regimes] if last else [],
        last_on=max(regime.credited_on for regime in last.regimes) if last and last.granted_cents else None,
        years=years,
        gained_cents=sum(cents for _year, cents in years),
        chart=year_chart(years),
        waiting=waiting_for(by),
        risks=told if told and told.can_be_used and rights.state in (AccountState.OPEN, AccountState.FROZEN) else None,
        counters=seen.counters,
        ended=accounts.end_of_rights(by.account_id, by=by) if rights.state == AccountState.RETIRED else None,
    )
