"""Try a convention on the purchases of a year: whom it would have helped, at what cost, what stopped the others."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.funders import queries as funders
from acquis.insight import queries as insight
from acquis.insight.queries import BenchGroup
from acquis.kit.clock import day_of
from acquis.rules import Action
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.funding_words import criterion_words
from acquis.web.labels import label
from acquis.web.session import Request


@reads(Audience.FUNDER)
def show(request: Request, convention_id: UUID) -> HttpResponse:
    card = funders.convention(convention_id, by=actor_of(request))
    bench = insight.bench(card.terms, card.funder, today=day_of(request.at))
    most = max((each.cents for each in bench.by_action), default=0)
    return page(
        request,
        "funder/bench.html",
        card=card,
        bench=bench,
        groups=[(_named(each), each, 100 * each.cents / most if most else 0) for each in bench.by_action],
        stopped=[(criterion_words(criterion), count) for criterion, count in bench.stopped],
    )


def _named(group: BenchGroup) -> str:
    return label(Action(group.name)) if group.name else _("Autres actions")
