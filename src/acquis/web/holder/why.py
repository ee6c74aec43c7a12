"""Why this amount: the rule's working for one year, in words, in figures and in articles."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.declarations import queries as declarations
from acquis.web.declared import declared
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request

from .explain import explain, value_words
from .explain_hours import explain_hours, title_of
from .recomputed import recomputed


@reads(Audience.HOLDER)
def show(request: Request, year: int) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    why = accounts.why(by.account_id, year, by=by)
    hours = accounts.why_hours(by.account_id, year, by=by)
    if why is None and hours is None:
        raise Http404
    years = declarations.declared_years(by.account_id, year, by=by)
    title = ""
    if why is not None:
        title = _("Pourquoi %(amount)s pour %(year)s ?") % {"amount": euros(why.granted_cents), "year": year}
    elif hours is not None:
        title = title_of(hours)
    explained = [(regime, explain(regime), recomputed(regime, years)) for regime in (why.regimes if why else ())]
    return page(
        request,
        "holder/why.html",
        year=year,
        title=title,
        hours=explain_hours(hours) if hours else None,
        hours_articles=hours.articles if hours else (),
        explained=explained,
        value_words=value_words,
        declared=declared(years),
        # Years taken over from an earlier system came as one total, without who had declared what.
        only_totals=[
            regime.regime for regime in (why.regimes if why else ()) if regime.regime not in {y.regime for y in years}
        ],
    )
