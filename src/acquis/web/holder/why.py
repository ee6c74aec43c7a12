"""Why this amount: the rule's working for one year, in words, in figures and in articles."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from acquis.accounts import queries as accounts
from acquis.declarations import queries as declarations
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request

from .declared import declared
from .explain import explain, value_words
from .recomputed import recomputed


@reads(Audience.HOLDER)
def show(request: Request, year: int) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    why = accounts.why(by.account_id, year, by=by)
    if why is None:
        raise Http404
    years = declarations.declared_years(by.account_id, year, by=by)
    explained = [(regime, explain(regime), recomputed(regime, years)) for regime in why.regimes]
    return page(
        request,
        "holder/why.html",
        why=why,
        explained=explained,
        value_words=value_words,
        declared=declared(years),
    )
